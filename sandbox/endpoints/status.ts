import { formatKst } from '../../nodes/Nicepay/protocol/kst';
import type { AccountState } from '../account';
import type { Received } from '../checks';
import { type ReplyFields, resultFields } from '../replies';
import type { EndpointBehaviour } from './endpoint';

/**
 * Manual: 0 approved, 1 cancelled, 9 no approved transaction. The manual does not say what an unpaid
 * account reads; that is an option.
 */
const STATUS: Readonly<Record<Exclude<AccountState, 'issued'>, string>> = {
	deposited: '0',
	refunded: '1',
	cancelled: '1',
	expired: '9',
};

function readStatus({ account, state: { options } }: Received): string {
	if (!account) return '9';
	return account.state === 'issued' ? options.unpaidStatus : STATUS[account.state];
}

const echo = ({ field }: Received): ReplyFields => ({ TID: field('TID') });

/** Returns the status of one transaction (trans_status.jsp). */
export const status: EndpointBehaviour = {
	checks: {},
	echo,
	carryOut: (received) => {
		const depositedAt = received.account?.depositedAt;
		return {
			...resultFields('status', '0000'),
			...echo(received),
			Status: readStatus(received),
			AuthCode: '',
			AuthDate: depositedAt ? formatKst(new Date(depositedAt)).slice(2) : '',
		};
	},
};
