import type { Endpoint, MessageFields } from '../protocol/messages';
import type { Outcome } from '../protocol/outcome';
import type { ReplyFields } from '../protocol/reply';

/** A message that was checked and can be sent, and what to do when its reply gets lost. */
export interface PreparedRequest<Result> {
	readonly endpoint: Endpoint;
	/** Everything but what the signer fills in. Normalised and validated. */
	readonly fields: MessageFields;
	/** Holds the reply against the message as it was sent. `openEnd`: a field that may be cut off. */
	readonly interpret: (
		sent: MessageFields,
		reply: ReplyFields,
		openEnd?: string,
	) => Outcome<Result>;
	readonly whenLost: WhenLost<Result>;
}

/**
 * What a lost reply calls for.
 *
 * - `ask`: a query, which changes nothing: sent again
 * - `repeat`: sending it again is safe, because NICEPAY refuses a second one: a full cancel, or an issue
 *   under a TID of the user's own
 * - `report`: sending it again could do it twice: a partial refund
 * - `replace`: cancel what may have been made, then make it anew: an issue under a TID nobody else has
 */
export type WhenLost<Result> =
	| { readonly kind: 'ask' }
	| { readonly kind: 'repeat' }
	| { readonly kind: 'report' }
	| { readonly kind: 'replace'; readonly replacement: Replacement<Result> };

/** How a request that creates something is undone and made anew. */
export interface Replacement<Result> {
	/** Undoes what the request may have created. */
	readonly undo: PreparedRequest<unknown>;
	/** The same request under a new identity. */
	readonly renew: () => Promise<PreparedRequest<Result>>;
}
