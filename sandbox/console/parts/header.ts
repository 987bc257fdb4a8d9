import { SAMPLE_MERCHANT_KEY } from '../../options';
import type { State } from '../../state';
import { html, type Html } from '../html';
import { LANGUAGES, type Language } from '../language';
import type { View } from '../view';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };

export function header({ options }: State, view: View, host: string): Html {
	const { texts } = view;
	const { credential } = texts;
	const isSampleKey = options.merchantKey === SAMPLE_MERCHANT_KEY;
	return html`<header>
		<div class="top">
			<h1><img src="/console/icon.svg" alt="" width="32" height="32" /> ${texts.title}</h1>
			<nav aria-label="${texts.sections}">
				<ul>
					${(['accounts', 'notifications', 'requests', 'settings', 'faults'] as const).map(
						(id) => html`<li><a href="#${id}">${texts[id].title}</a></li>`,
					)}
				</ul>
			</nav>
			<nav aria-label="${texts.language}" class="languages">
				<ul>
					${LANGUAGES.map((language) => languageLink(language, view))}
				</ul>
			</nav>
		</div>
		<div class="banner">
			<p><strong>${texts.noMoney}</strong> ${texts.noMoneyMore}</p>
			<dl class="credential" aria-label="${credential.title}">
				<div>
					<dt>${credential.baseUrl}</dt>
					<dd class="mono">http://${host}</dd>
				</div>
				<div>
					<dt>${credential.mid}</dt>
					<dd class="mono">${options.mid}</dd>
				</div>
				<div>
					<dt>${credential.key}</dt>
					<dd>${isSampleKey ? credential.sampleKey : credential.ownKey}</dd>
				</div>
			</dl>
		</div>
	</header>`;
}

function languageLink(language: Language, view: View): Html {
	const parameters = new URLSearchParams(view.query);
	parameters.set('lang', language);
	return html`<li>
		<a
			href="/?${parameters.toString()}"
			hreflang="${language}"
			lang="${language}"
			${language === view.language && html`aria-current="true"`}
			>${NAMES[language]}</a
		>
	</li>`;
}
