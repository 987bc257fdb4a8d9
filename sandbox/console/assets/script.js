/**
 * Keeps the console up to date and submits its forms without leaving the page. The server renders
 * everything: this script fetches the page again and adopts only what has changed, so that focus,
 * typed text and open details stay. Without it, the page works by reloading.
 */
'use strict';

const POLL_MS = 1_000;
const TYPING_MS = 250;

/** The server's markup of each live part and list item, as last adopted. */
const known = new WeakMap();
let etag = '';

const liveParts = (root) => root.querySelectorAll('[data-live]');

for (const part of liveParts(document)) {
	known.set(part, part.innerHTML);
	for (const child of part.children) known.set(child, child.outerHTML);
}

// ---- Adopt changes

/** Whether a person is using `part`: what they typed must not be lost. */
function isInUse(part) {
	const fields = [...part.querySelectorAll('input, select, textarea')];
	return fields.some(
		(field) =>
			field === document.activeElement ||
			(field.type === 'checkbox' || field.type === 'radio'
				? field.checked !== field.defaultChecked
				: 'defaultValue' in field && field.value !== field.defaultValue),
	);
}

function replaceWhole(part, fresh, submitted) {
	if (known.get(part) === fresh.innerHTML && part !== submitted) return;
	if (part !== submitted && isInUse(part)) return;
	const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
	known.set(part, fresh.innerHTML);
	part.replaceChildren(...fresh.childNodes);
	if (focused) document.getElementById(focused)?.focus();
}

/** Replaces `old` with `fresh`, and keeps open details and focus. */
function replaceItem(old, fresh) {
	const unfolded = [...old.querySelectorAll('details')].map(({ open }) => open);
	fresh.querySelectorAll('details').forEach((details, index) => (details.open = unfolded[index]));
	const hadFocus = old.contains(document.activeElement);
	const name = document.activeElement?.dataset.focus;
	const onSummary = document.activeElement?.tagName === 'SUMMARY';
	old.replaceWith(fresh);
	if (!hadFocus) return;
	const same = name && fresh.querySelector(`[data-focus="${name}"]`);
	(same || (onSummary && fresh.querySelector('summary')) || fresh).focus();
}

function updateList(list, fresh) {
	const wanted = new Set([...fresh.children].map(({ id }) => id));
	for (const child of [...list.children]) if (!wanted.has(child.id)) removeItem(child);
	let place = list.firstElementChild;
	for (const item of [...fresh.children]) {
		const source = item.outerHTML;
		const old = document.getElementById(item.id);
		const isNext = old && old === place;
		if (isNext) place = old.nextElementSibling;
		if (old && known.get(old) === source) {
			if (!isNext) list.insertBefore(old, place);
			continue;
		}
		if (old) replaceItem(old, item);
		else list.insertBefore(item, place);
		known.set(item, source);
	}
}

function removeItem(item) {
	const list = item.parentElement;
	const hadFocus = item.contains(document.activeElement);
	item.remove();
	if (hadFocus) list.closest('section').focus();
}

/** @param submitted the form that led to this page: its typed text may be replaced */
function adopt(text, submitted) {
	const fresh = new DOMParser().parseFromString(text, 'text/html');
	for (const part of liveParts(document)) {
		const counterpart = fresh.getElementById(part.id);
		if (!counterpart) continue;
		if (part.dataset.live === 'list') updateList(part, counterpart);
		else replaceWhole(part, counterpart, submitted);
	}
	return fresh;
}

// ---- Talk to the server

async function refresh() {
	try {
		const reply = await fetch(location.pathname + location.search, {
			cache: 'no-store',
			headers: etag ? { 'if-none-match': etag } : {},
		});
		if (reply.status === 200) {
			const text = await reply.text();
			etag = reply.headers.get('etag') ?? '';
			adopt(text);
		}
		showLost(false);
	} catch {
		showLost(true);
	}
}

/** Shows or hides that the sandbox is not responding. */
function showLost(isLost) {
	const lost = document.getElementById('lost');
	const text = isLost ? lost.dataset.text : '';
	// Screen readers announce every change.
	if (lost.textContent !== text) lost.textContent = text;
}

async function send(form, submitter) {
	const error = form.querySelector('[data-error]');
	try {
		const reply = await fetch(form.action, {
			method: 'POST',
			body: new URLSearchParams(new FormData(form, submitter)),
		});
		const text = await reply.text();
		if (reply.ok) form.closest('[popover]')?.hidePopover();
		const fresh = adopt(text, reply.ok ? form : undefined);
		etag = '';
		const notice = fresh.getElementById('notice');
		if (error) error.textContent = reply.ok ? '' : notice.textContent.trim();
		if (reply.ok || !error) {
			document.getElementById('notice').replaceChildren(...notice.childNodes);
		}
	} catch {
		showLost(true);
	}
}

// ---- React to a person

document.addEventListener('submit', (event) => {
	const form = event.target;
	event.preventDefault();
	if (form.method === 'post') void send(form, event.submitter);
	else search();
});

function search() {
	const form = document.getElementById('search-form');
	const url = new URL(location.href);
	for (const [name, value] of new FormData(form)) {
		if (value.trim() === '') url.searchParams.delete(name);
		else url.searchParams.set(name, value);
	}
	history.replaceState(null, '', url);
	etag = '';
	void refresh();
}

// Typing an amount replaces the proposed one.
document.addEventListener('focusin', ({ target }) => {
	if (target.matches('.dialog input[type="number"]')) target.select();
});

let typing;
document.getElementById('search-form').addEventListener('input', () => {
	clearTimeout(typing);
	typing = setTimeout(search, TYPING_MS);
});

for (const link of document.querySelectorAll('.languages a')) {
	link.addEventListener('click', () => {
		const url = new URL(location.href);
		url.searchParams.set('lang', link.lang);
		link.href = url.pathname + url.search;
	});
}

// ---- Start

document.querySelector('[data-plain]').hidden = true;
document.querySelector('.live').hidden = false;

// A form that was sent without this script left its result in the URL.
const url = new URL(location.href);
for (const name of ['done', 'tid']) url.searchParams.delete(name);
history.replaceState(null, '', url);

const live = document.getElementById('live');
setInterval(() => {
	if (live.checked && !document.hidden) void refresh();
}, POLL_MS);
