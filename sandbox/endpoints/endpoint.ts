import type { Check, Received } from '../checks';
import type { ReplyFields } from '../replies';

/** What NICEPAY does at one of its endpoints. */
export interface EndpointBehaviour {
	/** The rules of this endpoint, beside those of every request. */
	readonly checks: readonly Check[];
	/** Does what a request asks that passed all checks, and answers it, ResultCode included. */
	readonly carryOut: (received: Received) => ReplyFields;
	/** What a refusal repeats of the request, beside ResultCode and ResultMsg. */
	readonly echo: (received: Received) => ReplyFields;
}
