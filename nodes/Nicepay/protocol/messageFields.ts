import { checkCashReceiptNumber } from './cashReceipt';
import { parseKst } from './kst';

/**
 * The three messages of NICEPAY's webapi as tables. Encoding, validation and messages to users read
 * them, and so does the sandbox.
 *
 * Source of fields, lengths, required fields and SignData: the manual's tables of request fields for
 * issue (get_vacount.jsp), cancel (cancel_process.jsp) and status (trans_status.jsp). Lengths are bytes in
 * EUC-KR. Rules from elsewhere say so.
 */

export type EndpointName = 'issue' | 'cancel' | 'status';

/** The fields of a request, by NICEPAY's names. An absent field equals an empty one. */
export type MessageFields = Readonly<Record<string, string>>;

/** The format a field must have, besides its length. */
export type FieldCheck =
	| 'text'
	| 'identifier'
	| 'digits'
	| 'amount'
	| 'bankCode'
	| 'tid'
	| 'kstSecond'
	| 'kstDeadline'
	| 'sha256'
	| { oneOf: readonly string[] };

export interface FieldSpec {
	/** NICEPAY's name for the field. */
	readonly name: string;
	/** The name users see in the editor and in messages. */
	readonly label: string;
	/** Bytes in EUC-KR. */
	readonly maxBytes: number;
	readonly check: FieldCheck;
	/** Checks the text against other fields. @returns what is wrong, to follow the label */
	readonly alsoCheck?: (text: string, fields: MessageFields) => string | undefined;
	/** `true`, `false`, or the condition under which NICEPAY requires the field. */
	readonly required: boolean | Requirement;
	/** Free text: the option “Replace With ?” applies to it. */
	readonly replaceable?: true;
	/**
	 * NICEPAY repeats the field in its reply, perhaps unescaped, so characters that would break the reply
	 * are refused. Source: NICEPAY's newer API forbids `"` in such fields; the manual says nothing.
	 */
	readonly echoed?: true;
}

export interface Requirement {
	readonly when: (fields: MessageFields) => boolean;
	/** Completes "… is required". */
	readonly because: string;
}

export interface Endpoint {
	readonly path: string;
	readonly fields: readonly FieldSpec[];
	/** SignData = hex(sha256(these fields in this order, then the merchant key)). */
	readonly signed: readonly string[];
}

/** Source: the manual: all three fields of the refund account are required after a deposit (else code 2047). */
const withRefundAccount: Requirement = {
	when: (fields) =>
		['RefundAcctNo', 'RefundBankCd', 'RefundAcctNm'].some((name) => Boolean(fields[name])),
	because: 'to refund a deposit, together with the other fields of the refund account',
};

const withCashReceipt: Requirement = {
	when: ({ CashReceiptType }) => CashReceiptType === '1' || CashReceiptType === '2',
	because: 'for a cash receipt',
};

type Extras = Partial<Omit<FieldSpec, 'name' | 'label' | 'maxBytes' | 'check'>>;

/** Makes a row of a message's table. The field is optional unless `required` is given. */
const row = (
	name: string,
	label: string,
	maxBytes: number,
	check: FieldCheck,
	extras: Extras = {},
): FieldSpec => ({ name, label, maxBytes, check, required: false, ...extras });

const required = { required: true } as const;
const replaceable = { replaceable: true } as const;
const echoed = { echoed: true } as const;

const tid = row('TID', 'Transaction ID (TID)', 30, 'tid', { ...required, ...echoed });
const mid = row('MID', 'Merchant ID (MID)', 10, 'identifier', required);
const ediDate = row('EdiDate', 'Request Time (EdiDate)', 14, 'kstSecond', required);
const orderId = row('Moid', 'Order ID', 64, 'identifier', { ...required, ...echoed });
const signData = row('SignData', 'Signature (SignData)', 256, 'sha256', required);
const replyForm = [
	row('CharSet', 'Reply Charset', 10, { oneOf: ['utf-8', 'euc-kr'] }),
	row('EdiType', 'Reply Format', 10, { oneOf: ['JSON', 'KV'] }),
];
const refundAccount = { required: withRefundAccount };
const receiptNumber = { required: withCashReceipt, alsoCheck: checkCashReceiptNumber };

