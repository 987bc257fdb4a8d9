import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { refundBanks } from '../protocol/banks';
import type { MessageFields } from '../protocol/messages';
import { bankOptions } from './bankOptions';
import { cancelRequest } from './cancelRequest';
import { InvalidItem } from './InvalidItem';
import type { ItemSource, Operation, PreparationContext } from './Operation';
import { bankCodeOf, digitsOf, isNo, isYes, textOf, wonOf } from './values';

const showOnlyForCancel: IDisplayOptions = { show: { operation: ['cancelRefund'] } };
const showOnlyForRefund: IDisplayOptions = {
	show: { operation: ['cancelRefund'], cancelType: ['afterDeposit'] },
};

export const cancelProperties: INodeProperties[] = [
	{
		displayName: 'Cancel Type',
		name: 'cancelType',
		type: 'options',
		options: [
			{
				name: 'Cancel Before Deposit',
				value: 'beforeDeposit',
				description: 'Close an account nobody has paid into (채번취소)',
			},
			{
				name: 'Refund After Deposit',
				value: 'afterDeposit',
				description: 'Pay a deposit back to the customer’s account (환불)',
			},
		],
		default: 'beforeDeposit',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName:
			'A refund pays real money to the account below, out of your settlement balance (정산 잔액). NICEPAY accepts it now; the bank transfer follows later.',
		name: 'refundNotice',
		type: 'notice',
		default: '',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: 'Transaction ID (TID)',
		name: 'tid',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. nicepay00m03012611231200000042',
		description: 'TID of the issued account, exactly 30 characters',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: 'Order ID',
		name: 'orderId',
		type: 'string',
		default: '',
		required: true,
		description:
			'Order number of this cancel (Moid). For partial refunds: one of its own for each refund, and the same again when that refund is repeated.',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description:
			'What to cancel or refund, in whole won: the issued amount, unless it is a partial refund',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 고객 요청',
		description: 'Why (취소사유), up to 100 bytes in EUC-KR: 50 Korean characters',
		displayOptions: showOnlyForCancel,
	},
	{
		displayName: 'Partial Refund',
		name: 'partial',
		type: 'boolean',
		default: false,
		description:
			'Whether to refund only a part of the deposit (부분취소). Needs a contract. Never sent a second time when its reply gets lost.',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: 'Refund Account Number',
		name: 'refundAccountNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 110-123-456789',
		description:
			'The customer’s account (환불 계좌번호), up to 16 digits. Hyphens and spaces are dropped.',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: 'Refund Bank',
		name: 'refundBankCode',
		type: 'options',
		// No bank is likelier than another: money would go to the wrong one.
		options: [{ name: 'Choose the Bank', value: '' }, ...bankOptions(refundBanks())],
		default: '',
		required: true,
		description:
			'The customer’s bank (환불 은행). An expression may give any code of three digits.',
		displayOptions: showOnlyForRefund,
	},
	{
		displayName: 'Refund Account Holder',
		name: 'refundAccountHolder',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 홍길동',
		description:
			'Name of the account’s holder (예금주), up to 10 bytes in EUC-KR: five Korean characters',
		displayOptions: showOnlyForRefund,
	},
];

export const cancelAdditionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	displayOptions: showOnlyForCancel,
	options: [
		{
			displayName: 'Merchant Data (MallReserved)',
			name: 'mallReserved',
			type: 'string',
			default: '',
			description:
				'Comes back in the reply, up to 500 bytes in EUC-KR, without " and \\ (상점 예비정보)',
		},
	],
};

export const cancelRefund: Operation = {
	endpoint: 'cancel',
	verb: 'cancel or refund',
	participle: 'cancelled or refunded',
	openQuestion: {
		whether: 'the cancel or refund was carried out',
		findOut:
			'Look the TID up with “Get Transaction Status” or in NICEPAY’s merchant admin (취소내역) before you repeat it. A full cancel or refund may be repeated; a partial refund may not.',
	},

	identify({ parameter }: ItemSource) {
		const { cancelType, isPartial } = kindOf(parameter);
		const { TID, Moid, CancelAmt } = identityFields(parameter);
		return {
			identity: [isPartial ? 'partialRefund' : cancelType, Moid, TID, CancelAmt],
			...(isPartial ? { guardedRefund: `${TID}:${Moid}` } : { uniqueOrder: Moid }),
		};
	},

	read({ parameter, additional }: ItemSource) {
		const { cancelType, isPartial } = kindOf(parameter);
		return {
			...identityFields(parameter),
			CancelMsg: textOf('Reason', parameter('reason')),
			PartialCancelCode: isPartial ? '1' : '0',
			...(cancelType === 'afterDeposit' ? refundAccountFields(parameter) : {}),
			MallReserved: textOf('Merchant Data (MallReserved)', additional('mallReserved')),
		};
	},

	prepare: (fields: MessageFields, { merchant }: PreparationContext) =>
		cancelRequest(fields, merchant),
};

/** What is to be cancelled. @throws {InvalidItem} */
function kindOf(parameter: ItemSource['parameter']) {
	const cancelType = parameter('cancelType');
	if (cancelType !== 'beforeDeposit' && cancelType !== 'afterDeposit') {
		throw new InvalidItem(['Cancel Type must be beforeDeposit or afterDeposit']);
	}
	const isPartial = cancelType === 'afterDeposit' && isPartialRefund(parameter('partial'));
	return { cancelType, isPartial };
}

const identityFields = (parameter: ItemSource['parameter']) => ({
	TID: textOf('Transaction ID (TID)', parameter('tid')).trim(),
	Moid: textOf('Order ID', parameter('orderId')),
	CancelAmt: wonOf('Amount', parameter('amount')),
});

function refundAccountFields(parameter: ItemSource['parameter']): MessageFields {
	const fields = {
		RefundAcctNo: digitsOf('Refund Account Number', parameter('refundAccountNumber')),
		RefundBankCd: bankCodeOf('Refund Bank', parameter('refundBankCode')),
		RefundAcctNm: textOf('Refund Account Holder', parameter('refundAccountHolder')).trim(),
	};
	// The table asks for the account only once a part of it is there: NICEPAY cannot know of a refund.
	if (Object.values(fields).every((text) => text === '')) {
		throw new InvalidItem([
			'Refund Account Number, Refund Bank and Refund Account Holder are required to refund a deposit',
		]);
	}
	return fields;
}

/** What an expression may give for a boolean. @throws {InvalidItem} for anything unclear: it decides over money */
function isPartialRefund(value: unknown): boolean {
	if (isYes(value)) return true;
	if (isNo(value) || value === undefined) return false;
	throw new InvalidItem(['Partial Refund must be true or false']);
}
