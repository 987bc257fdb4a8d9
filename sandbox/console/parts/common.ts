import { html, type Html, type Part } from '../html';

const timeElement = (iso: string, from: number, to: number): Html =>
	html`<time datetime="${iso}">${iso.slice(from, to).replace('T', ' ')}</time>`;

/** `12-31 23:59:00` of an ISO time with `+09:00`. */
export const time = (iso: string): Html => timeElement(iso, 5, 19);

/** `2026-12-31 23:59` of an ISO time with `+09:00`. */
export const minute = (iso: string): Html => timeElement(iso, 0, 16);

/** Each tone has a sign too: colour alone must not carry meaning. */
const SIGNS = { good: '✓', bad: '✗', waiting: '…', over: '–', warning: '!' } as const;

export type Tone = keyof typeof SIGNS;

export const badge = (tone: Tone, text: string): Html =>
	html`<span class="badge ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${text}</span>`;

/** Names and their values, in order. */
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

/** A Latin-1 string of bytes. Bytes that are not printable ASCII become `\xC7`. */
export const rawBytes = (latin1: string): Html =>
	html`<pre class="raw" tabindex="0">
${latin1.replace(/[^\n\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}</pre>`;

/** A section's title and a short summary; screen readers announce changes of the summary. */
export const sectionHead = (id: string, title: string, summary: string): Html =>
	html`<div class="section-head">
		<h2 id="${id}-title">${title}</h2>
		<p id="${id}-summary" class="summary" data-live="whole" aria-live="polite">${summary}</p>
	</div>`;

interface Log {
	/** What an entry is; the section's ID is its plural. */
	readonly item: 'notification' | 'request';
	readonly title: string;
	readonly summary: string;
	/** What to know of the list, if anything. */
	readonly note: string;
	readonly entries: Part;
}

/** A section that lists what has happened, newest first. */
export const logSection = ({ item, title, summary, note, entries }: Log): Html =>
	html`<section id="${item}s" class="card" aria-labelledby="${item}s-title">
		${sectionHead(`${item}s`, title, summary)}
		<p class="foot" id="${item}s-note" data-live="whole">${note}</p>
		<ol class="log scroll" id="${item}-list" data-live="list" aria-labelledby="${item}s-title">
			${entries}
		</ol>
	</section>`;

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const attributes = (given: Attributes): Html =>
	html`${Object.entries(given).map(([name, value]) => {
		if (value === false || value === null || value === undefined) return false;
		return value === true ? html` ${name}` : html` ${name}="${value}"`;
	})}`;

/** A labelled input. Attributes that are `false`, `null` or `undefined` are left out. */
export const input = (id: string, label: string, given: Attributes, hint?: string): Html =>
	html`<label for="${id}">${label}</label>
		<input id="${id}" ${attributes({ ...given, 'aria-describedby': hint && `${id}-hint` })} />
		${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}`;

/** A labelled selection. @param choices values and their texts */
export const select = (
	{ id, name, selected }: { id: string; name: string; selected?: string },
	label: string,
	choices: ReadonlyArray<readonly [value: string, text: string]>,
): Html =>
	html`<label for="${id}">${label}</label>
		<select id="${id}" name="${name}">
			${choices.map(
				([value, text]) =>
					html`<option value="${value}" ${value === selected && html`selected`}>${text}</option>`,
			)}
		</select>`;

/** A labelled checkbox or radio button. */
export const check = (given: Attributes, label: Part): Html =>
	html`<label class="check"><input ${attributes(given)} /> ${label}</label>`;

/** Where a form shows its error. */
export const formError = html`<p class="form-error" role="alert" data-error></p>`;
