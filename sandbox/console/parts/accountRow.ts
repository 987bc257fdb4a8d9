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

/** Where the console's forms about an account go. */
export const accountAction = (account: Account, action: 'deposit' | 'expire', view: View): string =>
	`/console/accounts/${encodeURIComponent(account.tid)}/${action}${view.query}`;

export function accountRow(account: Account, view: View): Html {
	const { texts } = view;
	return html`<tr role="row" id="account-${account.tid}" tabindex="-1">
		<th scope="row" role="rowheader" class="order">
			<span class="order-id">${account.orderId}</span>
			<span class="minor"
				>${[account.goodsName, account.buyerName].filter(Boolean).join(' · ')}</span
			>
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
			${stateDetails(account, view).map((detail) => html`<span class="minor">${detail}</span>`)}
		</td>
		<td role="cell" class="actions">${account.state === 'issued' && actions(account, view)}</td>
	</tr>`;
}

function stateDetails(account: Account, { texts }: View): string[] {
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
	return html`<div class="buttons">
			<form method="post" action="${accountAction(account, 'deposit', view)}">
				<button
					class="primary"
					data-focus="pay"
					aria-label="${texts.payInAbout(account.amount, account.orderId)}"
				>
					${texts.payIn}
				</button>
			</form>
			<button
				type="button"
				popovertarget="pay-${account.tid}"
				data-focus="other"
				aria-label="${texts.payOtherAbout(account.orderId)}"
			>
				${texts.payOther}
			</button>
			<form method="post" action="${accountAction(account, 'expire', view)}">
				<button data-focus="expire" aria-label="${texts.expireAbout(account.orderId)}">
					${texts.expire}
				</button>
			</form>
		</div>
		${depositDialog(account, accountAction(account, 'deposit', view), view)}`;
}
