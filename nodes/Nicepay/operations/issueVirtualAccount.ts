import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { InvalidItemError } from '../errors';
import { given, givenChoice } from '../given';
import { issuableBanks } from '../protocol/banks';
import { CASH_RECEIPT_TYPES, findCashReceiptType } from '../protocol/cashReceipt';
import type { MessageFields } from '../protocol/messageFields';
import { ISSUE, fieldLabel } from '../protocol/messageFields';
import type { IssuedAccount } from '../protocol/outcome';
import { interpretIssue } from '../protocol/outcome';
import { isIssueTid } from '../protocol/tid';
import type { PreparedRequest } from '../request/PreparedRequest';
import { bankOptions } from './bankOptions';
import { cancelRequest, toCancelOfIssue } from './cancelRequest';
import { deadlineInDays, deadlineInHours, readDepositDeadline } from './depositDeadline';
import type { ItemReader } from './ItemReader';
import type { MerchantSettings, Operation } from './Operation';
import { toCount } from './values';

const label = (field: string) => fieldLabel('issue', field);

interface Unit {
	readonly label: string;
	readonly min: number;
	readonly max: number;
}

const DAYS: Unit = { label: 'Days', min: 0, max: 365 };
const HOURS: Unit = { label: 'Hours', min: 1, max: 8760 };

const showOnlyForIssue: IDisplayOptions = { show: { operation: ['issueVirtualAccount'] } };
const showOnlyFor = (deadlineType: string): IDisplayOptions => ({
	show: { operation: ['issueVirtualAccount'], deadlineType: [deadlineType] },
});
const showOnlyForCashReceipt: IDisplayOptions = {
	show: { operation: ['issueVirtualAccount'] },
	hide: { cashReceiptType: ['none'] },
};

