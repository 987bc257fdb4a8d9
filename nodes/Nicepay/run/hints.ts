import type { IExecuteFunctions } from 'n8n-workflow';

import { isNicepay } from '../credential/credential';
import type { PartialRefundGuard } from '../request/partialRefundGuard';
import type { CheckedItem } from './checkItems';

/** Says below the output which of the run's servers are not NICEPAY's. */
export function hintAtSandboxes(node: IExecuteFunctions, items: readonly CheckedItem[]): void {
	const baseUrls = new Set(items.map(({ credential }) => credential.baseUrl));
	for (const baseUrl of baseUrls) {
		if (isNicepay(new URL(baseUrl))) continue;
		node.addExecutionHints?.({
			message: `The credential points at ${baseUrl}, not at NICEPAY. If that is a sandbox, no account is real and no money moves.`,
			location: 'outputPane',
			type: 'info',
		});
	}
}

/** Warns that partial refunds are not remembered, where n8n is too old for that. */
export function hintAtMissingGuard(
	node: IExecuteFunctions,
	items: readonly CheckedItem[],
	guard: PartialRefundGuard | undefined,
): void {
	if (guard || !items.some(({ guardedRefund }) => guardedRefund)) return;
	node.addExecutionHints?.({
		message:
			'This version of n8n has no memory that lasts beyond an execution: a partial refund that another execution sends again is not recognised.',
		location: 'outputPane',
		type: 'warning',
	});
}
