import type { IExecuteFunctions } from 'n8n-workflow';
import type { LimitFunction } from 'p-limit';
import pLimit from 'p-limit';

/**
 * What n8n remembers for a node in its database, across executions and workers (the memory of n8n's
 * Remove Duplicates node). It holds hashes, and gives none of them back: all it can be asked is whether a
 * key is new, and asking records it.
 */
export interface N8nMemory {
	/**
	 * Records keys, the newest of which are remembered.
	 *
	 * @param room how many keys to remember, if that is more than usual
	 * @param kept those to record again if another worker overwrites them; by default, all
	 * @returns those that were there before
	 */
	record(
		keys: readonly string[],
		room?: number,
		kept?: readonly string[],
	): Promise<ReadonlySet<string>>;
	/** Records again what another worker has overwritten. Every other call does so, too. */
	mend(room?: number): Promise<void>;
	/** Whether another worker has overwritten a key that is kept, mended or not. */
	wasLost(key: string): boolean;
	/** Keeps keys that are recorded from being lost. */
	keep(keys: readonly string[]): void;
	/** Forgets keys. */
	remove(keys: readonly string[]): Promise<void>;
	/** Does several of these with no other execution of this process in between. */
	alone<Result>(work: () => Promise<Result>): Promise<Result>;
	/** Whether another worker has overwritten something lately, so that it may well happen again. */
	isContended(): boolean;
	/** The same object in all executions of this node in this process. */
	readonly row: object;
}

const SCOPE = 'node';
/** How many keys n8n keeps for a node. It reads and writes all of them (27 bytes each) in every call. */
const CAPACITY = 10_000;
/**
 * A key that is there so long after it was written cannot be overwritten any more. Milliseconds. A worker
 * under load may take seconds from reading the row to writing it.
 */
const SETTLED_AFTER = 10_000;
/** How long a loss makes the memory count as contended, in milliseconds: an hour. */
const CONTENDED_FOR = 3_600_000;
/** How many losses are known. */
const LOSSES = 10_000;

/**
 * What this process knows of a node's memory. n8n reads, changes and writes one row of its database
 * without a lock, so of two workers that do so in the same milliseconds, one overwrites the other. Here,
 * one caller at a time does, and every call also repeats what was recorded a moment ago.
 */
interface Row {
	readonly takeTurn: LimitFunction;
	/** Keys that may still be overwritten, and when they were written. */
	readonly unsettled: Map<string, number>;
	lostAt: number;
	readonly losses: Set<string>;
}

const rows = new Map<string, Row>();

/**
 * The memory of this node.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function openN8nMemory(node: IExecuteFunctions, now = () => performance.now()): N8nMemory {
	const { helpers } = node;
	const name = `${node.getWorkflow().id} ${node.getNode().id}`;
	const row = rows.get(name) ?? {
		takeTurn: pLimit(1),
		unsettled: new Map(),
		lostAt: -Infinity,
		losses: new Set(),
	};
	rows.set(name, row);
	const { unsettled } = row;

	const record = async (
		keys: readonly string[],
		room: number,
		kept: readonly string[],
	): Promise<ReadonlySet<string>> => {
		const own = new Set(unsettled.keys());
		const asked = [...new Set([...own, ...keys])];
		const { processed } = await helpers.checkProcessedAndRecord(asked, SCOPE, {
			mode: 'entries',
			// What is not settled yet must stay.
			maxEntries: Math.max(CAPACITY, room, 2 * asked.length),
		});
		const found = new Set(processed.map(String));
		const writtenAt = now();
		const lost = [...own].filter((key) => !found.has(key));
		if (lost.length > 0) row.lostAt = writtenAt;
		for (const key of lost) row.losses.add(key);
		forgetOldest(row.losses, LOSSES);
		for (const [key, earlier] of unsettled) {
			if (!found.has(key)) unsettled.set(key, writtenAt);
			else if (writtenAt - earlier >= SETTLED_AFTER) unsettled.delete(key);
		}
		for (const key of kept) if (!found.has(key)) unsettled.set(key, writtenAt);
		return new Set(keys.filter((key) => found.has(key) || own.has(key)));
	};

	return {
		record: async (keys, room = 0, kept = keys) => await record(keys, room, kept),
		mend: async (room = 0) => void (await record([], room, [])),
		wasLost: (key) => row.losses.has(key),
		keep: (keys) => keys.forEach((key) => unsettled.set(key, now())),
		remove: async (keys) => {
			for (const key of keys) unsettled.delete(key);
			await helpers.removeProcessed([...keys], SCOPE, { mode: 'entries', maxEntries: CAPACITY });
		},
		alone: async (work) => await row.takeTurn(work),
		row,
		isContended: () => now() - row.lostAt < CONTENDED_FOR,
	};
}

/** Removes the oldest entries until there are as many as `size`. */
export function forgetOldest(entries: Set<string> | Map<string, unknown>, size: number): void {
	for (const oldest of entries.keys()) {
		if (entries.size <= size) break;
		entries.delete(oldest);
	}
}
