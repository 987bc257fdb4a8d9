import { html, type Html } from '../html';

const shown = (iso: string, from: number, to: number): Html =>
	html`<time datetime="${iso}">${iso.slice(from, to).replace('T', ' ')}</time>`;

/** `12-31 23:59:00` of an ISO time with `+09:00`. */
export const time = (iso: string): Html => shown(iso, 5, 19);

/** `2026-12-31 23:59` of an ISO time with `+09:00`. */
export const minute = (iso: string): Html => shown(iso, 0, 16);

/** The look of a state: each has a sign of its own, so that none is told by its colour alone. */
const SIGNS = { good: '✓', bad: '✗', waiting: '…', over: '–', warning: '!' } as const;

export type Tone = keyof typeof SIGNS;

export const badge = (tone: Tone, text: string): Html =>
	html`<span class="badge ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${text}</span>`;

/** Fields under their names, in order. */
export const fieldList = (fields: Readonly<Record<string, string>>): Html =>
	html`<dl class="fields">
		${Object.entries(fields).map(
			([name, text]) =>
				html`<div>
					<dt>${name}</dt>
					<dd>${text}</dd>
				</div>`,
		)}
	</dl>`;

/** Bytes kept as latin1, with those that are no printable ASCII as `\xC7`. */
export const rawBytes = (latin1: string): Html =>
	html`<pre class="raw" tabindex="0">
${latin1.replace(/[^\n\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}</pre>`;

/** What a section is called and, in a word, what is in it; the word is read out when it changes. */
export const sectionHead = (id: string, title: string, summary: string): Html =>
	html`<div class="section-head">
		<h2 id="${id}-title">${title}</h2>
		<p id="${id}-summary" class="summary" data-live="whole" aria-live="polite">${summary}</p>
	</div>`;

/** Where a form says what is wrong with it. */
export const formError = html`<p class="form-error" role="alert" data-error></p>`;
