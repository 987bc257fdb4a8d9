import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Account } from '../credential/account';
import type { Batch, ExchangeContext } from '../execution/exchange';
import { tids } from '../execution/tids';
import type { Transport } from '../transport/Transport';
import type { PreparationContext } from './Operation';
import type { NodeOptions } from './options';

/** What the requests of one merchant share in a run. */
export interface MerchantContext {
	readonly preparation: PreparationContext;
	readonly exchange: ExchangeContext;
}

/** A request that never left is tried three times more, with growing pauses in milliseconds. */
const NEVER_SENT_PAUSES = [500, 2_000, 5_000] as const;

/** Gives each merchant of a run a context, made when its first item comes up. */
export function merchantContexts(
	node: IExecuteFunctions,
	options: NodeOptions,
	transport: Transport,
): (account: Account) => MerchantContext {
	const shared = {
		...options,
		transport,
		neverSentPauses: NEVER_SENT_PAUSES,
		now: () => new Date(),
		sleep,
		// Not there in every context in which n8n runs a node.
		stop: node.getExecutionCancelSignal?.(),
	};
	const contexts = new Map<string, MerchantContext>();
	const batches = new Map<string, Batch>();

	return (account) => {
		const { mid, merchantKey, baseUrl } = account;
		const key = JSON.stringify([mid, merchantKey, baseUrl]);
		const known = contexts.get(key);
		if (known) return known;
		const batch = batches.get(baseUrl) ?? { hasGivenUp: false };
		batches.set(baseUrl, batch);
		const context: MerchantContext = {
			preparation: {
				merchant: account,
				options,
				nextTid: tids.forExecution(mid, node.getExecutionId()),
				otherTid: tids.forExecution(mid),
			},
			exchange: { ...shared, merchant: account, baseUrl, batch },
		};
		contexts.set(key, context);
		return context;
	};
}
