import { html, type Html } from '../html';
import { ACCOUNT_STATES, type View } from '../view';
import { formError } from './common';

/** The search, the switch of the live updates, and Reset. */
export function toolbar(view: View): Html {
	const { search: texts, states } = view.texts;
	return html`<div class="toolbar">
		<form role="search" method="get" action="/" id="search-form">
			<label for="search">${texts.label}</label>
			<input
				id="search"
				name="q"
				type="search"
				value="${view.search}"
				placeholder="${texts.hint}"
			/>
			<label for="search-state">${texts.state}</label>
			<select id="search-state" name="state">
				<option value="">${texts.anyState}</option>
				${ACCOUNT_STATES.map(
					(state) =>
						html`<option value="${state}" ${state === view.state && html`selected`}>
							${states[state]}
						</option>`,
				)}
			</select>
			<button data-plain>${texts.submit}</button>
		</form>
		<label class="check live" hidden>
			<input type="checkbox" id="live" checked /> ${view.texts.live}
		</label>
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
