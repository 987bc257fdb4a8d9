import type { EndpointName } from './messageTables';
import type { ReplyFields } from './reply';
import { describeAnswer } from './resultCodes';

/** Why nobody can say whether a request was carried out, and what NICEPAY answered, if it did. */
export type UnknownReason = ReasonForUnknown & Partial<Answer>;

export type ReasonForUnknown =
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

/** What a reply answers. */
export const readAnswer = ({ ResultCode = '', ResultMsg }: ReplyFields): Answer =>
	ResultMsg ? { code: ResultCode, message: ResultMsg } : { code: ResultCode };

/** Whether no reply came at all: only then was it lost. */
export const isReplyLost = ({ reason }: UnknownReason): boolean =>
	reason === 'timeout' || reason === 'disconnected';

/** What a doubt is about, after “It is unknown whether the virtual account was issued: ”. */
export function describeUnknown(doubt: UnknownReason, endpoint: EndpointName): string {
	const reason = describeReason(doubt);
	if (doubt.code === undefined) return reason;
	const asked = doubt.reason === 'undoRefused' ? 'cancel' : endpoint;
	const answered = `NICEPAY answered ${describeAnswer(asked, doubt.code, doubt.message)}`;
	return `${answered}, ${reason}`;
}

function describeReason(doubt: UnknownReason): string {
	switch (doubt.reason) {
		case 'timeout':
			return 'no reply came in time';
		case 'disconnected':
			return 'the connection broke before the reply was complete';
		case 'httpStatus':
			return `${doubt.code ? 'but ' : ''}the reply has HTTP status ${doubt.status} instead of 200`;
		case 'unreadable':
			return 'the reply cannot be read';
		case 'tooLarge':
			return 'the reply is larger than any NICEPAY sends';
		case 'resultCode':
			return 'which does not say whether the request was carried out';
		case 'repeatRefused':
			return 'but to a repetition, which does not say what became of the first try';
		case 'undoRefused':
			return 'but to the attempt to cancel what may have been issued';
		case 'alreadyCancelledInPart':
			return 'which says that the transaction was cancelled before, but not whether this amount was refunded';
		case 'accountNumber':
			return 'but the account number in the reply is missing, unreadable or cut off';
		case 'signature':
			return 'but the signature of the reply does not verify';
		case 'notConfirmed':
			return `but the reply is not signed and does not repeat the ${doubt.field} of the request`;
		case 'otherTransaction':
			return `but the reply names another ${doubt.field} than the request`;
	}
}