/** Issues a virtual account for one order. */
export const ISSUE: Endpoint = {
	path: '/webapi/get_vacount.jsp',
	signed: ['MID', 'Amt', 'EdiDate', 'Moid'],
	fields: [
		tid,
		mid,
		ediDate,
		orderId,
		row('Amt', 'Amount', 12, 'amount', required),
		row('GoodsName', 'Goods Name', 40, 'text', { ...required, ...replaceable }),
		signData,
		row('CashReceiptType', 'Cash Receipt', 1, { oneOf: ['0', '1', '2'] }, required),
		row('ReceiptTypeNo', 'Cash Receipt Number', 11, 'digits', receiptNumber),
		row('BankCode', 'Bank', 3, 'bankCode', required),
		row('VbankExpDate', 'Deposit Deadline', 12, 'kstDeadline', required),
		row('VbankAccountName', 'Account Holder Name', 30, 'text', replaceable),
		row('BuyerEmail', 'Buyer Email', 60, 'text'),
		row('BuyerTel', 'Buyer Phone', 20, 'text'),
		row('BuyerName', 'Buyer Name', 30, 'text', replaceable),
		...replyForm,
	],
};

/** Cancels an unpaid account, or refunds a deposit. */
export const CANCEL: Endpoint = {
	path: '/webapi/cancel_process.jsp',
	signed: ['MID', 'CancelAmt', 'EdiDate'],
	fields: [
		tid,
		mid,
		orderId,
		row('CancelAmt', 'Amount', 12, 'amount', required),
		row('CancelMsg', 'Reason', 100, 'text', { ...required, ...replaceable }),
		row('PartialCancelCode', 'Partial Refund', 1, { oneOf: ['0', '1'] }, required),
		ediDate,
		signData,
		row('RefundAcctNo', 'Refund Account Number', 16, 'digits', refundAccount),
		row('RefundBankCd', 'Refund Bank', 3, 'bankCode', refundAccount),
		// Never replaceable: the bank compares it with the holder's real name (not published).
		row('RefundAcctNm', 'Refund Account Holder', 10, 'text', refundAccount),
		row('MallReserved', 'Merchant Data (MallReserved)', 500, 'text', {
			...replaceable,
			...echoed,
		}),
		...replyForm,
	],
};

/** Queries the status of one transaction. The path's spelling is NICEPAY's. */
export const STATUS: Endpoint = {
	path: '/webapi/inquery/trans_status.jsp',
	signed: ['TID', 'MID', 'EdiDate'],
	fields: [tid, mid, ediDate, signData, ...replyForm],
};

export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = {
	issue: ISSUE,
	cancel: CANCEL,
	status: STATUS,
};

/** The label of a field in the editor and in messages. */
export function fieldLabel(endpoint: EndpointName, name: string): string {
	const field = ENDPOINTS[endpoint].fields.find((spec) => spec.name === name);
	if (!field) throw new Error(`The ${endpoint} message has no field ${name}`);
	return field.label;
}

/** Checks a field's format. @returns what is wrong, to follow the field's label; `undefined` if it is valid */
export function checkText(check: FieldCheck, text: string): string | undefined {
	if (typeof check === 'object') {
		return check.oneOf.includes(text) ? undefined : `must be one of ${check.oneOf.join(', ')}`;
	}
	return PATTERNS[check](text) ? undefined : WORDINGS[check];
}

type NamedCheck = Extract<FieldCheck, string>;

// Source: the manual says which fields hold digits or times. Two rules are ours. `identifier`: SignData hashes
// UTF-8 while the form is EUC-KR, and only ASCII is the same in both. `text`: no control characters.

const PATTERNS: Readonly<Record<NamedCheck, (text: string) => boolean>> = {
	text: (text) => !/\p{Cc}/u.test(text),
	identifier: (text) => /^[!-~](?:[ -~]*[!-~])?$/.test(text),
	digits: (text) => /^\d+$/.test(text),
	amount: (text) => /^[1-9]\d*$/.test(text),
	bankCode: (text) => /^\d{3}$/.test(text),
	tid: (text) => /^[!-~]{30}$/.test(text),
	kstSecond: (text) => text.length === 14 && parseKst(text) !== undefined,
	kstDeadline: (text) => (text.length === 8 || text.length === 12) && parseKst(text) !== undefined,
	sha256: (text) => /^[0-9a-f]{64}$/.test(text),
};

/** What each check requires, to follow the field's label. */
export const WORDINGS: Readonly<Record<NamedCheck, string>> = {
	text: 'must not contain control characters such as line breaks or tabs',
	identifier: 'must be printable ASCII (letters, digits, punctuation) with no space at either end',
	digits: 'must contain only digits',
	amount: 'must be a whole number of won, 1 or more',
	bankCode: 'must be a bank code of exactly three digits, such as 004',
	tid: 'must be exactly 30 printable ASCII characters',
	kstSecond: 'must be a time in Korea as YYYYMMDDHHmmss',
	kstDeadline: 'must be a real date as YYYYMMDD or YYYYMMDDHHmm',
	sha256: 'must be 64 lower-case hexadecimal digits',
};
