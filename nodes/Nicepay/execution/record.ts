import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import type { Doubt } from '../protocol/doubt';

/**
 * What the execution itself remembers of an item: its result, or that its outcome is unknown and
 * under which TID. Kept in n8n's node context, which survives Retry On Fail, the editor's Retry and a
 * restart in between.
 */
export type Memory = DoneMemory | LostMemory;

/** What tells people which request this is. */
export interface RequestIdentity {
	readonly orderId: string | null;
	readonly tid: string | null;
}

export interface DoneMemory {
	readonly state: 'done';
	/** Which round of a loop it was done in. */
	readonly round: number;
	readonly json: IDataObject;
	/** What it was sent as. */
	readonly sent: RequestIdentity;
}

export interface LostMemory {
	readonly state: 'unknown';
	/** Which round of a loop it was sent in. */
	readonly round: number;
	readonly tid: string;
	readonly doubt: Doubt;
	/** MID and Base URL it was sent with: only there the question can be settled. */
	readonly account: string;
}

const STORED_UNDER = 'nicepayItems';

/** The record of one node in one execution. */
export class ExecutionRecord {
	/**
	 * Forgets what was done in the rounds before: n8n never runs them again, and this round asks for it
	 * anew. What is unknown stays.
	 *
	 * @param context `getContext('node')`: what is written here is stored with the execution
	 * @param round of the loop the node stands in, from 0
	 */
	constructor(
		private readonly context: IDataObject,
		readonly round: number,
	) {
		this.keep((memory) => memory.state === 'unknown' || memory.round === round);
	}

	/** What is known of an item: done in this round, or unknown since any. */
	get(fingerprint: string): Memory | undefined {
		return this.items()[fingerprint];
	}

	setDone(fingerprint: string, json: IDataObject, sent: RequestIdentity): void {
		this.set(fingerprint, { state: 'done', round: this.round, json, sent });
	}

	setUnknown(fingerprint: string, memory: Omit<LostMemory, 'state' | 'round'>): void {
		this.set(fingerprint, { state: 'unknown', round: this.round, ...memory });
	}

	private set(fingerprint: string, memory: Memory): void {
		this.context[STORED_UNDER] ??= {};
		this.items()[fingerprint] = memory;
	}

	forget(fingerprint: string): void {
		delete this.items()[fingerprint];
	}

	/** Starts clean, but for what is unknown: that may belong to another round of a loop. */
	forgetDone(): void {
		this.keep(({ state }) => state === 'unknown');
	}

	private keep(isWanted: (memory: Memory) => boolean): void {
		const kept = Object.entries(this.items()).filter(([, memory]) => isWanted(memory));
		if (kept.length > 0) this.context[STORED_UNDER] = Object.fromEntries(kept);
		else delete this.context[STORED_UNDER];
	}

	private items(): Record<string, Memory> {
		return (this.context[STORED_UNDER] ?? {}) as Record<string, Memory>;
	}
}

/** Tells items apart across runs: what an item asks for, and which item it is. */
export function fingerprintOf(identity: readonly string[], itemIndex: number): string {
	const text = JSON.stringify([itemIndex, ...identity]);
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
