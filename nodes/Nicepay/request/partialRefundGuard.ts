import type { IExecuteFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

/**
 * Keeps a partial refund from being sent twice, across executions and workers, by n8n's memory in its
 * database. It is no lock: two executions at the very same instant can both pass.
 */
export interface PartialRefundGuard {
	/** Records the refund. @returns whether it is new and may be sent */
	admit(refund: string): Promise<boolean>;
	/** Removes the record of a refund that is certain not to have been carried out. */
	release(refund: string): Promise<void>;
}

const SCOPE = 'node';
/** How many refunds of a node n8n remembers: the newest. */
const OPTIONS = { mode: 'entries', maxEntries: 10_000 } as const;

/** n8n reads, changes and writes one row for each node: within a process, one caller at a time. */
const oneAtATime = pLimit(1);

/** The guard of this node, or `undefined` where n8n is too old to have the memory. */
export function openPartialRefundGuard({
	helpers,
}: IExecuteFunctions): PartialRefundGuard | undefined {
	if (typeof helpers.checkProcessedAndRecord !== 'function') return undefined;
	return {
		admit: async (refund) =>
			await oneAtATime(async () => {
				const { new: admitted } = await helpers.checkProcessedAndRecord([refund], SCOPE, OPTIONS);
				return admitted.length > 0;
			}),
		release: async (refund) =>
			await oneAtATime(async () => await helpers.removeProcessed([refund], SCOPE, OPTIONS)),
	};
}
