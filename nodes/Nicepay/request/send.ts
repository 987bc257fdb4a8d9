import { encodeForm, FORM_CONTENT_TYPE } from '../protocol/form';
import { withoutKey } from '../protocol/merchantKey';
import { decodeReply } from '../protocol/reply';
import type { Merchant } from '../protocol/sign';
import { signMessage } from '../protocol/sign';
import { readAnswer } from '../protocol/unknownReason';
import type { PostResult, Transport } from '../transport/Transport';
import type { PauseContext } from './pause';
import { pause } from './pause';
import type { PreparedRequest } from './PreparedRequest';
import type { RequestResult } from './RequestResult';

/** What the requests of a run know about their server. */
export interface Reachability {
	/**
	 * Whether the last request never left, although it was tried again after every pause. While this is
	 * so, further requests are tried once each: waiting out all the pauses for every item of a batch
	 * would take hours.
	 */
	isUnreachable: boolean;
}

/** What a request needs to go out. All times are in milliseconds. */
export interface SendContext extends PauseContext {
	readonly transport: Transport;
	readonly merchant: Merchant;
	/** Origin and path prefix of NICEPAY or a sandbox, without a slash at the end. */
	readonly baseUrl: string;
	readonly connectTimeout: number;
	readonly replyTimeout: number;
	readonly replyCharset: 'utf-8' | 'euc-kr';
	/** How many requests may be under way at the same time; default 1. */
	readonly concurrency?: number;
	/** Pauses before each new try of a request that never left. */
	readonly neverSentPauses: readonly number[];
	/** Shared by the requests of a run; absent for a request that must be tried after every pause. */
	readonly reachability?: Reachability;
	readonly now: () => Date;
}

/**
 * Signs and sends one request, and reads the reply. A request that never left is safe to try again,
 * and is, after each of the context's pauses. One that left is sent exactly once.
 */
export async function send<Result>(
	request: PreparedRequest<Result>,
	context: SendContext,
): Promise<RequestResult<Result>> {
	const { reachability, neverSentPauses } = context;
	let result = await sendOnce(request, context);
	for (const milliseconds of neverSentPauses) {
		if (result.kind !== 'neverSent' || result.isFinal || reachability?.isUnreachable) break;
		if (!(await pause(milliseconds, context))) break;
		result = await sendOnce(request, context);
	}
	if (reachability) reachability.isUnreachable = result.kind === 'neverSent';
	return result;
}

async function sendOnce<Result>(
	{ endpoint, fields, interpret }: PreparedRequest<Result>,
	context: SendContext,
): Promise<RequestResult<Result>> {
	const { stop } = context;
	if (stop?.aborted) return { kind: 'stopped' };
	const sent = signMessage(endpoint, fields, context.merchant, context.now());
	const posted = await context.transport.post({
		url: context.baseUrl + endpoint.path,
		headers: { 'content-type': FORM_CONTENT_TYPE },
		body: encodeForm(sent),
		connectTimeout: context.connectTimeout,
		replyTimeout: context.replyTimeout,
		connections: context.concurrency,
		stop,
	});
	switch (posted.kind) {
		case 'neverSent':
			return stop?.aborted ? { kind: 'stopped' } : posted;
		case 'lost':
			return { kind: 'unknown', why: { reason: posted.reason } };
		case 'replied':
			return read(posted, context, (reply, unterminatedField) =>
				interpret(sent, reply, unterminatedField),
			);
	}
}

/** The outcome that a reply tells; unknown unless it came with status 200 and can be read. */
function read<Result>(
	{ status, body }: Extract<PostResult, { kind: 'replied' }>,
	{ replyCharset, merchant }: SendContext,
	interpret: (
		...reply: [fields: Readonly<Record<string, string>>, unterminatedField?: string]
	) => RequestResult<Result>,
): RequestResult<Result> {
	const reply = decodeReply(body, replyCharset);
	const fields = reply && withoutKey(reply.fields, merchant.merchantKey);
	if (status !== 200) {
		const answer = fields && readAnswer(fields);
		return { kind: 'unknown', why: { reason: 'httpStatus', status, ...answer } };
	}
	return fields
		? interpret(fields, reply.unterminatedField)
		: { kind: 'unknown', why: { reason: 'unreadable' } };
}
