import type { State } from '../state';
import { html, type Html } from './html';
import type { Notice } from './notice';
import { accountsSection } from './parts/accounts';
import { faultsSection } from './parts/faults';
import { header } from './parts/header';
import { notificationsSection } from './parts/notifications';
import { requestsSection } from './parts/requests';
import { settingsSection } from './parts/settings';
import { toolbar } from './parts/toolbar';
import type { View } from './view';

interface Shown {
	/** Host and port by which the browser reached the console. */
	readonly host: string;
	readonly notice?: Notice;
}

/**
 * The whole console. Its script fetches this page again and adopts the changes: the children of
 * `data-live="list"` one by one, by ID; the content of `data-live="whole"` at once.
 */
export function page(state: State, view: View, { host, notice }: Shown): Html {
	const { texts, language } = view;
	return html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<title>${texts.title}</title>
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<link rel="icon" href="/console/icon.svg" />
				<link rel="stylesheet" href="/console/style.css" />
				<script src="/console/script.js" defer></script>
			</head>
			<body>
				<a class="skip" href="#accounts">${texts.skip}</a>
				${header(state, view, host)}
				<main>
					<div class="messages">
						<p id="notice" class="notice" role="status">
							${notice && html`<span class="${notice.tone}">${notice.text}</span>`}
						</p>
						<p id="lost" role="alert" data-text="${texts.lost}"></p>
					</div>
					<noscript><p>${texts.noScript}</p></noscript>
					${toolbar(view)} ${accountsSection(state, view)}
					<div class="column">
						${notificationsSection(state, view)} ${settingsSection(state.notifier.settings(), view)}
					</div>
					<div class="column">
						${requestsSection(state, view)} ${faultsSection(state.faults.all(), view)}
					</div>
				</main>
				<footer><p>${texts.times}</p></footer>
			</body>
		</html>`;
}
