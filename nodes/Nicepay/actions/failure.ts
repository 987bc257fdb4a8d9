import type { FinalEnding } from '../execution/carryOut';
import type { LostMemory, RequestIdentity } from '../execution/record';
import type { Answer, Doubt } from '../protocol/doubt';
import { answerOf, describeDoubt, isReplyLost } from '../protocol/doubt';
import type { MessageFields } from '../protocol/messages';
import type { ReplyFields } from '../protocol/reply';
import { adviceFor, describeAnswer } from '../protocol/resultCodes';
import { describeCause } from '../transport/Transport';
import type { Operation } from './Operation';

/** Why an item has no result. Three kinds, told apart by `outcome`. */
export interface Failure extends RequestIdentity {
	/** `invalid`: nothing was sent. `rejected`: definitely not done. `unknown`: may have been done. */
	readonly outcome: 'invalid' | 'rejected' | 'unknown';
	/** What happened. */
	readonly message: string;
	/** The way out. */
	readonly description: string;
	readonly resultCode: string | null;
	/** NICEPAY's own words. */
	readonly resultMessage: string | null;
}

/** A failure of which NICEPAY has said nothing. */
const UNANSWERED = { resultCode: null, resultMessage: null } as const;

export const identityOf = (fields: MessageFields): RequestIdentity => ({
	orderId: fields.Moid || null,
	tid: fields.TID || null,
});

/** An item that was found wrong before anything was sent. */
export const invalidFailure = (
	violations: readonly string[],
	fields: MessageFields = {},
): Failure => ({
	outcome: 'invalid',
	message: violations.join('; '),
	description: 'Nothing was sent for this item. Mend it and run the node again.',
	...identityOf(fields),
	...UNANSWERED,
});

/** A failure of the whole node, before any item was looked at, as each item tells it. */
export const unusableFailure = (message: string, claimed: MessageFields): Failure => ({
	outcome: 'invalid',
	message,
	description: 'Nothing was sent.',
	...identityOf(claimed),
	...UNANSWERED,
});

/** An item whose reply an earlier run lost, and which cannot be sent any more to settle the question. */
export const stillUnknown = (
	invalid: Failure,
	{ tid, doubt }: LostMemory,
	operation: Operation,
): Failure => ({
	...invalid,
	...openQuestion(doubt, operation, { orderId: invalid.orderId, tid }),
	description: `${operation.openQuestion.findOut} It was not looked into again, because the item cannot be sent any more: ${invalid.message}.`,
	tid,
});

/** An item whose reply an earlier run lost, under a credential that has been changed since. */
export const askedElsewhere = (
	fields: MessageFields,
	{ tid, doubt, account }: LostMemory,
	operation: Operation,
): Failure => ({
	...openQuestion(doubt, operation, { orderId: fields.Moid || null, tid }),
	description: `${operation.openQuestion.findOut} It was not looked into again, because it was sent with another credential (${account}).`,
	orderId: fields.Moid || null,
	tid,
});

/** An item that is unknown since an earlier run, and that this run did not come to. */
export const notLookedInto = (
	fields: MessageFields,
	{ tid, doubt }: LostMemory,
	operation: Operation,
): Failure => ({
	...openQuestion(doubt, operation, { orderId: fields.Moid || null, tid }),
	description: `${operation.openQuestion.findOut} This run ended before it was looked into again.`,
	orderId: fields.Moid || null,
	tid,
});

/** An item that was not sent because the execution was stopped, or another item failed first. */
export const stoppedFailure = (fields: MessageFields): Failure => ({
	outcome: 'invalid',
	message: 'The execution was stopped before this item was sent',
	description: 'Nothing was sent for this item.',
	...identityOf(fields),
	...UNANSWERED,
});

/** Something nobody foresaw, at a moment when the request may have been sent. */
export const unforeseenFailure = (cause: unknown, fields: MessageFields): Failure => ({
	outcome: 'unknown',
	message: `The outcome of this item is unknown (order ${fields.Moid || 'none'}, TID ${fields.TID || 'not known'})`,
	description: `Look it up in NICEPAY’s merchant admin before you repeat it. Cause: ${describeCause(cause)}.`,
	...identityOf(fields),
	...UNANSWERED,
});

/** A partial refund that an earlier execution sent, or may have sent. */
export const refusedByGuard = (fields: MessageFields): Failure => ({
	outcome: 'unknown',
	message: `This partial refund was sent before and was not sent again (order ${fields.Moid}, TID ${fields.TID})`,
	description:
		'Check in NICEPAY’s merchant admin (취소내역) whether it was carried out. If it was not, or if this is another refund of the same transaction, give it an Order ID of its own.',
	...identityOf(fields),
	...UNANSWERED,
});

/** A partial refund that could not be looked up in n8n's memory, and was therefore not sent. */
export const notAdmitted = (fields: MessageFields, cause: string): Failure => ({
	outcome: 'invalid',
	message: 'n8n could not look up whether this partial refund was sent before, so it was not sent',
	description: `Run the node again when n8n’s database answers. Cause: ${cause}.`,
	...identityOf(fields),
	...UNANSWERED,
});

/** Why a request ended without a result. */
export function failureOf(
	ending: Exclude<FinalEnding<object>, { kind: 'done' }>,
	fields: MessageFields,
	operation: Operation,
): Failure {
	const identity = identityOf(fields);
	switch (ending.kind) {
		case 'rejected':
			return {
				...identity,
				...refusal(ending.reply, operation, Boolean(fields.RefundAcctNo)),
			};
		case 'unknown':
			return { ...identity, ...openQuestion(ending.doubt, operation, identity) };
		case 'neverSent':
			return {
				...identity,
				outcome: 'invalid',
				message: 'NICEPAY could not be reached; nothing was sent',
				description: `Check the network, the proxy and the Base URL in the credential, then run the node again. Cause: ${ending.cause}.`,
				...UNANSWERED,
			};
		case 'stopped':
			return stoppedFailure(fields);
		case 'voided':
			return { ...identity, ...voided(ending.doubt, operation) };
	}
}

/** What a failure says beside the identity of its item. */
type Told = Omit<Failure, keyof RequestIdentity>;

const answered = ({ code, message }: Partial<Answer>) => ({
	resultCode: code ?? null,
	resultMessage: message ?? null,
});

function refusal(reply: ReplyFields, { endpoint, verb }: Operation, isRefund: boolean): Told {
	const answer = answerOf(reply);
	return {
		outcome: 'rejected',
		message: `NICEPAY refused to ${verb}: ${describeAnswer(endpoint, answer.code, answer.message)}`,
		description: adviceFor(endpoint, answer.code, isRefund),
		...answered(answer),
	};
}

/** An issue whose reply left it open, which was then undone. */
function voided(doubt: Doubt, { endpoint }: Operation): Told {
	const why = describeDoubt(doubt, endpoint);
	return {
		outcome: 'rejected',
		message: isReplyLost(doubt)
			? `NICEPAY’s reply was lost (${why}); the virtual account was not issued`
			: `The virtual account was not issued: ${why}`,
		description:
			'What may have been issued was cancelled again, so nothing is open. Run the node again later.',
		...answered(doubt),
	};
}

function openQuestion(
	doubt: Doubt,
	{ endpoint, openQuestion: { whether, findOut } }: Operation,
	{ orderId, tid }: RequestIdentity,
): Told {
	const order = orderId ? `order ${orderId}, ` : '';
	return {
		outcome: 'unknown',
		message: `It is unknown whether ${whether}: ${describeDoubt(doubt, endpoint)} (${order}TID ${tid ?? 'none'})`,
		description: findOut,
		...answered(doubt),
	};
}
