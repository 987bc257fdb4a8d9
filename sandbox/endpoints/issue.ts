import { issuableBanks } from '../../nodes/Nicepay/protocol/banks';
import { formatKst, isoFromKst } from '../../nodes/Nicepay/protocol/kst';
import type { Account } from '../account';
import { isOpen } from '../books';
import type { Checks, Received } from '../checks';
import { padAmount, type ReplyFields, resultFields } from '../replies';
import type { EndpointBehaviour } from './endpoint';

/** Source: the bank tables of NICEPAY's manual and site; only banks that all of them list. */
const bankNames = new Map(issuableBanks().map(({ code, nameKo }) => [code, nameKo]));

/** Manual: replies may pad values with spaces. The width, in characters, is a guess. */
const BANK_NAME_WIDTH = 20;

/** Manual: a mobile number for income deduction (1), a business number for a business expense (2). */
const CASH_RECEIPT_NUMBERS: Readonly<Record<string, RegExp>> = {
	1: /^01\d{8,9}$/,
	2: /^\d{10}$/,
};

const checks: Checks = {
	// Manual: the format of the TID.
	'TID begins with the MID': ({ field }) =>
		!field('TID').startsWith(field('MID')) && {
			code: 'A115',
			detail: `TID ${field('TID')} does not begin with ${field('MID')}`,
		},
	// Manual: result code 4126.
	'issuable bank': ({ field }) =>
		!bankNames.has(field('BankCode')) && {
			code: '4126',
			detail: `no virtual accounts at bank ${field('BankCode')}`,
		},
	// Manual: result codes A107 and A108.
	'deposit deadline': ({ field, now }) => {
		const [deadline, today] = [readDeadline(field), formatKst(now)];
		const isEarlierDay = deadline.slice(0, 8) < today.slice(0, 8);
		return (
			deadline <= today && {
				code: isEarlierDay ? 'A108' : 'A107',
				detail: `VbankExpDate ${field('VbankExpDate')} has passed; it is ${today}`,
			}
		);
	},
	// Manual: ReceiptTypeNo is required with CashReceiptType 1 and 2.
	'cash receipt': ({ field }) => {
		const pattern = CASH_RECEIPT_NUMBERS[field('CashReceiptType')];
		const number = field('ReceiptTypeNo');
		if (!pattern || pattern.test(number)) return undefined;
		return number === ''
			? { code: 'A117', field: 'ReceiptTypeNo', detail: 'ReceiptTypeNo is missing' }
			: { code: '7012', detail: `ReceiptTypeNo ${number} does not fit CashReceiptType` };
	},
	// Manual: VbankAccountName needs an agreement with NICEPAY.
	'account holder name': ({ field, state }) =>
		field('VbankAccountName') !== '' &&
		!state.options.allowAccountName && {
			code: '4145',
			detail: 'this MID may not set VbankAccountName',
		},
	// Manual: TIDs are unique.
	'new TID': ({ account, field }) =>
		account && { code: 'A225', detail: `TID ${field('TID')} has been used` },
	// Manual: order numbers are unique. Whether a closed one may be used again is not published.
	'new order': ({ field, state }) => {
		const earlier = state.books.findByOrder(field('Moid'));
		return (
			earlier &&
			state.options.orderReuse !== 'always' &&
			(state.options.orderReuse === 'never' || isOpen(earlier)) && {
				code: 'A127',
				detail: `order ${field('Moid')} has account ${earlier.tid}`,
			}
		);
	},
};

/** Issues a virtual account (get_vacount.jsp). */
export const issue: EndpointBehaviour = {
	checks,
	echo,
	carryOut: (received) => {
		const account = openAccount(received);
		const deadline = readDeadline(received.field);
		return {
			...resultFields('issue', '4100'),
			...echo(received),
			AuthDate: formatKst(received.now).slice(2),
			VbankBankCode: account.bankCode,
			VbankBankName: account.bankName.padEnd(BANK_NAME_WIDTH),
			VbankNum: account.accountNumber,
			VbankExpDate: deadline.slice(0, 8),
			VbankExpTime: deadline.slice(8),
		};
	},
};

function echo({ field }: Received): ReplyFields {
	return { TID: field('TID'), Moid: field('Moid'), Amt: padAmount(field('Amt')) };
}

/**
 * VbankExpDate as `YYYYMMDDHHmmss`. A date alone means the last second of that day (reported by
 * integrators; the manual does not say).
 */
function readDeadline(field: Received['field']): string {
	const digits = field('VbankExpDate');
	return digits.length === 8 ? `${digits}235959` : `${digits}00`;
}

function openAccount({ field, state, now }: Received): Account {
	const type = field('CashReceiptType');
	return state.books.issue(
		{
			tid: field('TID'),
			orderId: field('Moid'),
			amount: Number(field('Amt')),
			goodsName: field('GoodsName'),
			buyerName: field('BuyerName'),
			buyerTel: field('BuyerTel'),
			buyerEmail: field('BuyerEmail'),
			accountHolderName: field('VbankAccountName'),
			cashReceiptType: type === '1' || type === '2' ? type : '0',
			cashReceiptNumber: field('ReceiptTypeNo'),
			bankCode: field('BankCode'),
			bankName: bankNames.get(field('BankCode')) ?? '',
			depositDeadline: isoFromKst(readDeadline(field)) ?? '',
		},
		now,
	);
}
