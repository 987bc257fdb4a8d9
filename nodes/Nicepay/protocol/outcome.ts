import type { UnknownReason, ReasonForUnknown } from './unknownReason';
import { readAnswer } from './unknownReason';
import { isoFromKst, parseKst } from './kst';
import type { EndpointName, MessageFields } from './messageTables';
import type { ReplyFields } from './reply';
import { findResultCode, isDefiniteNo, isDuplicateTid } from './resultCodes';
import type { SignedAmount } from './signature';
import { findSignedAmount } from './signature';

/**
 * What became of a request: done, definitely not done, or unknown. `unknown` is a member of its own,
 * so that no code can take it for a refusal.
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

/** What a reply shows of the questions the manual leaves open. */
export interface Diagnostics {
	/** `null`: the reply is not signed. */
	readonly signedAmount: SignedAmount | null;
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
	/** TID of the refund itself, where NICEPAY names one beside the account's. */
	refundTid: string | null;
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
): ReplyOutcome<IssuedAccount> {
	const code = resultCodeOf(reply);
	if (code !== '4100') return refusedOrUnknown('issue', sent, reply);

	const stranger = strangeEcho(sent, reply, { texts: ['TID', 'Moid'], amount: 'Amt' });
	if (stranger) return unknown(reply, stranger);
	const accountNumber = textOf(reply, 'VbankNum');
	// NICEPAY names the deadline after the account number.
	const isCut = openEnd === 'VbankNum' && !reply.VbankExpDate;
	if (isCut || !ACCOUNT_NUMBER.test(accountNumber)) {
		return unknown(reply, { reason: 'accountNumber' });
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
 * Reads the reply to a cancel or refund. 2001 and 2211 are success. The manual does not promise a
 * signature: without one, the reply must repeat TID, MID and amount as they were sent. One that does
 * not verify leaves the outcome unknown, because money may have moved.
 *
 * A partial refund may be answered under a TID of its own, which then must be signed.
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
): ReplyOutcome<Cancellation> {
	const role = findResultCode('cancel', resultCodeOf(reply))?.role;

	if (role === 'already_cancelled') {
		const other = strangeEcho(sent, reply, { texts: ['TID', 'MID'] });
		if (other) return unknown(reply, other);
		if (isPartial(sent)) return unknown(reply, { reason: 'alreadyCancelledInPart' });
		return { kind: 'done', reply, result: cancellation('alreadyCancelled', sent, reply) };
	}
	if (role !== 'cancel_success') return refusedOrUnknown('cancel', sent, reply);

	const proof = reply.Signature
		? verifySignature(sent, reply, merchantKey)
		: confirmByEcho(sent, reply);
	if ('reason' in proof) return unknown(reply, proof);

	const status = sent.RefundAcctNo ? 'refundAccepted' : 'cancelled';
	const result = cancellation(status, sent, reply);
	if (reply.TID && reply.TID !== sent.TID) result.refundTid = reply.TID;
	// The signature does not cover what remains.
	if (openEnd === 'RemainAmt') result.remainingAmount = null;
	return { kind: 'done', reply, result, diagnostics: proof };
}

const isPartial = ({ PartialCancelCode }: MessageFields): boolean => PartialCancelCode === '1';

function verifySignature(
	sent: MessageFields,
	reply: ReplyFields,
	merchantKey: string,
): Diagnostics | ReasonForUnknown {
	// The signature covers the TID, so that a refund's own TID is as good as the account's.
	const echoed = isPartial(sent) ? ['MID'] : ['TID', 'MID'];
	const stranger = strangeEcho(sent, reply, { texts: echoed, amount: 'CancelAmt' });
	if (stranger) return stranger;

	const tids = new Set([textOf(sent, 'TID'), reply.TID || textOf(sent, 'TID')]);
	for (const tid of tids) {
		const signedAmount = findSignedAmount(
			textOf(reply, 'Signature'),
			{
				tid,
				mid: textOf(sent, 'MID'),
				amount: Number(sent.CancelAmt),
				amountInReply: reply.CancelAmt,
			},
			merchantKey,
		);
		if (signedAmount) return { signedAmount };
	}
	return { reason: 'signature' };
}

function confirmByEcho(sent: MessageFields, reply: ReplyFields): Diagnostics | ReasonForUnknown {
	const stranger = strangeEcho(sent, reply, { texts: ['TID', 'MID'], amount: 'CancelAmt' });
	if (stranger) return stranger;
	const missing = ['TID', 'MID', 'CancelAmt'].find((field) => !reply[field]);
	return missing ? { reason: 'notConfirmed', field: missing } : { signedAmount: null };
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
): ReplyOutcome<TransactionStatus> {
	const code = resultCodeOf(reply);
	const role = findResultCode('status', code)?.role;
	const isAnswer = role === 'status_query_ok' || role === 'no_such_transaction';
	if (!isAnswer) return refusedOrUnknown('status', sent, reply);

	const stranger = strangeEcho(sent, reply, { texts: ['TID'] });
	if (stranger) return unknown(reply, stranger);

	const status =
		role === 'status_query_ok' ? STATUS_BY_DIGIT.get(textOf(reply, 'Status')) : 'notFound';
	if (!status) return unknown(reply, { reason: 'resultCode' });
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
): ReplyOutcome<never> {
	const code = resultCodeOf(reply);
	if (!isDefiniteNo(endpoint, code)) return unknown(reply, { reason: 'resultCode' });
	// An echo of the right length that is not ours makes this the refusal of another request. Where the
	// TID is taken, the order may be that of the transaction that has it.
	const echoed = endpoint === 'issue' && !isDuplicateTid(code) ? ['TID', 'Moid'] : ['TID'];
	const whole = echoed.filter((name) => textOf(reply, name).length === textOf(sent, name).length);
	const stranger = strangeEcho(sent, reply, { texts: whole });
	return stranger ? unknown(reply, stranger) : { kind: 'rejected', code, reply };
}

/** An outcome that a reply leaves open. */
const unknown = (reply: ReplyFields, reason: ReasonForUnknown): ReplyOutcome<never> => ({
	kind: 'unknown',
	why: { ...reason, ...readAnswer(reply) },
	reply,
});

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
		refundTid: null,
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
): ReasonForUnknown | undefined {
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
