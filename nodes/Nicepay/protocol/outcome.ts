import type { UnknownReason, UnknownCause } from './unknownReason';
import { readAnswer } from './unknownReason';
import { isoFromKst, parseKst } from './kst';
import type { EndpointName, MessageFields } from './messageFields';
import type { ReplyFields } from './reply';
import { findResultCode, isDefiniteRefusal, isDuplicateTid } from './resultCodes';
import type { SignedAmount } from './replySignature';
import { findSignedAmount } from './replySignature';

/**
 * The outcome of a request: done, definitely not done, or unknown. `unknown` is a member of its own, so
 * that no code mistakes it for a refusal.
 */
export type ReplyOutcome<Result> =
	| {
			readonly kind: 'done';
			readonly result: Result;
			readonly reply: ReplyFields;
			readonly diagnostics?: Diagnostics;
	  }
	| { readonly kind: 'rejected'; readonly code: string; readonly reply: ReplyFields }
	| { readonly kind: 'unknown'; readonly why: UnknownReason; readonly reply?: ReplyFields };

/** Answers to questions that the manual leaves open, as this reply gives them. */
export interface Diagnostics {
	/** `null` if the reply is not signed. */
	readonly signedAmount: SignedAmount | null;
}

/** An account that waits for a deposit. Issued does not mean paid. */
export interface IssuedAccount {
	status: 'issued';
	tid: string;
	orderId: string;
	/** In won. */
	amount: number;
	bankCode: string | null;
	bankName: string | null;
	accountNumber: string;
	/** ISO 8601 with `+09:00`. */
	depositDeadline: string | null;
	/** ISO 8601 with `+09:00`. */
	issuedAt: string | null;
	resultCode: string;
	resultMessage: string | null;
}

/** A cancelled account, or an accepted refund. NICEPAY makes a refund's bank transfer later. */
export interface Cancellation {
	status: 'cancelled' | 'refundAccepted' | 'alreadyCancelled';
	tid: string;
	orderId: string;
	/** In won. */
	cancelAmount: number | null;
	/** In won. */
	remainingAmount: number | null;
	/** ISO 8601 with `+09:00`. */
	cancelledAt: string | null;
	cancelNumber: string | null;
	/** The refund's own TID, if NICEPAY gives it one. */
	refundTid: string | null;
	paymentMethod: string | null;
	resultCode: string;
	resultMessage: string | null;
}

/** The status of a transaction. `approved` alone never proves a deposit. */
export interface TransactionStatus {
	status: 'approved' | 'cancelled' | 'notFound';
	tid: string;
	approvalCode: string | null;
	/** ISO 8601 with `+09:00`. */
	approvedAt: string | null;
	resultCode: string;
	resultMessage: string | null;
}

/** Digits, perhaps with hyphens or spaces. The format is not published; this is our rule. */
const ACCOUNT_NUMBER = /^\d[\d -]*$/;

/**
 * Reads the reply to an issue. Only 4100 is success. The reply is not signed, so all we can check is that
 * it repeats TID, order and amount. Source: the manual's table of reply fields for the issue.
 *
 * @param sent the message the reply answers
 * @param unterminatedField a field of the reply that may be cut off
 */
export function interpretIssue(
	sent: MessageFields,
	reply: ReplyFields,
	unterminatedField?: string,
): ReplyOutcome<IssuedAccount> {
	const code = readResultCode(reply);
	if (code !== '4100') return interpretRefusal('issue', sent, reply);

	const mismatch = findMismatch(sent, reply, { texts: ['TID', 'Moid'], amount: 'Amt' });
	if (mismatch) return unknown(reply, mismatch);
	const accountNumber = readText(reply, 'VbankNum');
	// The manual lists the deadline after the account number, so if it is there, the number is complete.
	const isCut = unterminatedField === 'VbankNum' && !reply.VbankExpDate;
	if (isCut || !ACCOUNT_NUMBER.test(accountNumber)) {
		return unknown(reply, { reason: 'accountNumber' });
	}

	return {
		kind: 'done',
		reply,
		result: {
			status: 'issued',
			tid: readText(sent, 'TID'),
			orderId: readText(sent, 'Moid'),
			amount: Number(sent.Amt),
			bankCode: orNull(reply.VbankBankCode),
			bankName: orNull(reply.VbankBankName),
			accountNumber,
			depositDeadline: readDeadline(sent, reply),
			issuedAt: isoFromKst(readText(reply, 'AuthDate')),
			resultCode: code,
			resultMessage: orNull(reply.ResultMsg),
		},
	};
}

