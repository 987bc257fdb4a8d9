import type { NotificationSettings } from '../../notifications/settings';
import { html, type Html } from '../html';
import type { View } from '../view';
import { formError } from './common';

/** The form of what a merchant sets in NICEPAY's admin page. */
export function settingsSection(settings: NotificationSettings, view: View): Html {
	const { title } = view.texts.settings;
	return html`<section id="settings" class="card" aria-labelledby="settings-title">
		<h2 id="settings-title">${title}</h2>
		<form
			method="post"
			action="/console/settings${view.query}"
			id="settings-form"
			data-live="whole"
		>
			${inputs(settings, view)}
		</form>
	</section>`;
}

function inputs(settings: NotificationSettings, { texts: { settings: texts } }: View): Html {
	const checkbox = (name: 'okCheck' | 'charsetInHeader' | 'merchantKey') =>
		html`<label class="check">
			<input type="checkbox" name="${name}" ${settings[name] && html`checked`} /> ${texts[name]}
		</label>`;
	const space = (value: 'plus' | 'percent') =>
		html`<label class="check">
			<input
				type="radio"
				name="space"
				value="${value}"
				${settings.space === value && html`checked`}
			/>
			<code>${texts[value]}</code>
		</label>`;
	return html`<label for="settings-url">${texts.url}</label>
		<input
			id="settings-url"
			name="url"
			type="url"
			value="${settings.url}"
			placeholder="http://localhost:5678/webhook/…"
			aria-describedby="settings-url-hint"
		/>
		<p class="hint" id="settings-url-hint">${texts.urlHint}</p>
		<div class="pair">
			<div>
				<label for="settings-interval">${texts.intervalSeconds}</label>
				<input
					id="settings-interval"
					name="intervalSeconds"
					type="number"
					min="0"
					max="86400"
					step="any"
					value="${settings.intervalSeconds}"
					required
				/>
			</div>
			<div>
				<label for="settings-attempts">${texts.attempts}</label>
				<input
					id="settings-attempts"
					name="attempts"
					type="number"
					min="1"
					max="10"
					value="${settings.attempts}"
					required
				/>
			</div>
		</div>
		${(['okCheck', 'charsetInHeader', 'merchantKey'] as const).map(checkbox)}
		<fieldset class="inline">
			<legend>${texts.space}</legend>
			${(['plus', 'percent'] as const).map(space)}
		</fieldset>
		${formError}
		<button class="primary">${texts.save}</button>`;
}
