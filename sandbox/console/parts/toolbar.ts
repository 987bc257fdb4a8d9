import { html, type Html } from '../html';
import { ACCOUNT_STATES, type View } from '../view';
import { check, formError, input, select } from './common';

/** Search, live updates and Reset. */
export function toolbar(view: View): Html {
	const { search: texts, states, live } = view.texts;
	const search = { name: 'q', type: 'search', value: view.search, placeholder: texts.hint };
	return html`<div class="toolbar">
		<form role="search" method="get" action="/" id="search-form">
			${input('search', texts.label, search)}
			${select({ id: 'search-state', name: 'state', selected: view.state }, texts.state, [
				['', texts.anyState],
				...ACCOUNT_STATES.map((state) => [state, states[state]] as const),
			])}
			<button data-plain>${texts.submit}</button>
		</form>
		<div class="live" hidden>${check({ type: 'checkbox', id: 'live', checked: true }, live)}</div>
		${resetDialog(view)}
	</div>`;
}

function resetDialog(view: View): Html {
	const { reset, close } = view.texts;
	return html`<button type="button" popovertarget="reset-dialog">${reset.button} …</button>
		<div popover id="reset-dialog" class="dialog" role="dialog" aria-labelledby="reset-title">
			<form method="post" action="/console/reset${view.query}">
				<h3 id="reset-title">${reset.question}</h3>
				<p>${reset.explanation}</p>
				<div class="buttons">
					<button class="danger">${reset.confirm}</button>
					<button type="button" popovertarget="reset-dialog" popovertargetaction="hide" autofocus>
						${close}
					</button>
				</div>
				${formError}
			</form>
		</div>`;
}
