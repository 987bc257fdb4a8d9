import type { ReplyOutcome } from '../protocol/outcome';
import type { UnknownReason } from '../protocol/unknownReason';
import type { PostResult } from '../transport/Transport';

/**
 * How a request ended: what its reply says, or that there is none to read. The third of four results,
 * each made from the one before: {@link PostResult} (what the transport got), {@link ReplyOutcome}
 * (what NICEPAY said), `RequestResult`, and `ItemResult` (what becomes of the item).
 *
 * - `neverSent`: nothing left this machine
 * - `stopped`: the execution was stopped before the request left
 * - `voided`: the outcome was unknown, so the node cancelled what may have been made; nothing is open
 */
export type RequestResult<Result> =
	| ReplyOutcome<Result>
	| Extract<PostResult, { kind: 'neverSent' }>
	| { readonly kind: 'stopped' }
	| { readonly kind: 'voided'; readonly why: UnknownReason };
