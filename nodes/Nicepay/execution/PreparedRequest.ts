import type { Endpoint, MessageFields } from '../protocol/messages';
import type { Outcome } from '../protocol/outcome';
import type { ReplyFields } from '../protocol/reply';

/** A message that was checked and can be sent, and what to do when its reply gets lost. */
export interface PreparedRequest<Result> {
	readonly endpoint: Endpoint;
	/** Everything but what the signer fills in. Normalised and validated. */
	readonly fields: MessageFields;
	/** Holds the reply against the message as it was sent. */
	readonly interpret: (sent: MessageFields, reply: ReplyFields) => Outcome<Result>;
	readonly whenLost: WhenLost<Result>;
}

/**
 * What a lost reply calls for.
 *
 * - `repeat`: sending it again is safe: a query, or a full cancel, which NICEPAY refuses a second time
 * - `report`: sending it again could do it twice: a partial refund
 * - `replace`: cancel what may have been made, then make it anew: an issue
 */
export type WhenLost<Result> =
	| { readonly kind: 'repeat' }
	| { readonly kind: 'report' }
	| { readonly kind: 'replace'; readonly replacement: Replacement<Result> };

/** How a request that creates something is undone and made anew. */
export interface Replacement<Result> {
	/** Undoes what the request may have created. */
	readonly undo: PreparedRequest<unknown>;
	/** The same request under a new identity. */
	readonly renew: () => Promise<PreparedRequest<Result>>;
	/** Whether the identity was made by us, so that a refused duplicate is a chance collision. */
	readonly renewable: boolean;
}