const properties: INodeProperties[] = [
	{
		displayName: label('Moid'),
		name: 'orderId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. ORDER-2026-0001',
		description:
			'Your unique order number (주문번호, Moid), up to 64 printable ASCII characters, without " and \\. The deposit notification repeats it.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('Amt'),
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description:
			'How much the customer has to pay, in whole won (금액). An expression can also return text such as 55,000 won.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('GoodsName'),
		name: 'goodsName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. November tuition (11월 수강료)',
		description:
			'What you sell (상품명), up to 40 bytes in EUC-KR: 20 Korean or 40 Latin characters',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('BankCode'),
		name: 'bankCode',
		type: 'options',
		options: bankOptions(issuableBanks()),
		default: '004',
		required: true,
		description:
			'Bank that holds the account (은행). Your NICEPAY contract determines which banks you can use. An expression can return a code or a name, such as 004, KB or Kookmin (국민).',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('VbankExpDate'),
		name: 'deadlineType',
		type: 'options',
		options: [
			{
				name: 'A Number of Days From Now',
				value: 'days',
				description: 'Until 23:59 in Korea of that day',
			},
			{
				name: 'A Number of Hours From Now',
				value: 'hours',
				description: 'Until that minute',
			},
			{
				name: 'At a Date or Time',
				value: 'at',
				description: 'A date without a time lasts until 23:59 in Korea',
			},
		],
		default: 'days',
		description: 'How long the customer can pay in (입금기한)',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: DAYS.label,
		name: 'deadlineDays',
		type: 'number',
		typeOptions: { minValue: DAYS.min, maxValue: DAYS.max, numberPrecision: 0 },
		default: 3,
		required: true,
		description:
			'How many days from today in Korea the customer can pay in, until 23:59 of the last one. 0 is today.',
		displayOptions: showOnlyFor('days'),
	},
	{
		displayName: HOURS.label,
		name: 'deadlineHours',
		type: 'number',
		typeOptions: { minValue: HOURS.min, maxValue: HOURS.max, numberPrecision: 0 },
		default: 24,
		required: true,
		description: 'How many hours from now the customer can pay in',
		displayOptions: showOnlyFor('hours'),
	},
	{
		displayName: 'Date or Time',
		name: 'depositDeadline',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			'Until when the customer can pay in. A date such as 2026-12-31 or 2026. 12. 31. lasts until 23:59 in Korea. A day that you pick begins at 00:00 unless you choose a time. A time without a zone is in the workflow’s time zone. An expression can also return YYYYMMDD or YYYYMMDDHHmm in Korean time.',
		displayOptions: showOnlyFor('at'),
	},
	{
		displayName: label('CashReceiptType'),
		name: 'cashReceiptType',
		type: 'options',
		options: [
			{
				name: 'Business Expense (지출증빙)',
				value: 'businessExpense',
				description: 'For a business, identified by its registration number',
			},
			{
				name: 'Income Deduction (소득공제)',
				value: 'incomeDeduction',
				description: 'For a person, identified by mobile number',
			},
			{ name: 'None', value: 'none' },
		],
		default: 'none',
		description:
			'Which cash receipt (현금영수증) NICEPAY issues when the customer pays. An expression can also return the Korean word for it (소득공제, 지출증빙, 미발행).',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('ReceiptTypeNo'),
		name: 'cashReceiptNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 010-1234-5678',
		description:
			'Mobile number for an income deduction, or 10-digit business registration number for a business expense. Hyphens and spaces are removed.',
		displayOptions: showOnlyForCashReceipt,
	},
];

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	displayOptions: showOnlyForIssue,
	options: [
		{
			displayName: label('VbankAccountName'),
			name: 'accountHolderName',
			type: 'string',
			default: '',
			description:
				'Name that the customer sees as the account’s holder (예금주명), up to 30 bytes in EUC-KR. Requires an agreement with NICEPAY.',
		},
		{
			displayName: label('BuyerEmail'),
			name: 'buyerEmail',
			type: 'string',
			placeholder: 'e.g. name@email.com',
			default: '',
			description: 'Up to 60 bytes',
		},
		{
			displayName: label('BuyerName'),
			name: 'buyerName',
			type: 'string',
			default: '',
			description: 'Up to 30 bytes in EUC-KR (구매자명)',
		},
		{
			displayName: label('BuyerTel'),
			name: 'buyerTel',
			type: 'string',
			default: '',
			description: 'Up to 20 bytes (구매자 연락처)',
		},
		{
			displayName: label('TID'),
			name: 'tid',
			type: 'string',
			default: '',
			description:
				'Your own TID, exactly 30 characters. Leave it empty to let the node create a unique one.',
		},
	],
};

export const issueVirtualAccount: Operation = {
	choice: {
		name: 'Issue Virtual Account',
		value: 'issueVirtualAccount',
		action: 'Issue a virtual account',
		description: 'Issue an account number that a customer pays an order into (가상계좌 발급)',
	},
	subtitle: 'issue virtual account',
	properties,
	additionalFields,
	endpoint: 'issue',
	verb: 'issue the virtual account',
	participle: 'issued',
	unknownOutcome: {
		whether: 'the virtual account was issued',
		findOut: () =>
			'Before you issue another account for this order, look up the TID in NICEPAY’s merchant admin, or cancel it with “Cancel Before Deposit”. Until then, do not give the customer an account number.',
	},

	identify(item) {
		const newAccount = readIdentity(item);
		const { TID, Moid, Amt } = newAccount;
		return {
			identity: ['issue', Moid, TID, Amt],
			newAccount,
			uniqueOrder: Moid,
			...(TID ? { uniqueTid: TID } : {}),
		};
	},

	read(item) {
		return {
			...readIdentity(item),
			GoodsName: item.text('GoodsName', 'goodsName'),
			...readCashReceipt(item),
			BankCode: item.bankCode('BankCode', 'bankCode'),
			VbankExpDate: readDeadline(item),
			VbankAccountName: item.text('VbankAccountName', 'additionalFields.accountHolderName'),
			BuyerEmail: item.text('BuyerEmail', 'additionalFields.buyerEmail'),
			BuyerTel: item.text('BuyerTel', 'additionalFields.buyerTel'),
			BuyerName: item.text('BuyerName', 'additionalFields.buyerName'),
		};
	},

	async prepare(fields, settings, lostTid) {
		if (fields.TID) return issueUnderOwnTid(fields);
		return issueUnderNewTid({ ...fields, TID: lostTid ?? (await settings.nextTid()) }, settings);
	},
};

