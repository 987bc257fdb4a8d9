import { BANKS } from '../../nodes/Nicepay/protocol/banks';
import type { Account } from '../account';
import type { Check, Received, Refusal } from '../checks';

const REFUND_ACCOUNT = ['RefundAcctNo', 'RefundBankCd', 'RefundAcctNm'];
const refundableBanks = new Set(
	BANKS.filter(({ refundAccount }) => refundAccount !== 'no').map(({ code }) => code),
);

export const isPartial = ({ field }: Received): boolean => field('PartialCancelCode') === '1';
export const cancelAmount = ({ field }: Received): number => Number(field('CancelAmt'));

/** A rule for accounts nobody has paid into, or for those somebody has. */
function inState(
	state: 'issued' | 'deposited',
	name: string,
	refuse: (received: Received, account: Account) => Refusal | undefined,
): Check {
	return {
		name,
		refuse: (received) => {
			const account = received.state.books.find(received.field('TID'));
			return account?.state === state ? refuse(received, account) : undefined;
		},
	};
}

/** What may be cancelled and refunded. Earlier rules win. */
export const cancelChecks: readonly Check[] = [
	{
		name: 'transaction of this MID',
		refuse: ({ field }) =>
			field('TID').startsWith(field('MID'))
				? undefined
				: { code: '2019', detail: `TID ${field('TID')} belongs to another MID` },
	},
	{
		name: 'known transaction',
		refuse: ({ field, state }) =>
			state.books.find(field('TID'))
				? undefined
				: { code: '2012', detail: `TID ${field('TID')} was never issued` },
	},
	{
		name: 'not cancelled yet',
		refuse: ({ field, state }) => {
			const account = state.books.find(field('TID'));
			return account?.state === 'cancelled' || account?.state === 'refunded'
				? { code: '2015', detail: `the account is ${account.state} since ${account.closedAt}` }
				: undefined;
		},
	},
	{
		name: 'not expired',
		refuse: ({ field, state }) =>
			state.books.find(field('TID'))?.state === 'expired'
				? { code: '2016', detail: 'the deposit deadline has passed' }
				: undefined,
	},
	inState('issued', 'in full before deposit', (received) =>
		isPartial(received) ? { code: '2045', detail: 'nobody has paid in' } : undefined,
	),
	inState('issued', 'amount as issued', (received, { amount }) =>
		cancelAmount(received) === amount
			? undefined
			: { code: '2011', detail: `the account was issued for ${amount} won` },
	),
	inState('deposited', 'refund account', ({ field }) => {
		const missing = REFUND_ACCOUNT.filter((name) => field(name) === '');
		return missing.length === 0
			? undefined
			: { code: '2047', detail: `the customer has paid in; missing: ${missing.join(', ')}` };
	}),
	inState('deposited', 'refundable bank', ({ field }) =>
		refundableBanks.has(field('RefundBankCd'))
			? undefined
			: {
					code: 'A212',
					field: 'RefundBankCd',
					detail: `no refunds to bank ${field('RefundBankCd')}`,
				},
	),
	inState('deposited', 'partial refund is new', (received, { refunds }) => {
		const moid = received.field('Moid');
		const done = isPartial(received) && refunds.some((past) => past.partial && past.moid === moid);
		return done
			? { code: '2013', detail: `a partial refund with Moid ${moid} was accepted before` }
			: undefined;
	}),
	inState('deposited', 'amount within what remains', (received, { remaining }) =>
		cancelAmount(received) <= remaining
			? undefined
			: { code: '2032', detail: `${remaining} won remain` },
	),
	inState('deposited', 'full refund of all that remains', (received, { remaining }) =>
		isPartial(received) || cancelAmount(received) === remaining
			? undefined
			: { code: '2011', detail: `a full refund is ${remaining} won` },
	),
];
