import { html, type Html } from '../../../sandbox/console/html';
import type { Language } from '../../../sandbox/console/language';
import { N8nClient } from '../../../harness/n8n/N8nClient';
import type { Mail } from '../mail/Mailbox';
import { TEXTS } from './texts';

/** What the page links to. */
export interface Shown {
	readonly consoleUrl: string;
	readonly forms: ReadonlyArray<{ readonly title: string; readonly url: string }>;
	readonly mails: readonly Mail[];
}

/** The start page. Its script shows new mails as they arrive. */
export function homePage(language: Language, { consoleUrl, forms, mails }: Shown): Html {
	const texts = TEXTS[language];
	const { email, password } = N8nClient.owner;
	const [order] = forms;
	return html`<!doctype html>
		<html lang="${language}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>${texts.title}</title>
				<link rel="icon" href="/icon.svg" />
				<link rel="stylesheet" href="/style.css" />
				<link rel="stylesheet" href="/home.css" />
				<script src="/home.js" defer></script>
			</head>
			<body>
				<header>
					<div class="top">
						<h1><img src="/icon.svg" alt="" width="32" height="32" /> ${texts.title}</h1>
					</div>
					<div class="banner"><p>${texts.noMoney}</p></div>
				</header>
				<main>
					<section class="card">
						<h2>${texts.steps}</h2>
						<ol class="steps">
							${order && html`<li><a href="${order.url}" target="_blank">${texts.order}</a></li>`}
							<li><a href="${consoleUrl}" target="_blank">${texts.payIn}</a></li>
							<li><a href="/editor" target="_blank">${texts.look}</a></li>
						</ol>
						<h3>${texts.login}</h3>
						<p class="mono">${email} / ${password}</p>
					</section>
					<section class="card">
						<h2>${texts.forms}</h2>
						<ul>
							${forms.map(
								({ title, url }) => html`<li><a href="${url}" target="_blank">${title}</a></li>`,
							)}
						</ul>
						<h3>n8n</h3>
						<ul>
							<li><a href="/editor" target="_blank">${texts.editor}</a></li>
							<li><a href="${consoleUrl}" target="_blank">${texts.console}</a></li>
						</ul>
					</section>
					<section class="card wide">
						<h2>${texts.mails}</h2>
						<div id="mails" aria-live="polite">
							${mails.length === 0 && html`<p class="foot">${texts.noMails}</p>`}
							<ul>
								${mails.map(
									(mail) =>
										html`<li>
											<a href="/mails/${mail.id}" target="_blank">${mail.subject}</a>
											<span class="minor">
												${texts.to} ${mail.to} ·
												${mail.receivedAt.toLocaleTimeString(language, { timeZone: 'Asia/Seoul' })}
											</span>
										</li>`,
								)}
							</ul>
						</div>
					</section>
				</main>
			</body>
		</html>`;
}

/** A mail without an HTML part. */
export const textMail = ({ subject, text }: Mail): Html =>
	html`<!doctype html>
		<meta charset="utf-8" />
		<title>${subject}</title>
		<pre>${text}</pre>`;
