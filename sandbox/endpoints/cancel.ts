import { formatKst } from '../../nodes/Nicepay/protocol/kst';
import type { Account } from '../account';
import type { Received } from '../checks';
import { padAmount, type ReplyFields, resultOf } from '../replies';
import { cancelSignature } from '../signatures';
import { cancelAmount, cancelChecks, isPartial } from './cancelChecks';
import type { EndpointBehaviour } from './endpoint';

const accountOf = ({ field, state }: Received) => state.books.find(field('TID'));

function echo(received: Received): ReplyFields {
	const { field, state } = received;
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
		RemainAmt:
			field('MID') === state.options.mid ? padAmount(accountOf(received)?.remaining ?? 0) : '',
		MallReserved: field('MallReserved'),
	};
}

function signatureOf(received: Received): string {
	const { field, state } = received;
	const { signatureAmount, merchantKey } = state.options;
	const amount = String(cancelAmount(received));
	return cancelSignature(
		{
			tid: field('TID'),
			mid: field('MID'),
			amount: signatureAmount === 'padded' ? padAmount(amount) : amount,
		},
		merchantKey,
	);
}

/** Cancels or refunds. @returns NICEPAY's code: 2001 before a deposit, 2211 after it */
function settle(received: Received, account: Account): '2001' | '2211' {
	const { field, state } = received;
	if (account.state === 'issued') {
		state.books.cancel(account);
		return '2001';
	}
	state.books.refund(account, {
		moid: field('Moid'),
		amount: cancelAmount(received),
		partial: isPartial(received),
		account: field('RefundAcctNo'),
		bank: field('RefundBankCd'),
		holder: field('RefundAcctNm'),
	});
	return '2211';
}

/** Cancels an account before the deposit or refunds it afterwards (cancel_process.jsp). */
export const cancel: EndpointBehaviour = {
	checks: cancelChecks,
	echo,
	carryOut: (received) => {
		const account = accountOf(received);
		if (!account) return { ...resultOf('cancel', '2012'), ...echo(received) };
		const code = settle(received, account);
		const time = formatKst(received.now);
		return {
			...resultOf('cancel', code),
			...echo(received),
			Signature: signatureOf(received),
			CancelDate: time.slice(0, 8),
			CancelTime: time.slice(8),
			CancelNum: received.state.books.nextCancelNumber(),
		};
	},
};
