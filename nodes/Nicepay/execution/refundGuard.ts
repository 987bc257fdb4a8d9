import type { IExecuteFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

/**
 * Keeps a partial refund from being sent twice by n8n's database-backed memory, which other
 * executions and workers share. It is no lock: two executions in the same instant can both pass.
 */
export interface RefundGuard {
	/** Records the refund. @returns whether it was not recorded before, so that it may be sent */
	admit(refund: string): Promise<boolean>;
	/** Takes the record back, for a refund that is certain not to have been carried out. */
	release(refund: string): Promise<void>;
}

const SCOPE = 'node';
/** The newest refunds of a node that are remembered. */
const OPTIONS = { mode: 'entries', maxEntries: 10_000 } as const;

/** n8n reads, changes and writes one row for each node: within a process, one at a time. */
const oneAtATime = pLimit(1);

/** The guard of this execution, or `undefined` where n8n is too old to have the helper. */
export function refundGuardOf({ helpers }: IExecuteFunctions): RefundGuard | undefined {
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
