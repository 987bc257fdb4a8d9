import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { issuableBanks } from '../protocol/banks';
import { CASH_RECEIPT_TYPES } from '../protocol/cashReceipt';
import type { MessageFields } from '../protocol/messageTables';
import { ISSUE, fieldLabel } from '../protocol/messageTables';
import type { IssuedAccount } from '../protocol/outcome';
import { interpretIssue } from '../protocol/outcome';
import { isIssueTid } from '../protocol/tid';
import type { PreparedRequest } from '../request/PreparedRequest';
import { bankOptions } from './bankOptions';
import { cancelRequest, toCancelOfIssue } from './cancelRequest';
import { readDepositDeadline } from './depositDeadline';
import type { ItemReader } from './ItemReader';
import type { MerchantSettings, Operation } from './Operation';

const label = (field: string) => fieldLabel('issue', field);

const showOnlyForIssue: IDisplayOptions = { show: { operation: ['issueVirtualAccount'] } };
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
			'Your order number (주문번호, Moid): unique, up to 64 characters of printable ASCII, without " and \\. Comes back with the deposit.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('Amt'),
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description: 'What the customer is to pay in, in whole won (금액)',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('GoodsName'),
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
		displayName: label('BankCode'),
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
		displayName: label('VbankExpDate'),
		name: 'depositDeadline',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			'Until when the customer can pay in (입금기한). A time without a zone is read in the workflow’s time zone; YYYYMMDD or YYYYMMDDHHmm from an expression is Korean time.',
		displayOptions: showOnlyForIssue,
	},
	{
		displayName: label('CashReceiptType'),
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
		displayName: label('ReceiptTypeNo'),
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
				'Name shown as holder of the virtual account (예금주명), up to 30 bytes in EUC-KR. Needs an agreement with NICEPAY.',
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
				'A TID of your own making, exactly 30 characters. Leave empty to get one that cannot collide.',
		},
	],
};

export const issueVirtualAccount: Operation = {
	choice: {
		name: 'Issue Virtual Account',
		value: 'issueVirtualAccount',
		action: 'Issue a virtual account',
		description: 'Open an account number for a customer to pay an order into (가상계좌 발급)',
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
			'Look the TID up in NICEPAY’s merchant admin, or cancel it with “Cancel Before Deposit”, before you issue an account for this order again. Give the customer no account number until then.',
	},

	identify(item) {
		const { TID, Moid, Amt } = readIdentity(item);
		return {
			identity: ['issue', Moid, TID, Amt],
			uniqueOrder: Moid,
			...(TID ? { uniqueTid: TID } : {}),
		};
	},

	read(item) {
		const { zone, now } = item.context;
		return {
			...readIdentity(item),
			GoodsName: item.text('GoodsName', 'goodsName'),
			...readCashReceipt(item),
			BankCode: item.bankCode('BankCode', 'bankCode'),
			VbankExpDate: readDepositDeadline(item.parameter('depositDeadline'), zone, now),
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
	Moid: item.text('Moid', 'orderId'),
	Amt: item.won('Amt', 'amount'),
});

/**
 * An issue under a TID of the user's own. An earlier execution may have issued an account under it that
 * must not be cancelled. Asked again, NICEPAY refuses a TID it has: that refusal proves nothing.
 */
const issueUnderOwnTid = (fields: MessageFields): PreparedRequest<IssuedAccount> => ({
	endpoint: ISSUE,
	fields,
	interpret: interpretIssue,
	ifUnknown: { kind: 'retry', provesNotDone: () => false },
});

/** An issue under a TID that nobody else has: it can be cancelled and issued anew. */
const issueUnderNewTid = (
	fields: MessageFields,
	settings: MerchantSettings,
): PreparedRequest<IssuedAccount> => ({
	endpoint: ISSUE,
	fields,
	interpret: interpretIssue,
	ifUnknown: {
		kind: 'reissue',
		cancel: cancelRequest(toCancelOfIssue(fields, settings.options), settings.merchant),
		renew: async () => issueUnderNewTid({ ...fields, TID: await settings.otherTid() }, settings),
	},
});

/** A TID of the user's own, or `''`. @throws {InvalidItemError} when this merchant cannot issue under it */
function readOwnTid(item: ItemReader): string {
	const tid = item.text('TID', 'additionalFields.tid').trim();
	const { mid } = item.context;
	if (tid !== '' && !isIssueTid(tid, mid)) {
		item.refuse(
			'TID',
			`must be the Merchant ID ${mid}, 0301, the time as yyMMddHHmmss and four digits, 30 characters in all`,
		);
	}
	return tid;
}

function readCashReceipt(item: ItemReader): MessageFields {
	const type = item.text('CashReceiptType', 'cashReceiptType');
	const code = CASH_RECEIPT_TYPES.get(type);
	if (code === undefined) {
		const choices = [...CASH_RECEIPT_TYPES.keys()].join(', ');
		item.refuse('CashReceiptType', `must be one of ${choices} (it is ${type || 'empty'})`);
	}
	if (type === 'none') return { CashReceiptType: code };
	return {
		CashReceiptType: code,
		ReceiptTypeNo: item.digits('ReceiptTypeNo', 'cashReceiptNumber'),
	};
}
