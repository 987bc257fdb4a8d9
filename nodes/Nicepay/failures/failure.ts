import { describeCause } from '../errors';
import type { Operation } from '../operations/Operation';
import type { MessageFields } from '../protocol/messageFields';
import type { ReplyFields } from '../protocol/reply';
import { describeAnswer } from '../protocol/resultCodes';
import type { Answer, UnknownReason } from '../protocol/unknownReason';
import { describeUnknown, isReplyLost, readAnswer } from '../protocol/unknownReason';
import type { DoneEntry, RequestIdentity, UnknownEntry } from '../request/ExecutionRecord';
import type { RequestResult } from '../request/RequestResult';
import { adviceFor } from './advice';

/** Why an item has no result, in three kinds told apart by `outcome`. */
export interface Failure extends RequestIdentity {
	/** `invalid`: nothing was sent. `rejected`: definitely not done. `unknown`: may have been done. */
	readonly outcome: 'invalid' | 'rejected' | 'unknown';
	/** What happened. */
	readonly message: string;
	/** What to do next. */
	readonly description: string;
	readonly resultCode: string | null;
	/** NICEPAY's own words. */
	readonly resultMessage: string | null;
}

/** What every failure says beside the identity of its item. */
type Told = Omit<Failure, keyof RequestIdentity>;

export const requestIdentity = (fields: MessageFields): RequestIdentity => ({
	orderId: fields.Moid || null,
	tid: fields.TID || null,
});

/** NICEPAY's code and message, or `null` for a failure NICEPAY said nothing about. */
const answered = ({ code, message }: Partial<Answer> = {}) => ({
	resultCode: code ?? null,
	resultMessage: message ?? null,
});

const notSent = (message: string, description: string, fields: MessageFields): Failure => ({
	outcome: 'invalid',
	message,
	description,
	...requestIdentity(fields),
	...answered(),
});

/** What to do about an item that is wrong. */
export const FIX_ITEM = 'Nothing was sent for this item. Fix it and run the node again.';

/** The item is wrong: found before anything was sent. */
export const invalidItem = (violations: readonly string[], fields: MessageFields = {}): Failure =>
	notSent(violations.join('; '), FIX_ITEM, fields);

/** The node as a whole cannot run: found before any item was read. */
export const unusableNode = (message: string, claimed: MessageFields = {}): Failure =>
	notSent(message, 'Nothing was sent.', claimed);

/** The item was not sent because the execution was stopped, or because another item failed first. */
export const stoppedBefore = (fields: MessageFields): Failure =>
	notSent(
		'The execution was stopped before this item was sent',
		'Nothing was sent for this item.',
		fields,
	);

/** n8n's memory did not answer. @param question what could not be looked up, after “whether” */
export const memoryUnavailable = (
	question: string,
	fields: MessageFields,
	cause: string,
): Failure =>
	notSent(
		`n8n could not look up whether ${question}, so nothing was sent`,
		`Run the node again when n8n’s database answers. Cause: ${cause}.`,
		fields,
	);

/** An order whose account was handed on before. */
export const orderHasAccount = (fields: MessageFields): Failure =>
	notSent(
		`Order ${fields.Moid} has a virtual account already: this node has issued one for it before`,
		'Look in what you stored. Only if that account is of no use any more, for example because it was cancelled, issue another one: use another Order ID, or set the option “If the Order Has an Account” to “Issue Another”.',
		fields,
	);

/** An account that was issued while another execution handed on one for the same order. */
export const issuedTwice = (account: RequestIdentity, isCancelled: boolean): Failure => {
	const first = `Another execution handed on an account for order ${account.orderId} first`;
	return {
		...(isCancelled
			? {
					outcome: 'rejected',
					message: `${first}, so this one was cancelled (TID ${account.tid})`,
					description: 'Nothing is open twice. Look in what the other execution stored.',
				}
			: {
					outcome: 'unknown',
					message: `${first}, and this one may still be open (TID ${account.tid})`,
					description:
						'Look the TID up in NICEPAY’s merchant admin. If it is not the account that was handed on, close it with “Cancel Before Deposit”. Do not give it to the customer.',
				}),
		...account,
		...answered(),
	};
};

/** A partial refund that an earlier execution sent, or may have sent. */
export const alreadySent = (fields: MessageFields): Failure => ({
	outcome: 'unknown',
	message: `This partial refund was sent before and was not sent again (order ${fields.Moid}, TID ${fields.TID})`,
	description:
		'Check in NICEPAY’s merchant admin (취소내역) whether it was carried out. If it was not, or if this is another refund of the same transaction, give it an Order ID of its own.',
	...requestIdentity(fields),
	...answered(),
});