const readIdentity = (item: ItemReader) => ({
	TID: readOwnTid(item),
	Moid: item.identifier('Moid', 'orderId'),
	Amt: item.won('Amt', 'amount'),
});

/**
 * An issue under the user's own TID. It is never cancelled, because an earlier execution may have issued an
 * account under the same TID. If sent again, NICEPAY refuses a TID that exists, which proves nothing about
 * the first try.
 */
const issueUnderOwnTid = (fields: MessageFields): PreparedRequest<IssuedAccount> => ({
	endpoint: ISSUE,
	fields,
	interpret: interpretIssue,
	ifUnknown: { kind: 'retry', provesNotDone: () => false },
});

/** An issue under a TID that nobody else uses, so it can be cancelled and issued again. */
const issueUnderNewTid = (
	fields: MessageFields,
	settings: MerchantSettings,
): PreparedRequest<IssuedAccount> => ({
	endpoint: ISSUE,
	fields,
	interpret: interpretIssue,
	ifUnknown: {
		kind: 'reissue',
		cancel: cancelRequest(
			toCancelOfIssue(fields, '발급 결과 불명', settings.options),
			settings.merchant,
		),
		renew: async () => issueUnderNewTid({ ...fields, TID: await settings.otherTid() }, settings),
	},
});

/** Reads the user's own TID, or `''`. @throws {InvalidItemError} if this merchant cannot issue under it */
function readOwnTid(item: ItemReader): string {
	const tid = item.identifier('TID', 'additionalFields.tid');
	const { mid } = item.context;
	if (tid !== '' && !isIssueTid(tid, mid)) {
		item.refuse(
			'TID',
			`must be the Merchant ID ${mid}, 0301, the time as yyMMddHHmmss and four digits, 30 characters in all ${given(tid)}`,
		);
	}
	return tid;
}

function readCashReceipt(item: ItemReader): MessageFields {
	const value = item.parameter('cashReceiptType');
	const text =
		typeof value === 'boolean' ? String(value) : item.text('CashReceiptType', 'cashReceiptType');
	const type = findCashReceiptType(text);
	if (type === undefined) {
		const choices = [...CASH_RECEIPT_TYPES.keys()].join(', ');
		item.refuse(
			'CashReceiptType',
			`must be one of ${choices}, or the Korean word for it ${givenChoice(text)}`,
		);
	}
	if (type === CASH_RECEIPT_TYPES.get('none')) return { CashReceiptType: type };
	return {
		CashReceiptType: type,
		ReceiptTypeNo: item.digits('ReceiptTypeNo', 'cashReceiptNumber'),
	};
}

function readCount(item: ItemReader, path: string, { label, min, max }: Unit): number {
	const value = item.parameter(path);
	const count = toCount(value);
	if (count !== undefined && count >= min && count <= max) return count;
	throw new InvalidItemError([
		`${label} must be a whole number from ${min} to ${max} ${givenChoice(value)}`,
	]);
}

/** Reads how long the customer can pay in, as VbankExpDate. @throws {InvalidItemError} */
function readDeadline(item: ItemReader): string {
	const { context } = item;
	// n8n fills in the default. Where it has not, there is a date: it was the only way once.
	const type = item.choice('deadlineType', 'at');
	switch (type) {
		case 'days':
			return deadlineInDays(readCount(item, 'deadlineDays', DAYS), context.now);
		case 'hours':
			return deadlineInHours(readCount(item, 'deadlineHours', HOURS), context.now);
		case 'at':
			return readDepositDeadline(item.parameter('depositDeadline'), context);
		default:
			item.refuse('VbankExpDate', `must be one of days, hours, at ${givenChoice(type)}`);
	}
}
