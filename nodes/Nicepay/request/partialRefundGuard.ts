import type { N8nMemory } from './n8nMemory';

/**
 * Keeps a partial refund from being sent twice, across executions and workers. It is no lock: two
 * executions on two workers at the very same instant can both pass.
 */
export interface PartialRefundGuard {
	/** Records the refund. @returns whether it is new and may be sent */
	admit(refund: string): Promise<boolean>;
	/** Removes the record of a refund that is certain not to have been carried out. */
	release(refund: string): Promise<void>;
}

export const guardPartialRefunds = (memory: N8nMemory): PartialRefundGuard => ({
	admit: async (refund) => {
		const known = await memory.alone(async () => await memory.record([refund]));
		return known.size === 0;
	},
	release: async (refund) => await memory.alone(async () => await memory.remove([refund])),
});
