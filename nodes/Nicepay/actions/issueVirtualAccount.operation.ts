import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { PreparedRequest } from '../execution/PreparedRequest';
import { issuableBanks } from '../protocol/banks';
import type { MessageFields } from '../protocol/messages';
import { ISSUE } from '../protocol/messages';
import type { IssuedAccount } from '../protocol/outcome';
import { interpretIssue } from '../protocol/outcome';
import { isIssueTid } from '../protocol/tid';
import { bankOptions } from './bankOptions';
import { cancelRequest, voidingFields } from './cancelRequest';
import { depositDeadlineOf } from './depositDeadline';
import { InvalidItem } from './InvalidItem';
import type { ItemSource, Operation, PreparationContext } from './Operation';
import { bankCodeOf, digitsOf, textOf, wonOf } from './values';

const showOnlyForIssue: IDisplayOptions = { show: { operation: ['issueVirtualAccount'] } };
const showOnlyForCashReceipt: IDisplayOptions = {
	show: { operation: ['issueVirtualAccount'] },
	hide: { cashReceiptType: ['none'] },
};

export const issueProperties: INodeProperties[] = [
	{
		displayName: 'Order ID',
		name: 'orderId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. ORDER-2026-0001',
		description:
			'Your order number (주문번호, Moid): unique, up to 64 characters of printable ASCII, without " and \\. Comes back with the deposit.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description: 'What the customer is to pay in, in whole won (금액)',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: 'Goods Name',
		name: 'goodsName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 11월 수강료',
		description:
			'What is sold (상품명), up to 40 bytes in EUC-KR: 20 Korean characters or 40 Latin ones',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: 'Bank',
		name: 'bankCode',
		type: 'options',
		options: bankOptions(issuableBanks()),
		default: '004',
		required: true,
		description:
			'Bank at which the account is opened (은행). Your contract with NICEPAY decides which you can use. An expression may give any code of three digits.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: 'Deposit Deadline',
		name: 'depositDeadline',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			'Until when the customer can pay in (입금기한). A time without a zone is read in the workflow’s time zone; YYYYMMDD or YYYYMMDDHHmm from an expression is Korean time.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: 'Cash Receipt',
		name: 'cashReceiptType',
		type: 'options',
		options: [
			{
				name: 'Business Expense (지출증빙)',
				value: 'businessExpense',
				description: 'For a business, by its registration number',
			},
			{
				name: 'Income Deduction (소득공제)',
				value: 'incomeDeduction',
				description: 'For a person, by mobile number',
			},
			{ name: 'None', value: 'none' },
		],
		default: 'none',
		description: 'Which cash receipt (현금영수증) NICEPAY issues once the customer has paid in',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: 'Cash Receipt Number',
		name: 'cashReceiptNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 010-1234-5678',
		description:
			'Mobile number for an income deduction, business registration number of 10 digits for a business expense. Hyphens and spaces are dropped.',
		displayOptions: showOnlyForCashReceipt,
	},
];

export const issueAdditionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	displayOptions: showOnlyForIssue,
	options: [
		{
			displayName: 'Account Holder Name',
			name: 'accountHolderName',
			type: 'string',
			default: '',
			description:
				'Name shown as holder of the virtual account (예금주명), up to 30 bytes in EUC-KR. Needs an agreement with NICEPAY.',
		},
		{
			displayName: 'Buyer Email',
			name: 'buyerEmail',
			type: 'string',
			placeholder: 'e.g. name@email.com',
			default: '',
			description: 'Up to 60 bytes',
		},
		{
			displayName: 'Buyer Name',
			name: 'buyerName',
			type: 'string',
			default: '',
			description: 'Up to 30 bytes in EUC-KR (구매자명)',
		},
		{
			displayName: 'Buyer Phone',
			name: 'buyerTel',
			type: 'string',
			default: '',
			description: 'Up to 20 bytes (구매자 연락처)',
		},
		{
			displayName: 'Transaction ID (TID)',
			name: 'tid',
			type: 'string',
			default: '',
			description:
				'A TID of your own making, exactly 30 characters. Leave empty to get one that cannot collide.',
		},
	],
};

const CASH_RECEIPT_CODES: Readonly<Record<string, string>> = {
	none: '0',
	incomeDeduction: '1',
	businessExpense: '2',
};

