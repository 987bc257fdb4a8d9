import type { Checks, Received } from '../checks';
import type { ReplyFields } from '../replies';

/** What NICEPAY does at one of its endpoints. */
export interface EndpointBehaviour {
	/** This endpoint's own checks. */
	readonly checks: Checks;
	/** Carries out a request that passed all checks, and returns the reply with its ResultCode. */
	readonly carryOut: (received: Received) => ReplyFields;
	/** The request fields that a refusal repeats. */
	readonly echo: (received: Received) => ReplyFields;
}