/**
 * Reads the reply to a cancel or refund.
 *
 * - 2001 and 2211 are success. Source: the manual.
 * - 2013 and 2015 mean “already cancelled”: done for a full cancel, but no proof that the amount of a
 *   partial refund was paid. Source of the codes: the manual's code tables.
 * - A signature that does not verify leaves the outcome unknown, because money may have moved. Source:
 *   the manual urges merchants to verify it, but does not say that it is always there.
 * - Without a signature, the reply must repeat TID, MID and amount. Not published; this is our rule.
 * - The reply to a partial refund may carry a TID of its own, but then it must be signed. Source: NICEPAY's
 *   newer API and NICEPAY's list of TID media codes; the manual says nothing.
 *
 * @param sent the message the reply answers
 * @param unterminatedField a field of the reply that may be cut off
 */
export function interpretCancel(
	sent: MessageFields,
	reply: ReplyFields,
	merchantKey: string,
	unterminatedField?: string,
): ReplyOutcome<Cancellation> {
	const role = findResultCode('cancel', readResultCode(reply))?.role;

	if (role === 'already_cancelled') {
		const mismatch = findMismatch(sent, reply, { texts: ['TID', 'MID'] });
		if (mismatch) return unknown(reply, mismatch);
		if (isPartial(sent)) return unknown(reply, { reason: 'alreadyCancelledInPart' });
		return { kind: 'done', reply, result: readCancellation('alreadyCancelled', sent, reply) };
	}
	if (role !== 'cancel_success') return interpretRefusal('cancel', sent, reply);

	const proof = reply.Signature
		? verifySignature(sent, reply, merchantKey)
		: confirmByEcho(sent, reply);
	if ('reason' in proof) return unknown(reply, proof);

	// Not the code: an official sample calls 2211 a cancel, so it does not by itself mean a refund.
	const status = sent.RefundAcctNo ? 'refundAccepted' : 'cancelled';
	const result = readCancellation(status, sent, reply);
	if (reply.TID && reply.TID !== sent.TID) result.refundTid = reply.TID;
	// RemainAmt may be cut off, and the signature does not cover it.
	if (unterminatedField === 'RemainAmt') result.remainingAmount = null;
	return { kind: 'done', reply, result, diagnostics: proof };
}

const isPartial = ({ PartialCancelCode }: MessageFields): boolean => PartialCancelCode === '1';

function verifySignature(
	sent: MessageFields,
	reply: ReplyFields,
	merchantKey: string,
): Diagnostics | UnknownCause {
	// The signature covers the TID, so a partial refund's own TID is as good as the account's.
	const echoed = isPartial(sent) ? ['MID'] : ['TID', 'MID'];
	const mismatch = findMismatch(sent, reply, { texts: echoed, amount: 'CancelAmt' });
	if (mismatch) return mismatch;

	const tids = new Set([readText(sent, 'TID'), reply.TID || readText(sent, 'TID')]);
	for (const tid of tids) {
		const signedAmount = findSignedAmount(
			readText(reply, 'Signature'),
			{
				tid,
				mid: readText(sent, 'MID'),
				amount: Number(sent.CancelAmt),
				amountInReply: reply.CancelAmt,
			},
			merchantKey,
		);
		if (signedAmount) return { signedAmount };
	}
	return { reason: 'signature' };
}

function confirmByEcho(sent: MessageFields, reply: ReplyFields): Diagnostics | UnknownCause {
	const mismatch = findMismatch(sent, reply, { texts: ['TID', 'MID'], amount: 'CancelAmt' });
	if (mismatch) return mismatch;
	const missing = ['TID', 'MID', 'CancelAmt'].find((field) => !reply[field]);
	return missing ? { reason: 'notConfirmed', field: missing } : { signedAmount: null };
}

/**
 * Source: the manual's table of reply fields for the status; integrators confirm it. Not published:
 * whether an unpaid account reads 0 or 9.
 */
const STATUS_BY_DIGIT: ReadonlyMap<string, TransactionStatus['status']> = new Map([
	['0', 'approved'],
	['1', 'cancelled'],
	['9', 'notFound'],
]);

