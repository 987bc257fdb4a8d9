import type { Account, AccountState } from '../../account';
import { html, type Html } from '../html';
import type { View } from '../view';
import { badge, minute, type Tone } from './common';
import { depositDialog } from './depositDialog';

const TONES: Readonly<Record<AccountState, Tone>> = {
	issued: 'waiting',
	deposited: 'good',
	refunded: 'over',
	cancelled: 'over',
	expired: 'over',
};

export function accountRow(account: Account, view: View): Html {
	const { texts } = view;
	const goods = [account.goodsName, account.buyerName].filter(Boolean).join(' · ');
	return html`<tr role="row" id="account-${account.tid}" tabindex="-1">
		<th scope="row" role="rowheader" class="order">
			<span class="order-id">${account.orderId}</span>
			<span class="minor">${goods}</span>
			<span class="minor mono tid">${account.tid}</span>
		</th>
		<td role="cell" class="amount" data-label="${texts.accounts.amount}">
			${texts.money(account.amount)}
		</td>
		<td role="cell" class="bank" data-label="${texts.accounts.bank}">
			<span>${texts.bank(account.bankCode, account.bankName)}</span>
			<span class="minor mono">${account.accountNumber}</span>
		</td>
		<td role="cell" class="deadline" data-label="${texts.accounts.deadline}">
			${minute(account.depositDeadline)}
		</td>
		<td role="cell" class="state" data-label="${texts.accounts.state}">
			${badge(TONES[account.state], texts.states[account.state])}
			${describeDeposit(account, view).map((detail) => html`<span class="minor">${detail}</span>`)}
		</td>
		<td role="cell" class="actions">${account.state === 'issued' && actions(account, view)}</td>
	</tr>`;
}

function describeDeposit(account: Account, { texts }: View): string[] {
	const { amount, depositedAmount, depositorName, remaining, state } = account;
	if (depositorName === null) return [];
	const off = depositedAmount - amount;
	return [
		...(off < 0 ? [texts.paidShort(-off)] : []),
		...(off > 0 ? [texts.paidOver(off)] : []),
		...(state === 'deposited' && remaining < depositedAmount ? [texts.remaining(remaining)] : []),
		texts.paidBy(depositorName),
	];
}

function actions(account: Account, view: View): Html {
	const { texts } = view;
	const { tid, orderId, amount } = account;
	const path = `/console/accounts/${encodeURIComponent(tid)}`;
	const deposit = `${path}/deposit${view.query}`;
	return html`<div class="buttons">
			<form method="post" action="${deposit}">
				<button class="primary" data-focus="pay" aria-label="${texts.payInAbout(amount, orderId)}">
					${texts.payIn}
				</button>
			</form>
			<button
				type="button"
				popovertarget="pay-${tid}"
				data-focus="other"
				aria-label="${texts.payOtherAbout(orderId)}"
			>
				${texts.payOther}
			</button>
			<form method="post" action="${path}/expire${view.query}">
				<button data-focus="expire" aria-label="${texts.expireAbout(orderId)}">
					${texts.expire}
				</button>
			</form>
		</div>
		${depositDialog(account, deposit, view)}`;
}
