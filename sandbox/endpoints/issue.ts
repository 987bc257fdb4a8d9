import { issuableBanks } from '../../nodes/Nicepay/protocol/banks';
import { formatKst, isoFromKst } from '../../nodes/Nicepay/protocol/kst';
import type { Account } from '../account';
import { isOpen } from '../books';
import type { Check, Received } from '../checks';
import { padAmount, type ReplyFields, resultOf } from '../replies';
import type { EndpointBehaviour } from './endpoint';

const bankNames = new Map(issuableBanks().map(({ code, nameKo }) => [code, nameKo]));

/** NICEPAY pads bank names with spaces. Characters. */
const BANK_NAME_WIDTH = 20;

/** `YYYYMMDDHHmmss` of a VbankExpDate: a day alone ends with its last second. */
const deadlineDigits = (digits: string) =>
	digits.length === 8 ? `${digits}235959` : `${digits}00`;

const cashReceiptNumbers: Readonly<Record<string, RegExp>> = {
	1: /^01\d{8,9}$/,
	2: /^\d{10}$/,
};

const checks: readonly Check[] = [
	{
		name: 'TID begins with the MID',
		refuse: ({ field }) =>
			field('TID').startsWith(field('MID'))
				? undefined
				: { code: 'A115', detail: `TID ${field('TID')} does not begin with ${field('MID')}` },
	},
	{
		name: 'issuable bank',
		refuse: ({ field }) =>
			bankNames.has(field('BankCode'))
				? undefined
				: { code: '4126', detail: `no virtual accounts at bank ${field('BankCode')}` },
	},
	{
		name: 'deposit deadline',
		refuse: ({ field, now }) => {
			const [deadline, today] = [deadlineDigits(field('VbankExpDate')), formatKst(now)];
			if (deadline > today) return undefined;
			const code = deadline.slice(0, 8) < today.slice(0, 8) ? 'A108' : 'A107';
			return { code, detail: `VbankExpDate ${field('VbankExpDate')} has passed; it is ${today}` };
		},
	},
	{ name: 'cash receipt', refuse: ({ field }) => refuseCashReceipt(field) },
	{
		name: 'account holder name',
		refuse: ({ field, state }) =>
			field('VbankAccountName') === '' || state.options.allowAccountName
				? undefined
				: { code: '4145', detail: 'this MID may not set VbankAccountName' },
	},
	{
		name: 'new TID',
		refuse: ({ field, state }) =>
			state.books.find(field('TID'))
				? { code: 'A225', detail: `TID ${field('TID')} has been used` }
				: undefined,
	},
	{
		name: 'new order',
		refuse: ({ field, state }) => {
			const earlier = state.books.findByOrder(field('Moid'));
			if (!earlier) return undefined;
			if (state.options.orderReuse === 'afterCancel' && !isOpen(earlier)) return undefined;
			return { code: 'A127', detail: `order ${field('Moid')} has account ${earlier.tid}` };
		},
	},
];

function refuseCashReceipt(field: Received['field']) {
	const pattern = cashReceiptNumbers[field('CashReceiptType')];
	if (!pattern) return undefined;
	const number = field('ReceiptTypeNo');
	if (number === '') {
		return { code: 'A117', field: 'ReceiptTypeNo', detail: 'ReceiptTypeNo is missing' };
	}
	return pattern.test(number)
		? undefined
		: { code: '7012', detail: `ReceiptTypeNo ${number} does not fit CashReceiptType` };
}

function accountOf({ field, state }: Received): Account {
	const type = field('CashReceiptType');
	return state.books.issue({
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
		depositDeadline: isoFromKst(deadlineDigits(field('VbankExpDate'))) ?? '',
	});
}

const echo = ({ field }: Received): ReplyFields => ({
	TID: field('TID'),
	Moid: field('Moid'),
	Amt: padAmount(field('Amt')),
});

/** Issues a virtual account (get_vacount.jsp). */
export const issue: EndpointBehaviour = {
	checks,
	echo,
	carryOut: (received) => {
		const account = accountOf(received);
		const deadline = deadlineDigits(received.field('VbankExpDate'));
		return {
			...resultOf('issue', '4100'),
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
