import { isoFromKst, parseKst } from './kst';
import type { EndpointName, MessageFields } from './messages';
import type { ReplyFields } from './reply';
import { findResultCode, isDefiniteNo, isDuplicateTid } from './resultCodes';
import type { SignedAmount } from './signature';
import { signedAmountOf } from './signature';

/**
 * What became of a request: done, definitely not done, or unknown. `unknown` is a member of its own,
 * so that no code can take it for a refusal.
 */
export type Outcome<Result> =
	| {
			readonly kind: 'done';
			readonly result: Result;
			readonly reply: ReplyFields;
			readonly diagnostics?: Diagnostics;
	  }
	| { readonly kind: 'rejected'; readonly code: string; readonly reply: ReplyFields }
	| { readonly kind: 'unknown'; readonly doubt: Doubt; readonly reply?: ReplyFields };

/** What a reply shows of the questions the manual leaves open. */
export interface Diagnostics {
	readonly signedAmount: SignedAmount;
}

/** Why nobody can say whether a request was carried out. */
export type Doubt =
	| { readonly reason: 'timeout' | 'disconnected' }
	| { readonly reason: 'httpStatus'; readonly status: number }
	| { readonly reason: 'unreadable' | 'tooLarge' }
	| { readonly reason: 'resultCode'; readonly code: string }
	| { readonly reason: 'alreadyCancelledInPart'; readonly code: string }
	| { readonly reason: 'accountNumber' }
	| { readonly reason: 'signature' }
	| { readonly reason: 'otherTransaction'; readonly field: string };

/** What a doubt is about, after “It is unknown whether the virtual account was issued: ”. */
export function describeDoubt(doubt: Doubt): string {
	switch (doubt.reason) {
		case 'timeout':
			return 'no reply came in time';
		case 'disconnected':
			return 'the connection broke before the reply was complete';
		case 'httpStatus':
			return `the reply has HTTP status ${doubt.status} instead of 200`;
		case 'unreadable':
			return 'the reply cannot be read';
		case 'tooLarge':
			return 'the reply is larger than any NICEPAY sends';
		case 'resultCode':
			return `the reply has code ${doubt.code}, which does not say whether the request was carried out`;
		case 'alreadyCancelledInPart':
			return `code ${doubt.code} says the transaction was cancelled before, but not whether this amount was refunded`;
		case 'accountNumber':
			return 'the reply says issued but its account number is missing, unreadable or cut off';
		case 'signature':
			return 'the signature of the reply does not verify';
		case 'otherTransaction':
			return `the reply names another ${doubt.field} than the request`;
	}
}

/** An account that waits for a deposit. Issued is not paid. */
export interface IssuedAccount {
	status: 'issued';
	tid: string;
	orderId: string;
	/** Won. */
	amount: number;
	bankCode: string | null;
	bankName: string | null;
	accountNumber: string;
	/** ISO 8601, `+09:00`. */
	depositDeadline: string | null;
	/** ISO 8601, `+09:00`. */
	issuedAt: string | null;
	resultCode: string;
	resultMessage: string | null;
}

/** A cancelled account or an accepted refund; the refund's bank transfer follows later. */
export interface Cancellation {
	status: 'cancelled' | 'refundAccepted' | 'alreadyCancelled';
	tid: string;
	orderId: string;
	/** Won. */
	cancelAmount: number | null;
	/** Won. */
	remainingAmount: number | null;
	/** ISO 8601, `+09:00`. */
	cancelledAt: string | null;
	cancelNumber: string | null;
	paymentMethod: string | null;
	resultCode: string;
	resultMessage: string | null;
}

/** What NICEPAY says of a transaction. `approved` alone never proves a deposit. */
export interface TransactionStatus {
	status: 'approved' | 'cancelled' | 'notFound';
	tid: string;
	approvalCode: string | null;
	/** ISO 8601, `+09:00`. */
	approvedAt: string | null;
	resultCode: string;
	resultMessage: string | null;
}

const ACCOUNT_NUMBER = /^\d[\d -]*$/;

