import type { Logger } from 'n8n-workflow';

import type { Operation } from '../operations/Operation';
import type { ItemResult } from './ItemResult';

/**
 * Writes what became of the items of a stopped execution to n8n's log, because n8n keeps nothing else of
 * it. One line for each item that is done or unknown: order, TID, outcome, and nothing of the customer's.
 */
export function reportStopped(
	logger: Logger,
	results: readonly ItemResult[],
	{ endpoint, participle }: Operation,
): void {
	// A status query changes nothing.
	if (endpoint === 'status') return;
	const report = (orderId: string | null, tid: string | null, outcome: string) =>
		logger.warn(
			`NICEPAY: the execution was stopped, and n8n keeps nothing of it. Order ${orderId}, TID ${tid}: ${outcome}.`,
		);
	for (const result of results) {
		if (result.kind === 'done') report(result.sent.orderId, result.sent.tid, participle);
		if (result.kind === 'failed' && result.failure.outcome === 'unknown') {
			report(result.failure.orderId, result.failure.tid, 'unknown');
		}
	}
}
