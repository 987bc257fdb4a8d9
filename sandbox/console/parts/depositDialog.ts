import type { Account } from '../../account';
import { defaultDepositor } from '../../control/actions';
import { html, type Html } from '../html';
import type { View } from '../view';
import { formError, input } from './common';

/** How much the wrong amounts are off, where the amount allows it. Won. */
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
			${input(`${id}-amount`, texts.payAmount, {
				name: 'amount',
				type: 'number',
				min: 1,
				max: 999999999999,
				step: 1,
				value: amount,
				required: true,
				autofocus: true,
			})}
			${input(`${id}-name`, texts.payDepositor, {
				name: 'depositorName',
				value: defaultDepositor(account),
				autocomplete: 'off',
			})}
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
