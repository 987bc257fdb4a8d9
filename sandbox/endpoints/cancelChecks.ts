import { BANKS } from '../../nodes/Nicepay/protocol/banks';
import type { Account, AccountState } from '../account';
import type { Checks, Received, Refusal } from '../checks';

const REFUND_ACCOUNT = ['RefundAcctNo', 'RefundBankCd', 'RefundAcctNm'];

/** Source: the bank tables of NICEPAY's manual and site, which mark banks that cannot take refunds. */
const refundableBanks = new Set(
	BANKS.filter(({ refundAccount }) => refundAccount !== 'no').map(({ code }) => code),
);

export const isPartial = ({ field }: Received): boolean => field('PartialCancelCode') === '1';
export const readCancelAmount = ({ field }: Received): number => Number(field('CancelAmt'));

/** A rule for accounts in one state. */
const when =
	(state: AccountState, refuse: (account: Account, received: Received) => Refusal | false) =>
	(received: Received): Refusal | false =>
		received.account?.state === state && refuse(received.account, received);

/** What may be cancelled and refunded. */
export const cancelChecks: Checks = {
	// Manual: result code 2019.
	'transaction of this MID': ({ field }) =>
		!field('TID').startsWith(field('MID')) && {
			code: '2019',
			detail: `TID ${field('TID')} belongs to another MID`,
		},
	// Manual: result code 2012.
	'known transaction': ({ account, field }) =>
		!account && { code: '2012', detail: `TID ${field('TID')} was never issued` },
	// Manual: result code 2015.
	'not cancelled yet': ({ account }) =>
		(account?.state === 'cancelled' || account?.state === 'refunded') && {
			code: '2015',
			detail: `the account has been ${account.state} since ${account.closedAt}`,
		},
	// NICEPAY's newer API refuses this. The code is a guess.
	'not expired': when('expired', () => ({
		code: '2016',
		detail: 'the deposit deadline has passed',
	})),
	// Manual: PartialCancelCode must be 0 before the deposit.
	'in full before deposit': when(
		'issued',
		(_, received) => isPartial(received) && { code: '2045', detail: 'nobody has paid in' },
	),
	// Manual: result code 2011. What a full cancel of another amount does is not published.
	'amount as issued': when(
		'issued',
		({ amount }, received) =>
			readCancelAmount(received) !== amount && {
				code: '2011',
				detail: `the account was issued for ${amount} won`,
			},
	),
	// Manual: all three fields are required once the customer has paid.
	'refund account': when('deposited', (_, { field }) => {
		const missing = REFUND_ACCOUNT.filter((name) => field(name) === '');
		const detail = `the customer has paid in; missing: ${missing.join(', ')}`;
		return missing.length > 0 && { code: '2047', detail };
	}),
	// The banks are NICEPAY's. Refusing the others is the sandbox's own, and the code is a guess.
	'refundable bank': when('deposited', (_, { field }) => {
		const bank = field('RefundBankCd');
		const detail = `no refunds to bank ${bank}`;
		return !refundableBanks.has(bank) && { code: 'A212', field: 'RefundBankCd', detail };
	}),
	// Manual: Moid guards against a repeated partial cancel.
	'partial refund is new': when('deposited', ({ refunds }, received) => {
		const moid = received.field('Moid');
		const isRepeat = refunds.some((past) => past.partial && past.moid === moid);
		const detail = `a partial refund with Moid ${moid} was accepted before`;
		return isPartial(received) && isRepeat && { code: '2013', detail };
	}),
	// Manual: result code 2032.
	'amount within what remains': when(
		'deposited',
		({ remaining }, received) =>
			readCancelAmount(received) > remaining && { code: '2032', detail: `${remaining} won remain` },
	),
	// Manual: result code 2011. What a full refund of less does is not published.
	'full refund of all that remains': when(
		'deposited',
		({ remaining }, received) =>
			!isPartial(received) &&
			readCancelAmount(received) !== remaining && {
				code: '2011',
				detail: `a full refund is ${remaining} won`,
			},
	),
};
