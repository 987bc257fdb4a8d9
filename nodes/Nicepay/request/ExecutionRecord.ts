import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import type { UnknownReason } from '../protocol/unknownReason';

/** Tells people which request this is. */
export interface RequestIdentity {
	readonly orderId: string | null;
	readonly tid: string | null;
}

export interface DoneEntry {
	readonly state: 'done';
	/** The round of a loop it was done in. */
	readonly round: number;
	/** The item's place in the input. */
	readonly itemIndex: number;
	readonly json: IDataObject;
	/** What it was sent as. */
	readonly sent: RequestIdentity;
	/** Whether the node handed it on in an earlier run, and n8n then ran the node again. */
	readonly isHandedOn?: true;
}

export interface UnknownEntry {
	readonly state: 'unknown';
	/** The round of a loop it was sent in. */
	readonly round: number;
	readonly tid: string;
	readonly why: UnknownReason;
	/** The {@link merchantLabel} it was sent with: only there can the question be settled. */
	readonly sentWith: string;
}

export type RecordEntry = DoneEntry | UnknownEntry;

const STORED_UNDER = 'nicepayItems';

/**
 * What one node of one execution remembers of its items. Kept in n8n's node context, which outlives
 * Retry On Fail, the editor's Retry, and a restart in between; not a stop, a timeout or a crash.
 */
export class ExecutionRecord {
	/**
	 * Forgets what was done in earlier rounds: n8n never runs those again, and the same item in this
	 * round is a new request. What is unknown stays.
	 *
	 * @param context `getContext('node')`; n8n stores with the execution what is written here
	 * @param round of the loop the node is in, from 0
	 */
	constructor(
		private readonly context: IDataObject,
		readonly round: number,
	) {
		this.keep((entry) => entry.state === 'unknown' || entry.round === round);
	}

	/** What is known of an item: done in this round, or unknown since any. */
	get(fingerprint: string): RecordEntry | undefined {
		return this.entries()[fingerprint];
	}

	setDone(fingerprint: string, entry: Omit<DoneEntry, 'state' | 'round'>): void {
		this.set(fingerprint, { state: 'done', round: this.round, ...entry });
	}

	/** What was done for the item at this place: all that is left of one that cannot be read any more. */
	findDone(itemIndex: number): DoneEntry | undefined {
		return Object.values(this.entries()).find(
			(entry): entry is DoneEntry => entry.state === 'done' && entry.itemIndex === itemIndex,
		);
	}

	/** Marks what was done as handed on. */
	setHandedOn(fingerprint: string): void {
		const entry = this.get(fingerprint);
		if (entry?.state === 'done') this.set(fingerprint, { ...entry, isHandedOn: true });
	}

	setUnknown(fingerprint: string, entry: Omit<UnknownEntry, 'state' | 'round'>): void {
		this.set(fingerprint, { state: 'unknown', round: this.round, ...entry });
	}

	forget(fingerprint: string): void {
		delete this.entries()[fingerprint];
	}

	/** Starts clean, except for what is unknown: that may belong to another round. */
	forgetDone(): void {
		this.keep(({ state }) => state === 'unknown');
	}

	private set(fingerprint: string, entry: RecordEntry): void {
		this.context[STORED_UNDER] ??= {};
		this.entries()[fingerprint] = entry;
	}

	private keep(isWanted: (entry: RecordEntry) => boolean): void {
		const kept = Object.entries(this.entries()).filter(([, entry]) => isWanted(entry));
		if (kept.length > 0) this.context[STORED_UNDER] = Object.fromEntries(kept);
		else delete this.context[STORED_UNDER];
	}

	private entries(): Record<string, RecordEntry> {
		return (this.context[STORED_UNDER] ?? {}) as Record<string, RecordEntry>;
	}
}

/** The key of an item in the record: what it asks for, and its place in the input. */
export function toFingerprint(identity: readonly string[], itemIndex: number): string {
	const text = JSON.stringify([itemIndex, ...identity]);
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
