import type { Logger } from 'n8n-workflow';

import type { ItemEnd } from './ItemRunner';
import type { Operation } from './Operation';

/**
 * Tells n8n's log what became of the items of a stopped execution: n8n keeps neither the node's output
 * nor its context then. One line for each item that is done or unknown: order, TID, outcome, and
 * nothing of the customer's.
 */
export function reportStopped(
	logger: Logger,
	ends: readonly ItemEnd[],
	{ endpoint, participle }: Operation,
): void {
	// Asking changes nothing.
	if (endpoint === 'status') return;
	for (const end of ends) {
		const told = (orderId: string | null, tid: string | null, outcome: string) =>
			logger.warn(
				`NICEPAY: the execution was stopped, and n8n keeps nothing of it. Order ${orderId}, TID ${tid}: ${outcome}.`,
			);
		if (end.kind === 'done') told(end.sent.orderId, end.sent.tid, participle);
		if (end.kind === 'failed' && end.failure.outcome === 'unknown') {
			told(end.failure.orderId, end.failure.tid, 'unknown');
		}
	}
}
