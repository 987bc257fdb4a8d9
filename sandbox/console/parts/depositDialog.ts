import type { Account } from '../../account';
import { usualDepositor } from '../../control/actions';
import { html, type Html } from '../html';
import type { View } from '../view';
import { formError } from './common';

/** How much too much or too little is paid in, where the amount allows it. Won. */
const OFF = 1_000;

/** Asks how much is paid in, and by whom. */
export function depositDialog(account: Account, action: string, { texts }: View): Html {
	const id = `pay-${account.tid}`;
	const { amount, orderId } = account;
	const short = amount > OFF ? amount - OFF : Math.floor(amount / 2);
	// Enter in a field presses the first button: the one for the typed amount.
	return html`<div popover id="${id}" class="dialog" role="dialog" aria-labelledby="${id}-title">
		<form method="post" action="${action}">
			<h3 id="${id}-title">${texts.payTitle(orderId)}</h3>
			<p class="minor">${account.goodsName} · ${texts.money(amount)}</p>
			<label for="${id}-amount">${texts.payAmount}</label>
			<input
				id="${id}-amount"
				name="amount"
				type="number"
				min="1"
				max="999999999999"
				step="1"
				value="${amount}"
				required
				autofocus
			/>
			<label for="${id}-name">${texts.payDepositor}</label>
			<input
				id="${id}-name"
				name="depositorName"
				value="${usualDepositor(account)}"
				autocomplete="off"
			/>
			<button class="primary">${texts.payThis}</button>
			<p class="minor" id="${id}-wrong">${texts.payWrong}</p>
			<div class="buttons" role="group" aria-labelledby="${id}-wrong">
				${short > 0 && html`<button name="preset" value="${short}">${texts.payShort(short)}</button>`}
				<button name="preset" value="${amount + OFF}">${texts.payOver(amount + OFF)}</button>
			</div>
			${formError}
			<button type="button" class="quiet" popovertarget="${id}" popovertargetaction="hide">
				${texts.close}
			</button>
		</form>
	</div>`;
}
