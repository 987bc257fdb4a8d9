import { isDuplicateOrder } from '../protocol/resultCodes';
import type { UnknownReason } from '../protocol/unknownReason';
import { readAnswer } from '../protocol/unknownReason';
import type { IfUnknown, PreparedRequest } from './PreparedRequest';
import type { RequestResult } from './RequestResult';
import type { SendContext } from './send';
import type { Sent } from './sendUnderFreshTid';
import { sendUnderFreshTid } from './sendUnderFreshTid';
import { tryToCancel } from './tryToCancel';

/**
 * Settles an issue whose outcome is unknown: cancels what may have been issued, then issues under a new
 * TID. No path leaves an account open that is not reported, and none reports an account as not issued
 * that may exist.
 *
 * | cancel of the first     | new issue         | then                              | result                   |
 * | ----------------------- | ----------------- | --------------------------------- | ------------------------ |
 * | unclear                 | not sent          |                                   | unknown                  |
 * | cancelled               | done or rejected  |                                   | that of the new issue    |
 * | cancelled               | never sent        |                                   | voided                   |
 * | cancelled               | unknown           | cancel the new one                | voided; unclear: unknown |
 * | NICEPAY never had it    | done              |                                   | done                     |
 * | NICEPAY never had it    | never sent        |                                   | unknown                  |
 * | NICEPAY never had it    | rejected, unknown | cancel the first once more (late) | see the next rows        |
 * | … unclear               | rejected          |                                   | unknown                  |
 * | … unclear               | unknown           | cancel the new one                | unknown: the first one;  |
 * |                         |                   |                                   | unclear: the new one     |
 * | … either way            | unknown           | cancel the new one                | voided; unclear: unknown |
 * | … either way            | rejected          |                                   | rejected                 |
 * | … now cancelled         | A127, order taken | issue once more                   | as after “cancelled”     |
 * | … still never had it    | A127, order taken |                                   | unknown                  |
 *
 * Why once more: NICEPAY may carry out the first request after the first cancel. A127 then says either
 * that it is about to, or that the order belongs to somebody else.
 *
 * Source: the manual has no net-cancel (망취소) for issues made by a server; a full cancel by TID takes
 * its place. 2001, 2013, 2015: void now. 2012, A217: never had it.
 *
 * @param why why the outcome of `request` is unknown
 */
export async function reissue<Result>(
	request: PreparedRequest<Result>,
	{ cancel, renew }: Extract<IfUnknown<Result>, { kind: 'reissue' }>,
	context: SendContext,
	why: UnknownReason,
): Promise<Sent<Result>> {
	const unknown = (newer = why): Sent<Result> => ({
		request,
		result: { kind: 'unknown', why: newer },
	});
	const voided: Sent<Result> = { request, result: { kind: 'voided', why } };

	const cancelled = await tryToCancel(cancel, context);
	if (cancelled.kind === 'unclear') return unknown(cancelled.why);

	let renewed = await sendUnderFreshTid(await renew(), context);
	let isCancelled = cancelled.kind === 'cancelled';
	if (isNotSent(renewed.result)) return isCancelled ? voided : unknown();

	if (!isCancelled && renewed.result.kind !== 'done') {
		const cancelledLate = await tryToCancel(cancel, context);
		if (cancelledLate.kind === 'unclear') {
			// Both may be open. Of the two, NICEPAY has once denied having the first.
			const latest = await cancelIfUnknown(renewed, context);
			return latest.result.kind === 'unknown' ? latest : unknown(cancelledLate.why);
		}
		isCancelled = cancelledLate.kind === 'cancelled';
		if (renewed.result.kind === 'rejected' && isDuplicateOrder(renewed.result.code)) {
			if (!isCancelled) {
				return unknown({ reason: 'resultCode', ...readAnswer(renewed.result.reply) });
			}
			renewed = await sendUnderFreshTid(await renew(), context);
			if (isNotSent(renewed.result)) return voided;
		}
	}
	return await cancelIfUnknown(renewed, context);
}

const isNotSent = ({ kind }: RequestResult<unknown>): boolean =>
	kind === 'neverSent' || kind === 'stopped';

/** Cancels a new issue whose outcome is unknown too. */
async function cancelIfUnknown<Result>(
	{ request, result }: Sent<Result>,
	context: SendContext,
): Promise<Sent<Result>> {
	const { ifUnknown } = request;
	if (result.kind === 'unknown' && ifUnknown.kind === 'reissue') {
		const cancelled = await tryToCancel(ifUnknown.cancel, context);
		if (cancelled.kind !== 'unclear') {
			return { request, result: { kind: 'voided', why: result.why } };
		}
	}
	return { request, result };
}
