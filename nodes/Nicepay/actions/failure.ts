import type { FinalEnding } from '../execution/carryOut';
import type { LostMemory } from '../execution/record';
import type { MessageFields } from '../protocol/messages';
import type { Doubt } from '../protocol/outcome';
import { describeDoubt } from '../protocol/outcome';
import { adviceFor, findResultCode } from '../protocol/resultCodes';
import { describeCause } from '../transport/Transport';
import type { Operation } from './Operation';

/** Why an item has no result. Three kinds, told apart by `outcome`. */
export interface Failure {
	/** `invalid`: nothing was sent. `rejected`: definitely not done. `unknown`: may have been done. */
	readonly outcome: 'invalid' | 'rejected' | 'unknown';
	/** What happened. */
	readonly message: string;
	/** The way out. */
	readonly description: string;
	readonly orderId: string | null;
	readonly tid: string | null;
	readonly resultCode: string | null;
}

const identityOf = (fields: MessageFields) => ({
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
	resultCode: null,
});

/** A failure of the whole node, before any item was looked at, as each item tells it. */
export const unusableFailure = (message: string): Failure => ({
	outcome: 'invalid',
	message,
	description: 'Nothing was sent.',
	orderId: null,
	tid: null,
	resultCode: null,
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

/** An item that was not sent because the execution was stopped, or another item failed first. */
export const stoppedFailure = (fields: MessageFields): Failure => ({
	outcome: 'invalid',
	message: 'The execution was stopped before this item was sent',
	description: 'Nothing was sent for this item.',
	...identityOf(fields),
	resultCode: null,
});

/** Something nobody foresaw, at a moment when the request may have been sent. */
export const unforeseenFailure = (cause: unknown, fields: MessageFields): Failure => ({
	outcome: 'unknown',
	message: `The outcome of this item is unknown (order ${fields.Moid || 'none'}, TID ${fields.TID || 'not known'})`,
	description: `Look it up in NICEPAY’s merchant admin before you repeat it. Cause: ${describeCause(cause)}.`,
	...identityOf(fields),
	resultCode: null,
});

/** A partial refund that an earlier execution sent, or may have sent. */
export const refusedByGuard = (fields: MessageFields): Failure => ({
	outcome: 'unknown',
	message: `This partial refund was sent before and was not sent again (order ${fields.Moid}, TID ${fields.TID})`,
	description:
		'Check in NICEPAY’s merchant admin (취소내역) whether it was carried out. If it was not, or if this is another refund of the same transaction, give it an Order ID of its own.',
	...identityOf(fields),
	resultCode: null,
});

/** A partial refund that could not be looked up in n8n's memory, and was therefore not sent. */
export const notAdmitted = (fields: MessageFields, cause: string): Failure => ({
	outcome: 'invalid',
	message: 'n8n could not look up whether this partial refund was sent before, so it was not sent',
	description: `Run the node again when n8n’s database answers. Cause: ${cause}.`,
	...identityOf(fields),
	resultCode: null,
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
			return { ...identity, ...refusal(ending.code, ending.reply.ResultMsg, operation) };
		case 'unknown':
			return { ...identity, ...openQuestion(ending.doubt, operation, identity) };
		case 'neverSent':
			return {
				...identity,
				outcome: 'invalid',
				message: 'NICEPAY could not be reached; nothing was sent',
				description: `Check the network, the proxy and the Base URL in the credential, then run the node again. Cause: ${ending.cause}.`,
				resultCode: null,
			};
		case 'stopped':
			return stoppedFailure(fields);
		case 'voided':
			return {
				...identity,
				outcome: 'rejected',
				message: `NICEPAY’s reply was lost (${describeDoubt(ending.doubt)}); the virtual account was not issued`,
				description:
					'What may have been issued was cancelled again, so nothing is open. Run the node again when NICEPAY answers.',
				resultCode: null,
			};
	}
}

function refusal(
	code: string,
	resultMessage: string | undefined,
	{ endpoint, verb }: Operation,
): Pick<Failure, 'outcome' | 'message' | 'description' | 'resultCode'> {
	const meaning = findResultCode(endpoint, code);
	const said = resultMessage || meaning?.messageKo || 'no message';
	const inEnglish = meaning ? ` (${meaning.meaningEn})` : '';
	return {
		outcome: 'rejected',
		message: `NICEPAY refused to ${verb}: ${code} ${said}${inEnglish}`,
		description: adviceFor(endpoint, code),
		resultCode: code,
	};
}

function openQuestion(
	doubt: Doubt,
	{ openQuestion: { whether, findOut } }: Operation,
	{ orderId, tid }: { orderId: string | null; tid: string | null },
): Pick<Failure, 'outcome' | 'message' | 'description' | 'resultCode'> {
	const order = orderId ? `order ${orderId}, ` : '';
	return {
		outcome: 'unknown',
		message: `It is unknown whether ${whether}: ${describeDoubt(doubt)} (${order}TID ${tid ?? 'none'})`,
		description: findOut,
		resultCode: 'code' in doubt ? doubt.code : null,
	};
}
