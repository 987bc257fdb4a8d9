import type { UnknownReason } from '../protocol/unknownReason';
import { readAnswer } from '../protocol/unknownReason';
import { pause } from './pause';
import type { PreparedRequest } from './PreparedRequest';
import { reissue } from './reissue';
import type { RequestResult } from './RequestResult';
import type { SendContext } from './send';
import { send } from './send';
import type { Sent } from './sendUnderFreshTid';
import { sendUnderFreshTid } from './sendUnderFreshTid';
import { pauseAfter, TRIES } from './tries';

/** The option “If a Reply Gets Lost”. */
export type LostReply = 'recover' | 'fail';

/**
 * Sends one request and, with `recover`, settles its outcome when that is unknown: as the request's
 * `ifUnknown` says.
 *
 * @param openSince why an earlier run of the same execution left the outcome unknown. The request is
 *   then not sent as a first one: the open question is settled instead.
 */
export async function sendWithRecovery<Result>(
	request: PreparedRequest<Result>,
	context: SendContext,
	lostReply: LostReply,
	openSince?: UnknownReason,
): Promise<Sent<Result>> {
	const first: Sent<Result> = openSince
		? { request, result: { kind: 'unknown', why: openSince } }
		: await sendUnderFreshTid(request, context);
	if (first.result.kind !== 'unknown' || lostReply === 'fail') return first;

	// A request that may have left is worth every pause, however unreachable the server is.
	const patient = { ...context, reachability: undefined };
	const { ifUnknown } = first.request;
	switch (ifUnknown.kind) {
		case 'report':
			return first;
		case 'retry': {
			const result = await retry(first.request, ifUnknown.provesNotDone, patient, first.result.why);
			return { request: first.request, result };
		}
		case 'reissue':
			return await reissue(first.request, ifUnknown, patient, first.result.why);
	}
}

/** Sends a request again until its outcome is known. */
async function retry<Result>(
	request: PreparedRequest<Result>,
	provesNotDone: (code: string) => boolean,
	context: SendContext,
	why: UnknownReason,
): Promise<RequestResult<Result>> {
	let newest = why;
	let last: RequestResult<Result> | undefined;
	for (let tries = 0; tries < TRIES; tries++) {
		if (!(await pause(pauseAfter(last), context))) break;
		last = await send(request, context);
		if (last.kind === 'done') return last;
		if (last.kind === 'unknown') newest = last.why;
		if (last.kind === 'rejected') {
			if (provesNotDone(last.code)) return last;
			// The first try may have caused this very refusal.
			newest = { reason: 'repeatRefused', ...readAnswer(last.reply) };
		}
	}
	return { kind: 'unknown', why: newest };
}
