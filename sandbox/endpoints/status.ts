import { formatKst } from '../../nodes/Nicepay/protocol/kst';
import type { Account, AccountState } from '../account';
import type { Received } from '../checks';
import { type ReplyFields, resultOf } from '../replies';
import type { EndpointBehaviour } from './endpoint';

/** 0 approved, 1 cancelled, 9 no approved transaction. What an unpaid account reads is an option. */
const STATUS: Readonly<Record<Exclude<AccountState, 'issued'>, string>> = {
	deposited: '0',
	refunded: '1',
	cancelled: '1',
	expired: '9',
};

function statusOf(account: Account | undefined, unpaid: string): string {
	if (!account) return '9';
	return account.state === 'issued' ? unpaid : STATUS[account.state];
}

const echo = ({ field }: Received): ReplyFields => ({ TID: field('TID') });

/** Tells the status of one transaction (trans_status.jsp). */
export const status: EndpointBehaviour = {
	checks: [],
	echo,
	carryOut: (received) => {
		const { field, state } = received;
		const account = state.books.find(field('TID'));
		return {
			...resultOf('status', '0000'),
			...echo(received),
			Status: statusOf(account, state.options.unpaidStatus),
			AuthCode: '',
			AuthDate: account?.depositedAt ? formatKst(new Date(account.depositedAt)).slice(2) : '',
		};
	},
};
