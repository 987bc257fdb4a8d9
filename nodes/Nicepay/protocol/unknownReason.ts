import type { EndpointName } from './messageFields';
import type { ReplyFields } from './reply';
import { describeAnswer } from './resultCodes';

/** Why it is unknown whether a request was carried out, and what NICEPAY answered, if anything. */
export type UnknownReason = UnknownCause & Partial<Answer>;

export type UnknownCause =
	| { readonly reason: 'timeout' | 'disconnected' }
	| { readonly reason: 'httpStatus'; readonly status: number }
	| { readonly reason: 'unreadable' | 'tooLarge' }
	| { readonly reason: 'resultCode' | 'repeatRefused' | 'undoRefused' | 'alreadyCancelledInPart' }
	| { readonly reason: 'accountNumber' }
	| { readonly reason: 'signature' }
	| { readonly reason: 'notConfirmed' | 'otherTransaction'; readonly field: string };

/** A reply's ResultCode and ResultMsg. */
export interface Answer {
	readonly code: string;
	readonly message?: string;
}

/** Reads the code and message of a reply. */
export const readAnswer = ({ ResultCode = '', ResultMsg }: ReplyFields): Answer =>
	ResultMsg ? { code: ResultCode, message: ResultMsg } : { code: ResultCode };

/** Whether the reply got lost, that is, none came at all. */
export const isReplyLost = ({ reason }: UnknownReason): boolean =>
	reason === 'timeout' || reason === 'disconnected';

/** Describes the reason, to follow “It is unknown whether the virtual account was issued: ”. */
export function describeUnknown(why: UnknownReason, endpoint: EndpointName): string {
	const cause = describeUnknownCause(why);
	if (why.code === undefined) return cause;
	const answeredAt = why.reason === 'undoRefused' ? 'cancel' : endpoint;
	const answer = `NICEPAY answered ${describeAnswer(answeredAt, why.code, why.message)}`;
	return `${answer}, ${cause}`;
}

function describeUnknownCause(why: UnknownReason): string {
	switch (why.reason) {
		case 'timeout':
			return 'no reply came in time';
		case 'disconnected':
			return 'the connection broke before the reply was complete';
		case 'httpStatus':
			return `${why.code ? 'but ' : ''}the reply has HTTP status ${why.status} instead of 200`;
		case 'unreadable':
			return 'the reply cannot be read';
		case 'tooLarge':
			return 'the reply is larger than any reply from NICEPAY';
		case 'resultCode':
			return 'which does not say whether the request was carried out';
		case 'repeatRefused':
			return 'but only to the second try, which does not say whether the first was carried out';
		case 'undoRefused':
			return 'when the node tried to cancel what may have been issued';
		case 'alreadyCancelledInPart':
			return 'which says that the transaction was cancelled before, but not whether this amount was refunded';
		case 'accountNumber':
			return 'but the account number in the reply is missing, unreadable or cut off';
		case 'signature':
			return 'but the signature of the reply does not verify';
		case 'notConfirmed':
			return `but the reply is not signed and does not repeat the ${why.field} of the request`;
		case 'otherTransaction':
			return `but the reply names a different ${why.field} than the request`;
	}
}