/** An unexpected error at a moment when the request may have left. */
export const unexpectedError = (cause: unknown, fields: MessageFields): Failure => ({
	outcome: 'unknown',
	message: `The outcome of this item is unknown (order ${fields.Moid || 'none'}, TID ${fields.TID || 'not known'})`,
	description: `Look it up in NICEPAY’s merchant admin before you repeat it. Cause: ${describeCause(cause)}.`,
	...requestIdentity(fields),
	...answered(),
});

/** An item that an earlier run left unknown, and why this run did not settle it. */
function stillUnknown(
	{ tid, why }: UnknownEntry,
	fields: MessageFields,
	operation: Operation,
	notSettled: string,
): Failure {
	const { orderId } = requestIdentity(fields);
	const told = unknown(why, operation, { ...fields, TID: tid });
	return { orderId, tid, ...told, description: `${told.description} ${notSettled}` };
}

/** An item that an earlier run left unknown and that can no longer be sent. */
export const unknownAndNowInvalid = (
	invalid: Failure,
	entry: UnknownEntry,
	operation: Operation,
): Failure =>
	stillUnknown(
		entry,
		{ Moid: invalid.orderId ?? '' },
		operation,
		`This run did not check it again, because the item cannot be sent any more: ${invalid.message}.`,
	);

/** An item that an earlier run has done, and that can no longer be read. */
export const doneAndNowInvalid = (invalid: Failure, { sent }: DoneEntry): Failure => ({
	...invalid,
	...sent,
	outcome: 'unknown',
	message: `An earlier try of this node has done this item (order ${sent.orderId ?? 'none'}, TID ${sent.tid}), which cannot be read any more: ${invalid.message}`,
	description: 'Look the TID up in NICEPAY’s merchant admin, and do not repeat it.',
});

/** An item that an earlier run left unknown, under a credential that has changed since. */
export const credentialChanged = (
	fields: MessageFields,
	entry: UnknownEntry,
	operation: Operation,
): Failure =>
	stillUnknown(
		entry,
		fields,
		operation,
		`This run did not check it again, because it was sent with another credential (${entry.sentWith}).`,
	);

/** An item that an earlier run left unknown and that this run did not reach. */
export const unknownAndNotReached = (
	fields: MessageFields,
	entry: UnknownEntry,
	operation: Operation,
): Failure =>
	stillUnknown(entry, fields, operation, 'This run ended before it could check it again.');

/**
 * Why a request ended without a result.
 *
 * @param fields the message the result is about: the last one sent
 */
export function toFailure(
	result: Exclude<RequestResult<object>, { kind: 'done' }>,
	fields: MessageFields,
	operation: Operation,
): Failure {
	switch (result.kind) {
		case 'rejected':
			return { ...requestIdentity(fields), ...refusal(result.reply, fields, operation) };
		case 'unknown':
			return { ...requestIdentity(fields), ...unknown(result.why, operation, fields) };
		case 'voided':
			return { ...requestIdentity(fields), ...voided(result.why, operation) };
		case 'neverSent':
			return notSent(
				'NICEPAY could not be reached; nothing was sent',
				`Cause: ${result.cause}. Check the network, the proxy and the Base URL in the credential, then run the node again.`,
				fields,
			);
		case 'stopped':
			return stoppedBefore(fields);
	}
}

function refusal(reply: ReplyFields, fields: MessageFields, { endpoint, verb }: Operation): Told {
	const answer = readAnswer(reply);
	return {
		outcome: 'rejected',
		message: `NICEPAY refused to ${verb}: ${describeAnswer(endpoint, answer.code, answer.message)}`,
		description: adviceFor(endpoint, answer.code, Boolean(fields.RefundAcctNo)),
		...answered(answer),
	};
}

/** An issue whose reply left it open, and which was then cancelled. */
function voided(why: UnknownReason, { endpoint }: Operation): Told {
	const reason = describeUnknown(why, endpoint);
	return {
		outcome: 'rejected',
		message: isReplyLost(why)
			? `NICEPAY’s reply was lost (${reason}); the virtual account was not issued`
			: `The virtual account was not issued: ${reason}`,
		description:
			'The node cancelled what may have been issued, so nothing is open. Run the node again later.',
		...answered(why),
	};
}

function unknown(
	why: UnknownReason,
	{ endpoint, unknownOutcome }: Operation,
	fields: MessageFields,
): Told {
	const order = fields.Moid ? `order ${fields.Moid}, ` : '';
	return {
		outcome: 'unknown',
		message: `It is unknown whether ${unknownOutcome.whether}: ${describeUnknown(why, endpoint)} (${order}TID ${fields.TID || 'none'})`,
		description: unknownOutcome.findOut(fields),
		...answered(why),
	};
}
