import { isNoSuchTransaction } from '../protocol/resultCodes';
import type { UnknownReason } from '../protocol/unknownReason';
import { readAnswer } from '../protocol/unknownReason';
import { pause } from './pause';
import type { PreparedRequest } from './PreparedRequest';
import type { RequestResult } from './RequestResult';
import type { SendContext } from './send';
import { send } from './send';
import { pauseAfter, TRIES } from './tries';

/** What is left of an issue after the attempt to cancel it. */
export type CancelResult =
	| { readonly kind: 'cancelled' | 'neverHadIt' }
	/** `why`: what NICEPAY answered to the attempt, if it did. */
	| { readonly kind: 'unclear'; readonly why?: UnknownReason };

/** Cancels what an issue has opened, or may have, with {@link TRIES} tries. */
export async function tryToCancel(
	cancel: PreparedRequest<unknown>,
	context: SendContext,
): Promise<CancelResult> {
	let last: RequestResult<unknown> | undefined;
	for (let tries = 0; tries < TRIES; tries++) {
		if (last && !(await pause(pauseAfter(last), context))) break;
		last = await send(cancel, context);
		if (last.kind === 'done') return { kind: 'cancelled' };
		if (last.kind === 'rejected' && isNoSuchTransaction(last.code)) return { kind: 'neverHadIt' };
	}
	const reply = last && 'reply' in last ? last.reply : undefined;
	return {
		kind: 'unclear',
		...(reply && { why: { reason: 'undoRefused', ...readAnswer(reply) } }),
	};
}
