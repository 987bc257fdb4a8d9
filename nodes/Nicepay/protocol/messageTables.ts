import { checkCashReceiptNumber } from './cashReceipt';
import { parseKst } from './kst';

/**
 * The three messages of NICEPAY's webapi as tables. Encoding, validation and error texts read them,
 * and so do the sandbox's checks of a message's shape.
 *
 * Source: NICEPAY's webapi manual: virtual account issue (get_vacount.jsp), cancel
 * (cancel_process.jsp), transaction status (trans_status.jsp). Lengths are bytes in EUC-KR.
 */

export type EndpointName = 'issue' | 'cancel' | 'status';

/** A message on its way out: NICEPAY's field names and their text. Absent and empty are the same. */
export type MessageFields = Readonly<Record<string, string>>;

/** What a field's text must look like, beside its length. */
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
	/** NICEPAY's name on the wire. */
	readonly name: string;
	/** The name a person reads in an error. */
	readonly label: string;
	readonly maxBytes: number;
	readonly check: FieldCheck;
	/** What is wrong with the text beside another field, to follow the label; `undefined` if nothing. */
	readonly alsoCheck?: (text: string, fields: MessageFields) => string | undefined;
	/** `true`, `false`, or the condition under which NICEPAY demands the field. */
	readonly required: boolean | Requirement;
	/** Free text in which a character outside EUC-KR may be replaced when the user asks for it. */
	readonly replaceable?: true;
	/** NICEPAY's reply repeats it, perhaps without escapes: what would break the reply is refused. */
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
	/** SignData = hex(sha256(these fields' text, in this order, then the merchant key)). */
	readonly signed: readonly string[];
}

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

/** A row of a message's table. Optional unless `required` is given. */
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

/** Cancels an account nobody has paid into, or refunds a deposit. */
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
		// Never replaceable: the bank compares it with the holder's real name.
		row('RefundAcctNm', 'Refund Account Holder', 10, 'text', refundAccount),
		row('MallReserved', 'Merchant Data (MallReserved)', 500, 'text', {
			...replaceable,
			...echoed,
		}),
		...replyForm,
	],
};

/** Asks for the status of one transaction. NICEPAY spells the path so. */
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

/** The label of a field, as the editor and every message show it. */
export function labelOf(endpoint: EndpointName, name: string): string {
	const field = ENDPOINTS[endpoint].fields.find((spec) => spec.name === name);
	if (!field) throw new Error(`The message ${endpoint} has no field ${name}`);
	return field.label;
}

/** What a check finds wrong with a text, to follow the field's label; `undefined` where nothing is. */
export function failedCheck(check: FieldCheck, text: string): string | undefined {
	if (typeof check === 'object') {
		return check.oneOf.includes(text) ? undefined : `must be one of ${check.oneOf.join(', ')}`;
	}
	return PATTERNS[check](text) ? undefined : WORDINGS[check];
}

type NamedCheck = Extract<FieldCheck, string>;

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

/** What a text must be, after its field's label. */
export const WORDINGS: Readonly<Record<NamedCheck, string>> = {
	text: 'must not contain control characters such as line breaks or tabs',
	identifier:
		'must be printable ASCII (letters, digits, punctuation) without a space at either end',
	digits: 'must be digits only',
	amount: 'must be a whole number of won, 1 or more',
	bankCode: 'must be a bank code of exactly three digits, such as 004',
	tid: 'must be exactly 30 printable ASCII characters',
	kstSecond: 'must be a Korean time as YYYYMMDDHHmmss',
	kstDeadline: 'must be a date of the calendar as YYYYMMDD or YYYYMMDDHHmm',
	sha256: 'must be 64 lower-case hexadecimal digits',
};
