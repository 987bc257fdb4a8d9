import { formatKst } from '../../nodes/Nicepay/protocol/kst';
import type { Account } from '../account';
import type { Received } from '../checks';
import { padAmount, type ReplyFields, resultFields } from '../replies';
import { cancelSignature } from '../signatures';
import { cancelChecks, isPartial, readCancelAmount } from './cancelChecks';
import type { EndpointBehaviour } from './endpoint';

/** Cancels an account before the deposit or refunds it afterwards (cancel_process.jsp). */
export const cancel: EndpointBehaviour = {
	checks: cancelChecks,
	echo,
	carryOut: (received) => {
		const { account, state, now } = received;
		if (!account) return { ...resultFields('cancel', '2012'), ...echo(received) };
		const code = settle(received, account);
		const time = formatKst(now);
		return {
			...resultFields('cancel', code),
			...echo(received),
			Signature: sign(received),
			CancelDate: time.slice(0, 8),
			CancelTime: time.slice(8),
			CancelNum: state.books.nextCancelNumber(),
		};
	},
};

function echo({ account, field, state }: Received): ReplyFields {
	const isOwn = field('MID') === state.options.mid;
	return {
		CancelAmt: padAmount(field('CancelAmt')),
		MID: field('MID'),
		Moid: field('Moid'),
		Signature: '',
		PayMethod: 'VBANK',
		TID: field('TID'),
		CancelDate: '',
		CancelTime: '',
		CancelNum: '',
		RemainAmt: isOwn ? padAmount(account?.remaining ?? 0) : '',
		MallReserved: field('MallReserved'),
	};
}

/** Cancels or refunds. @returns 2001 before the deposit, 2211 after it (manual: both are success) */
function settle(received: Received, account: Account): '2001' | '2211' {
	const { field, state, now } = received;
	if (account.state === 'issued') {
		state.books.cancel(account, now);
		return '2001';
	}
	state.books.refund(
		account,
		{
			moid: field('Moid'),
			amount: readCancelAmount(received),
			partial: isPartial(received),
			account: field('RefundAcctNo'),
			bank: field('RefundBankCd'),
			holder: field('RefundAcctNm'),
		},
		now,
	);
	return '2211';
}

/** The manual's example hashes the plain amount, its comments the padded one: an option. */
function sign(received: Received): string {
	const { field, state } = received;
	const { signatureAmount, merchantKey } = state.options;
	const plain = String(readCancelAmount(received));
	const amount = signatureAmount === 'padded' ? padAmount(plain) : plain;
	return cancelSignature({ tid: field('TID'), mid: field('MID'), amount }, merchantKey);
}
