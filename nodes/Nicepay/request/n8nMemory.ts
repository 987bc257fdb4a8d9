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
	 * Records keys, the newest of which are kept.
	 *
	 * @param atLeast how many keys to keep besides what is usual
	 * @returns those that were there before
	 */
	record(keys: readonly string[], atLeast?: number): Promise<ReadonlySet<string>>;
	/** Forgets keys. */
	remove(keys: readonly string[]): Promise<void>;
	/** Does several of these with no other execution of this process in between. */
	alone<Result>(work: () => Promise<Result>): Promise<Result>;
}

const SCOPE = 'node';
/** How many keys n8n keeps for a node. It reads and writes all of them (27 bytes each) in every call. */
const CAPACITY = 10_000;

/** One for each node: n8n reads, changes and writes one row of its database, without a lock. */
const turns = new Map<string, LimitFunction>();

/** The memory of this node, or `undefined` where n8n is too old to have one. */
export function openN8nMemory(node: IExecuteFunctions): N8nMemory | undefined {
	const { helpers } = node;
	if (typeof helpers.checkProcessedAndRecord !== 'function') return undefined;

	const row = `${node.getWorkflow().id} ${node.getNode().id}`;
	const takeTurn = turns.get(row) ?? pLimit(1);
	turns.set(row, takeTurn);
	const options = { mode: 'entries', maxEntries: CAPACITY } as const;
	return {
		record: async (keys, atLeast = 0) => {
			const { processed } = await helpers.checkProcessedAndRecord([...keys], SCOPE, {
				...options,
				maxEntries: Math.max(CAPACITY, atLeast),
			});
			return new Set(processed.map(String));
		},
		remove: async (keys) => await helpers.removeProcessed([...keys], SCOPE, options),
		alone: async (work) => await takeTurn(work),
	};
}