/**
 * Reads the reply to an issue. Only 4100 is success. The reply is not signed: the echo of TID, order
 * and amount is all there is to check.
 *
 * @param sent the message the reply answers
 * @param openEnd a field of the reply that may be cut off
 */
export function interpretIssue(
	sent: MessageFields,
	reply: ReplyFields,
	openEnd?: string,
): Outcome<IssuedAccount> {
	const code = resultCodeOf(reply);
	if (code !== '4100') return refusedOrUnknown('issue', sent, reply);

	const stranger = strangeEcho(sent, reply, { texts: ['TID', 'Moid'], amount: 'Amt' });
	if (stranger) return { kind: 'unknown', doubt: stranger, reply };
	const accountNumber = textOf(reply, 'VbankNum');
	// NICEPAY names the deadline after the account number.
	const isCut = openEnd === 'VbankNum' && !reply.VbankExpDate;
	if (isCut || !ACCOUNT_NUMBER.test(accountNumber)) {
		return { kind: 'unknown', doubt: { reason: 'accountNumber' }, reply };
	}

	return {
		kind: 'done',
		reply,
		result: {
			status: 'issued',
			tid: textOf(sent, 'TID'),
			orderId: textOf(sent, 'Moid'),
			amount: Number(sent.Amt),
			bankCode: orNull(reply.VbankBankCode),
			bankName: orNull(reply.VbankBankName),
			accountNumber,
			depositDeadline: deadlineOf(sent, reply),
			issuedAt: isoFromKst(textOf(reply, 'AuthDate')),
			resultCode: code,
			resultMessage: orNull(reply.ResultMsg),
		},
	};
}

/**
 * Reads the reply to a cancel or refund. 2001 and 2211 are success and must be signed: a signature
 * that is missing or wrong leaves the outcome unknown, because money may have moved.
 *
 * 2013 and 2015, already cancelled, mean done for a full cancel. Of a partial refund's own amount
 * they say nothing.
 *
 * @param sent the message the reply answers
 * @param openEnd a field of the reply that may be cut off
 */
export function interpretCancel(
	sent: MessageFields,
	reply: ReplyFields,
	merchantKey: string,
	openEnd?: string,
): Outcome<Cancellation> {
	const code = resultCodeOf(reply);
	const meaning = findResultCode('cancel', code);

	if (meaning?.role === 'already_cancelled') {
		const other = strangeEcho(sent, reply, { texts: ['TID', 'MID'] });
		if (other) return { kind: 'unknown', doubt: other, reply };
		if (sent.PartialCancelCode === '1') {
			return { kind: 'unknown', doubt: { reason: 'alreadyCancelledInPart', code }, reply };
		}
		return { kind: 'done', reply, result: cancellation('alreadyCancelled', sent, reply) };
	}
	if (meaning?.role !== 'cancel_success') return refusedOrUnknown('cancel', sent, reply);

	const stranger = strangeEcho(sent, reply, { texts: ['TID', 'MID'], amount: 'CancelAmt' });
	if (stranger) return { kind: 'unknown', doubt: stranger, reply };

	const signed = {
		tid: textOf(sent, 'TID'),
		mid: textOf(sent, 'MID'),
		amount: Number(sent.CancelAmt),
	};
	const signedAmount = signedAmountOf(textOf(reply, 'Signature'), signed, merchantKey);
	if (!signedAmount) {
		return { kind: 'unknown', doubt: { reason: 'signature' }, reply };
	}
	const isRefund = Boolean(sent.RefundAcctNo) || code === '2211';
	const status = isRefund ? 'refundAccepted' : 'cancelled';
	const result = cancellation(status, sent, reply);
	// The signature does not cover what remains.
	if (openEnd === 'RemainAmt') result.remainingAmount = null;
	return { kind: 'done', reply, result, diagnostics: { signedAmount } };
}

const STATUS_BY_DIGIT: ReadonlyMap<string, TransactionStatus['status']> = new Map([
	['0', 'approved'],
	['1', 'cancelled'],
	['9', 'notFound'],
]);

