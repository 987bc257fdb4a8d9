import { answerOf } from '../protocol/doubt';
import { encodeForm, FORM_CONTENT_TYPE } from '../protocol/form';
import { withoutKey } from '../protocol/merchantKey';
import type { Outcome } from '../protocol/outcome';
import type { Reply } from '../protocol/reply';
import { decodeReply } from '../protocol/reply';
import type { Merchant } from '../protocol/sign';
import { signMessage } from '../protocol/sign';
import type { Delivery, Transport } from '../transport/Transport';
import { pause } from './pause';
import type { PreparedRequest } from './PreparedRequest';

/** What became of a request: one of the three outcomes, or the certainty that nothing left this machine. */
export type Ending<Result> =
	Outcome<Result> | Extract<Delivery, { kind: 'neverSent' }> | { readonly kind: 'stopped' };

/** Shared by the requests of a batch. */
export interface Batch {
	/**
	 * Whether the last one never left, however often it was tried. The next ones are tried once, until
	 * one leaves: a server that is down would cost each of them all the pauses.
	 */
	hasGivenUp: boolean;
}

/** What a request needs to go out. Times are in milliseconds. */
export interface ExchangeContext {
	readonly transport: Transport;
	readonly merchant: Merchant;
	/** Origin and path prefix of NICEPAY or a sandbox, without a slash at the end. */
	readonly baseUrl: string;
	readonly connectTimeout: number;
	readonly replyTimeout: number;
	readonly replyCharset: 'utf-8' | 'euc-kr';
	/** The most requests under way at the same time; default 1. */
	readonly concurrency?: number;
	/** Pauses before a request that never left is tried again, in milliseconds. */
	readonly neverSentPauses: readonly number[];
	/** What the requests of a batch know of each other. */
	readonly batch?: Batch;
	readonly now: () => Date;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Aborted when the execution is stopped: nothing new is sent then. */
	readonly stop?: AbortSignal;
}

/**
 * Signs, sends and reads one request. One that never left is tried again after each of the
 * context's pauses, which is safe; anything else goes out exactly once.
 */
export async function exchange<Result>(
	request: PreparedRequest<Result>,
	context: ExchangeContext,
): Promise<Ending<Result>> {
	const { batch, neverSentPauses } = context;
	let ending = await sendOnce(request, context);
	for (const milliseconds of neverSentPauses) {
		if (ending.kind !== 'neverSent' || ending.isFinal || batch?.hasGivenUp) break;
		if (!(await pause(milliseconds, context))) break;
		ending = await sendOnce(request, context);
	}
	if (batch) batch.hasGivenUp = ending.kind === 'neverSent';
	return ending;
}

async function sendOnce<Result>(
	request: PreparedRequest<Result>,
	context: ExchangeContext,
): Promise<Ending<Result>> {
	if (context.stop?.aborted) return { kind: 'stopped' };
	const { endpoint, fields } = request;
	const sent = signMessage(endpoint, fields, context.merchant, context.now());
	const delivery = await context.transport.post({
		url: context.baseUrl + endpoint.path,
		headers: { 'content-type': FORM_CONTENT_TYPE },
		body: encodeForm(sent),
		connectTimeout: context.connectTimeout,
		replyTimeout: context.replyTimeout,
		connections: context.concurrency,
		stop: context.stop,
	});
	if (delivery.kind === 'neverSent' && context.stop?.aborted) return { kind: 'stopped' };
	return read(delivery, context, ({ fields: said, openEnd }) =>
		request.interpret(sent, said, openEnd),
	);
}

function read<Result>(
	delivery: Delivery,
	{ replyCharset, merchant }: ExchangeContext,
	interpret: (reply: Reply) => Outcome<Result>,
): Ending<Result> {
	if (delivery.kind === 'neverSent') return delivery;
	if (delivery.kind === 'lost') return { kind: 'unknown', doubt: { reason: delivery.reason } };
	const decoded = decodeReply(delivery.body, replyCharset);
	const reply = decoded && {
		...decoded,
		fields: withoutKey(decoded.fields, merchant.merchantKey),
	};
	if (delivery.status !== 200) {
		const doubt = { reason: 'httpStatus', status: delivery.status } as const;
		return { kind: 'unknown', doubt: { ...doubt, ...(reply && answerOf(reply.fields)) } };
	}
	return reply ? interpret(reply) : { kind: 'unknown', doubt: { reason: 'unreadable' } };
}
