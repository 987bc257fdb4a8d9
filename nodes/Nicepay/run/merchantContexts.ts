import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { NicepayCredential } from '../credential/credential';
import type { MerchantSettings } from '../operations/Operation';
import type { NodeOptions } from '../operations/options';
import type { Reachability, SendContext } from '../request/send';
import { tids } from '../request/tids';
import { NEVER_SENT_PAUSES } from '../request/tries';
import type { Transport } from '../transport/Transport';

/** What the requests of one merchant share in a run. */
export interface MerchantContext {
	readonly settings: MerchantSettings;
	readonly sendContext: SendContext;
}

/** Finds the context of a merchant's requests. */
export type ContextFor = (credential: NicepayCredential) => MerchantContext;

/** Makes the context of each merchant of a run when its first item comes up. */
export function merchantContexts(
	node: IExecuteFunctions,
	options: NodeOptions,
	transport: Transport,
): ContextFor {
	const shared = {
		...options,
		transport,
		neverSentPauses: NEVER_SENT_PAUSES,
		now: () => new Date(),
		sleep,
		// Not every context in which n8n runs a node has it.
		stop: node.getExecutionCancelSignal?.(),
	};
	const contexts = new Map<string, MerchantContext>();
	const reachabilities = new Map<string, Reachability>();

	return (merchant) => {
		const { mid, merchantKey, baseUrl } = merchant;
		const key = JSON.stringify([mid, merchantKey, baseUrl]);
		const known = contexts.get(key);
		if (known) return known;
		const reachability = reachabilities.get(baseUrl) ?? { isUnreachable: false };
		reachabilities.set(baseUrl, reachability);
		const context: MerchantContext = {
			settings: {
				merchant,
				options,
				nextTid: tids.forExecution(mid, node.getExecutionId()),
				otherTid: tids.forExecution(mid),
			},
			sendContext: { ...shared, merchant, baseUrl, reachability },
		};
		contexts.set(key, context);
		return context;
	};
}