/** Reads the reply to a status query. */
export function interpretStatus(
	sent: MessageFields,
	reply: ReplyFields,
): ReplyOutcome<TransactionStatus> {
	const code = readResultCode(reply);
	const role = findResultCode('status', code)?.role;
	const isAnswer = role === 'status_query_ok' || role === 'no_such_transaction';
	if (!isAnswer) return interpretRefusal('status', sent, reply);

	const mismatch = findMismatch(sent, reply, { texts: ['TID'] });
	if (mismatch) return unknown(reply, mismatch);

	const status =
		role === 'status_query_ok' ? STATUS_BY_DIGIT.get(readText(reply, 'Status')) : 'notFound';
	if (!status) return unknown(reply, { reason: 'resultCode' });
	return {
		kind: 'done',
		reply,
		result: {
			status,
			tid: readText(sent, 'TID'),
			approvalCode: orNull(reply.AuthCode),
			approvedAt: isoFromKst(readText(reply, 'AuthDate')),
			resultCode: code,
			resultMessage: orNull(reply.ResultMsg),
		},
	};
}

function interpretRefusal(
	endpoint: EndpointName,
	sent: MessageFields,
	reply: ReplyFields,
): ReplyOutcome<never> {
	const code = readResultCode(reply);
	if (!isDefiniteRefusal(endpoint, code)) return unknown(reply, { reason: 'resultCode' });
	// If the reply repeats another TID or order, it refuses another request. One of a different length may
	// just be cut. For a duplicate TID, the order may be that of the transaction that has the TID.
	const echoed = endpoint === 'issue' && !isDuplicateTid(code) ? ['TID', 'Moid'] : ['TID'];
	const complete = echoed.filter(
		(name) => readText(reply, name).length === readText(sent, name).length,
	);
	const mismatch = findMismatch(sent, reply, { texts: complete });
	return mismatch ? unknown(reply, mismatch) : { kind: 'rejected', code, reply };
}

/** The outcome is unknown despite the reply. */
const unknown = (reply: ReplyFields, reason: UnknownCause): ReplyOutcome<never> => ({
	kind: 'unknown',
	why: { ...reason, ...readAnswer(reply) },
	reply,
});

function readCancellation(
	status: Cancellation['status'],
	sent: MessageFields,
	reply: ReplyFields,
): Cancellation {
	return {
		status,
		tid: readText(sent, 'TID'),
		orderId: readText(sent, 'Moid'),
		cancelAmount: parseWon(reply.CancelAmt),
		remainingAmount: parseWon(reply.RemainAmt),
		cancelledAt: isoFromKst(readText(reply, 'CancelDate') + readText(reply, 'CancelTime')),
		cancelNumber: orNull(reply.CancelNum),
		refundTid: null,
		paymentMethod: orNull(reply.PayMethod),
		resultCode: readResultCode(reply),
		resultMessage: orNull(reply.ResultMsg),
	};
}

/** Finds a field in which the reply names another transaction than the request. Absent fields match. */
function findMismatch(
	sent: MessageFields,
	reply: ReplyFields,
	echoed: { texts: readonly string[]; amount?: string },
): UnknownCause | undefined {
	for (const field of echoed.texts) {
		if (reply[field] && reply[field] !== sent[field]) return { reason: 'otherTransaction', field };
	}
	const { amount } = echoed;
	if (amount && reply[amount] && parseWon(reply[amount]) !== Number(sent[amount])) {
		return { reason: 'otherTransaction', field: amount };
	}
	return undefined;
}

/** Reads the deadline from VbankExpDate and VbankExpTime; without a time, takes the requested deadline. */
function readDeadline(sent: MessageFields, reply: ReplyFields): string | null {
	const [date, time] = [readText(reply, 'VbankExpDate'), readText(reply, 'VbankExpTime')];
	const requested = readText(sent, 'VbankExpDate');
	const digits = time === '' && requested.startsWith(date) ? requested : date + time;
	return digits.length >= 12 && parseKst(digits) ? isoFromKst(digits.padEnd(14, '0')) : null;
}

const readText = (fields: Readonly<Record<string, string>>, name: string): string =>
	fields[name] ?? '';

const readResultCode = (reply: ReplyFields): string => readText(reply, 'ResultCode');

const orNull = (text: string | undefined): string | null => text || null;

const parseWon = (digits: string | undefined): number | null =>
	/^\d+$/.test(digits ?? '') ? Number(digits) : null;
