import type { Endpoint, MessageFields } from '../protocol/messageFields';
import type { ReplyOutcome } from '../protocol/outcome';
import type { ReplyFields } from '../protocol/reply';

/** A checked message, and what to do when it is unknown whether it was carried out. */
export interface PreparedRequest<Result> {
	readonly endpoint: Endpoint;
	/** Normalised and validated; only what the signer fills in is missing. */
	readonly fields: MessageFields;
	/** Reads the reply to the message `sent`. `unterminatedField`: a field that may be cut off. */
	readonly interpret: (
		sent: MessageFields,
		reply: ReplyFields,
		unterminatedField?: string,
	) => ReplyOutcome<Result>;
	readonly ifUnknown: IfUnknown<Result>;
}

/**
 * What to do when the outcome of a request is unknown.
 *
 * - `retry`: send it again. For a query, which changes nothing, and for what NICEPAY refuses to do
 *   twice: a full cancel, or an issue under a TID of the user's own.
 * - `report`: send nothing. For a partial refund, which could be paid twice.
 * - `reissue`: cancel what may have been issued, then issue under a new TID. For an issue under a TID
 *   that nobody else has.
 */
export type IfUnknown<Result> =
	| {
			readonly kind: 'retry';
			/** Whether a refusal of the second try proves that the first was not carried out either. */
			readonly provesNotDone: (code: string) => boolean;
	  }
	| { readonly kind: 'report' }
	| {
			readonly kind: 'reissue';
			/** Cancels what this request may have issued. */
			readonly cancel: PreparedRequest<unknown>;
			/** The same request under a new TID. */
			readonly renew: () => Promise<PreparedRequest<Result>>;
	  };