const CASH_RECEIPT_NUMBERS: Readonly<Record<string, { pattern: RegExp; wording: string }>> = {
	incomeDeduction: {
		pattern: /^01\d{8,9}$/,
		wording: 'a mobile number such as 010-1234-5678 for an income deduction',
	},
	businessExpense: {
		pattern: /^\d{10}$/,
		wording: 'a business registration number of 10 digits for a business expense',
	},
};

export const issueVirtualAccount: Operation = {
	endpoint: 'issue',
	verb: 'issue the virtual account',
	participle: 'issued',
	openQuestion: {
		whether: 'the virtual account was issued',
		findOut:
			'Look the TID up in NICEPAY’s merchant admin, or cancel it with “Cancel Before Deposit”, before you issue an account for this order again. Give the customer no account number until then.',
	},

	identify(source: ItemSource) {
		const { TID, Moid, Amt } = identityFields(source);
		return {
			identity: ['issue', Moid, TID, Amt],
			uniqueOrder: Moid,
			...(TID ? { uniqueTid: TID } : {}),
		};
	},

	read(source: ItemSource) {
		const { parameter, additional, zone, now } = source;
		return {
			...identityFields(source),
			GoodsName: textOf('Goods Name', parameter('goodsName')),
			...cashReceiptFields(parameter),
			BankCode: bankCodeOf('Bank', parameter('bankCode')),
			VbankExpDate: depositDeadlineOf(parameter('depositDeadline'), zone, now),
			VbankAccountName: textOf('Account Holder Name', additional('accountHolderName')),
			BuyerEmail: textOf('Buyer Email', additional('buyerEmail')),
			BuyerTel: textOf('Buyer Phone', additional('buyerTel')),
			BuyerName: textOf('Buyer Name', additional('buyerName')),
		};
	},

	async prepare(fields: MessageFields, context: PreparationContext, lostTid?: string) {
		// Under a TID of the user's own, an earlier execution may have issued an account that is not to
		// be cancelled: NICEPAY, asked again, refuses the TID if it has it.
		if (fields.TID) return { ...requestOf(fields), whenLost: { kind: 'repeat' } };
		return replaceableRequest({ ...fields, TID: lostTid ?? (await context.nextTid()) }, context);
	},
};

const identityFields = ({ parameter, additional, mid }: ItemSource) => ({
	TID: tidOf(additional('tid'), mid),
	Moid: textOf('Order ID', parameter('orderId')),
	Amt: wonOf('Amount', parameter('amount')),
});

const requestOf = (fields: MessageFields) => ({
	endpoint: ISSUE,
	fields,
	interpret: interpretIssue,
});

const replaceableRequest = (
	fields: MessageFields,
	context: PreparationContext,
): PreparedRequest<IssuedAccount> => ({
	...requestOf(fields),
	whenLost: {
		kind: 'replace',
		replacement: {
			undo: cancelRequest(voidingFields(fields, context.options), context.merchant),
			renew: async () => replaceableRequest({ ...fields, TID: await context.otherTid() }, context),
		},
	},
});

/** A TID of the user's own making, or `''`. @throws {InvalidItem} when it is none of this merchant's */
function tidOf(value: unknown, mid: string): string {
	const tid = textOf('Transaction ID (TID)', value).trim();
	if (tid !== '' && !isIssueTid(tid, mid)) {
		throw new InvalidItem([
			`Transaction ID (TID) must be the Merchant ID ${mid}, 0301, the time as yyMMddHHmmss and four digits, 30 characters in all`,
		]);
	}
	return tid;
}

function cashReceiptFields(parameter: ItemSource['parameter']): MessageFields {
	const type = textOf('Cash Receipt', parameter('cashReceiptType'));
	const code = Object.hasOwn(CASH_RECEIPT_CODES, type) ? CASH_RECEIPT_CODES[type] : undefined;
	if (code === undefined) {
		throw new InvalidItem([
			`Cash Receipt must be one of ${Object.keys(CASH_RECEIPT_CODES).join(', ')} (it is ${type || 'empty'})`,
		]);
	}
	if (type === 'none') return { CashReceiptType: code };

	const number = digitsOf('Cash Receipt Number', parameter('cashReceiptNumber'));
	const form = CASH_RECEIPT_NUMBERS[type];
	if (form && number !== '' && !form.pattern.test(number)) {
		throw new InvalidItem([`Cash Receipt Number must be ${form.wording}`]);
	}
	return { CashReceiptType: code, ReceiptTypeNo: number };
}
