import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { InvalidItemError } from '../errors';
import { givenChoice } from '../given';
import { refundBanks } from '../protocol/banks';
import type { MessageFields } from '../protocol/messageFields';
import { fieldLabel } from '../protocol/messageFields';
import { bankOptions } from './bankOptions';
import { cancelRequest } from './cancelRequest';
import type { ItemReader } from './ItemReader';
import type { Operation } from './Operation';

const label = (field: string) => fieldLabel('cancel', field);

const showOnlyForCancel: IDisplayOptions = { show: { operation: ['cancelRefund'] } };
const showOnlyForRefund: IDisplayOptions = {
	show: { operation: ['cancelRefund'], cancelType: ['afterDeposit'] },
};

const properties: INodeProperties[] = [
	{
		displayName: 'Cancel Type',
		name: 'cancelType',
		type: 'options',
		options: [
			{
				name: 'Cancel Before Deposit',
				value: 'beforeDeposit',
				description: 'Close an account that nobody has paid into (채번취소)',
			},
			{
				name: 'Refund After Deposit',
				value: 'afterDeposit',
				description: 'Refund a deposit to the customer’s bank account (환불)',
			},
		],
		default: 'beforeDeposit',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName:
			'A refund sends real money from your settlement balance (정산 잔액) to the account below. NICEPAY accepts it now and makes the bank transfer later.',
		name: 'refundNotice',
		type: 'notice',
		default: '',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: label('TID'),
		name: 'tid',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. nicepay00m03012611231200000042',
		description: 'TID of the issued account, exactly 30 characters',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: label('Moid'),
		name: 'orderId',
		type: 'string',
		default: '',
		required: true,
		description:
			'Order number of this cancel or refund (Moid). Give each partial refund its own, and use the same one again if you repeat that refund.',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: label('CancelAmt'),
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description:
			'How much to cancel or refund, in whole won. Use the issued amount, except for a partial refund. An expression can also return text such as 55,000 won.',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: label('CancelMsg'),
		name: 'reason',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Customer request (고객 요청)',
		description:
			'Why you cancel or refund (취소사유), up to 100 bytes in EUC-KR: 50 Korean characters',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: label('PartialCancelCode'),
		name: 'partial',
		type: 'boolean',
		default: false,
		description:
			'Whether to refund only part of the deposit (부분취소). Requires a contract. If the reply gets lost, the node never sends the refund again.',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: label('RefundAcctNo'),
		name: 'refundAccountNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 110-123-456789',
		description:
			'The customer’s account number (환불 계좌번호) as text, up to 16 digits. Hyphens and spaces are removed.',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: label('RefundBankCd'),
		name: 'refundBankCode',
		type: 'options',
		// No default: with a wrong one, money could go to the wrong bank.
		options: [{ name: 'Choose the Bank', value: '' }, ...bankOptions(refundBanks())],
		default: '',
		required: true,
		description:
			'The customer’s bank (환불 은행). An expression can return a code or a name, such as 088, KakaoBank or Shinhan (신한).',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: label('RefundAcctNm'),
		name: 'refundAccountHolder',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Hong Gildong (홍길동)',
		description:
			'Name of the account’s holder (예금주), up to 10 bytes in EUC-KR: 5 Korean characters',
		displayOptions: showOnlyForRefund,
	},
];

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	displayOptions: showOnlyForCancel,
	options: [
		{
			displayName: label('MallReserved'),
			name: 'mallReserved',
			type: 'string',
			default: '',
			description:
				'Your own data (상점 예비정보), up to 500 bytes in EUC-KR, without " and \\. NICEPAY repeats it in the reply.',
		},
	],
};

export const cancelRefund: Operation = {
	choice: {
		name: 'Cancel/Refund',
		value: 'cancelRefund',
		action: 'Cancel or refund a virtual account',
		description: 'Close an unpaid virtual account, or refund a deposit (취소/환불)',
	},
	subtitle: 'cancel/refund',
	properties,
	additionalFields,
	endpoint: 'cancel',
	verb: 'cancel or refund',
	participle: 'cancelled or refunded',
	unknownOutcome: {
		whether: 'the cancel or refund was carried out',
		findOut: ({ PartialCancelCode }) =>
			PartialCancelCode === '1'
				? 'Check NICEPAY’s merchant admin (취소내역) before you repeat it. The transaction status does not show it, and a partial refund sent twice is paid twice.'
				: 'Run the node again: NICEPAY refuses a second full cancel or refund and tells you so. Or check NICEPAY’s merchant admin (취소내역).',
	},

	identify(item) {
		const { cancelType, isPartial } = readKind(item);
		const { TID, Moid, CancelAmt } = readIdentity(item);
		return {
			identity: [isPartial ? 'partialRefund' : cancelType, Moid, TID, CancelAmt],
			...(isPartial ? { guardedRefund: `${TID}:${Moid}` } : { uniqueOrder: Moid }),
		};
	},

	read(item) {
		const { cancelType, isPartial } = readKind(item);
		return {
			...readIdentity(item),
			CancelMsg: item.text('CancelMsg', 'reason'),
			PartialCancelCode: isPartial ? '1' : '0',
			...(cancelType === 'afterDeposit' ? readRefundAccount(item) : {}),
			MallReserved: item.text('MallReserved', 'additionalFields.mallReserved'),
		};
	},

	prepare: (fields, { merchant }) => cancelRequest(fields, merchant),
};

/** Reads the kind of cancel. @throws {InvalidItemError} */
function readKind(item: ItemReader) {
	const cancelType = item.choice('cancelType');
	if (cancelType !== 'beforeDeposit' && cancelType !== 'afterDeposit') {
		throw new InvalidItemError([
			`Cancel Type must be beforeDeposit or afterDeposit ${givenChoice(cancelType)}`,
		]);
	}
	const isPartial =
		cancelType === 'afterDeposit' && item.boolean(label('PartialCancelCode'), 'partial', false);
	return { cancelType, isPartial };
}

const readIdentity = (item: ItemReader) => ({
	TID: item.identifier('TID', 'tid'),
	Moid: item.identifier('Moid', 'orderId'),
	CancelAmt: item.won('CancelAmt', 'amount'),
});

function readRefundAccount(item: ItemReader): MessageFields {
	const fields = {
		RefundAcctNo: item.accountNumber('RefundAcctNo', 'refundAccountNumber'),
		RefundBankCd: item.bankCode('RefundBankCd', 'refundBankCode'),
		RefundAcctNm: item.text('RefundAcctNm', 'refundAccountHolder').trim(),
	};
	// With all three empty, the message would pass as a cancel before deposit.
	if (Object.values(fields).every((text) => text === '')) {
		const [number, bank, holder] = Object.keys(fields).map(label);
		throw new InvalidItemError([
			`${number}, ${bank} and ${holder} are required to refund a deposit`,
		]);
	}
	return fields;
}
