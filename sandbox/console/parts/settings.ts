import type { NotificationSettings } from '../../notifications/settings';
import { html, type Html } from '../html';
import type { View } from '../view';
import { check, formError, input } from './common';

/** The form for what a merchant sets in NICEPAY's admin page. */
export function settingsSection(settings: NotificationSettings, view: View): Html {
	const { settings: texts } = view.texts;
	const action = `/console/settings${view.query}`;
	return html`<section id="settings" class="card" aria-labelledby="settings-title">
		<h2 id="settings-title">${texts.title}</h2>
		<form method="post" action="${action}" id="settings-form" data-live="whole">
			${input(
				'settings-url',
				texts.url,
				{
					name: 'url',
					type: 'url',
					value: settings.url,
					placeholder: 'http://localhost:5678/webhook/…',
				},
				texts.urlHint,
			)}
			<div class="pair">
				<div>
					${input('settings-interval', texts.intervalSeconds, {
						name: 'intervalSeconds',
						type: 'number',
						min: 0,
						max: 86400,
						step: 'any',
						value: settings.intervalSeconds,
						required: true,
					})}
				</div>
				<div>
					${input('settings-attempts', texts.attempts, {
						name: 'attempts',
						type: 'number',
						min: 1,
						max: 10,
						value: settings.attempts,
						required: true,
					})}
				</div>
			</div>
			${(['okCheck', 'charsetInHeader', 'merchantKey'] as const).map((name) =>
				check({ type: 'checkbox', name, checked: settings[name] }, texts[name]),
			)}
			<fieldset class="inline">
				<legend>${texts.space}</legend>
				${(['plus', 'percent'] as const).map((value) =>
					check(
						{ type: 'radio', name: 'space', value, checked: settings.space === value },
						html`<code>${texts[value]}</code>`,
					),
				)}
			</fieldset>
			${formError}
			<button class="primary">${texts.save}</button>
		</form>
	</section>`;
}