/** Reads the reply to a status query. A query changes nothing, whatever its outcome. */
export function interpretStatus(
	sent: MessageFields,
	reply: ReplyFields,
): Outcome<TransactionStatus> {
	const code = resultCodeOf(reply);
	const role = findResultCode('status', code)?.role;
	const isAnswer = role === 'status_query_ok' || role === 'no_such_transaction';
	if (!isAnswer) return refusedOrUnknown('status', sent, reply);

	const stranger = strangeEcho(sent, reply, { texts: ['TID'] });
	if (stranger) return { kind: 'unknown', doubt: stranger, reply };

	const status =
		role === 'status_query_ok' ? STATUS_BY_DIGIT.get(textOf(reply, 'Status')) : 'notFound';
	if (!status) return { kind: 'unknown', doubt: { reason: 'resultCode', code }, reply };
	return {
		kind: 'done',
		reply,
		result: {
			status,
			tid: textOf(sent, 'TID'),
			approvalCode: orNull(reply.AuthCode),
			approvedAt: isoFromKst(textOf(reply, 'AuthDate')),
			resultCode: code,
			resultMessage: orNull(reply.ResultMsg),
		},
	};
}

function refusedOrUnknown(
	endpoint: EndpointName,
	sent: MessageFields,
	reply: ReplyFields,
): Outcome<never> {
	const code = resultCodeOf(reply);
	if (!isDefiniteNo(endpoint, code)) {
		return { kind: 'unknown', doubt: { reason: 'resultCode', code }, reply };
	}
	// An echo of the right length that is not ours makes this the refusal of another request. Where the
	// TID is taken, the order may be that of the transaction that has it.
	const echoed = endpoint === 'issue' && !isDuplicateTid(code) ? ['TID', 'Moid'] : ['TID'];
	const whole = echoed.filter((name) => textOf(reply, name).length === textOf(sent, name).length);
	const stranger = strangeEcho(sent, reply, { texts: whole });
	return stranger ? { kind: 'unknown', doubt: stranger, reply } : { kind: 'rejected', code, reply };
}

function cancellation(
	status: Cancellation['status'],
	sent: MessageFields,
	reply: ReplyFields,
): Cancellation {
	return {
		status,
		tid: textOf(sent, 'TID'),
		orderId: textOf(sent, 'Moid'),
		cancelAmount: wonOrNull(reply.CancelAmt),
		remainingAmount: wonOrNull(reply.RemainAmt),
		cancelledAt: isoFromKst(textOf(reply, 'CancelDate') + textOf(reply, 'CancelTime')),
		cancelNumber: orNull(reply.CancelNum),
		paymentMethod: orNull(reply.PayMethod),
		resultCode: resultCodeOf(reply),
		resultMessage: orNull(reply.ResultMsg),
	};
}

/** A reply that names another transaction than the request. Absent echoes contradict nothing. */
function strangeEcho(
	sent: MessageFields,
	reply: ReplyFields,
	echoed: { texts: readonly string[]; amount?: string },
): Doubt | undefined {
	for (const field of echoed.texts) {
		if (reply[field] && reply[field] !== sent[field]) return { reason: 'otherTransaction', field };
	}
	const { amount } = echoed;
	if (amount && reply[amount] && wonOrNull(reply[amount]) !== Number(sent[amount])) {
		return { reason: 'otherTransaction', field: amount };
	}
	return undefined;
}

/** The deadline NICEPAY set, in its fields VbankExpDate and VbankExpTime; the one asked for where the time is absent. */
function deadlineOf(sent: MessageFields, reply: ReplyFields): string | null {
	const [date, time] = [textOf(reply, 'VbankExpDate'), textOf(reply, 'VbankExpTime')];
	const asked = textOf(sent, 'VbankExpDate');
	const digits = time === '' && asked.startsWith(date) ? asked : date + time;
	return digits.length >= 12 && parseKst(digits) ? isoFromKst(digits.padEnd(14, '0')) : null;
}

const textOf = (fields: Readonly<Record<string, string>>, name: string): string =>
	fields[name] ?? '';

const resultCodeOf = (reply: ReplyFields): string => textOf(reply, 'ResultCode');

const orNull = (text: string | undefined): string | null => text || null;

const wonOrNull = (digits: string | undefined): number | null =>
	/^\d+$/.test(digits ?? '') ? Number(digits) : null;
