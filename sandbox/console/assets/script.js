/**
 * Keeps the console up to date and sends its forms without leaving the page. The server renders
 * everything: this fetches the page again and takes over what has changed, so that focus, typed text
 * and what was unfolded stay. Without it the page works by reloading.
 */
'use strict';

const POLL_MS = 1_000;
const TYPING_MS = 250;

/** The server's markup of each live part as it was last taken over. */
const known = new WeakMap();
let etag = '';

const liveParts = (root) => root.querySelectorAll('[data-live]');

for (const part of liveParts(document)) {
	known.set(part, part.innerHTML);
	for (const child of part.children) known.set(child, child.outerHTML);
}

// ---- taking over what has changed

/** Whether someone is at work in `part`, whose typing must not be lost. */
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

/** Puts `fresh` in the place of `old`; what was unfolded and focused stays so. */
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
		if (!old) list.insertBefore(item, place);
		else if (known.get(old) !== source) {
			if (old === place) place = old.nextElementSibling;
			replaceItem(old, item);
		} else {
			if (old === place) place = old.nextElementSibling;
			else list.insertBefore(old, place);
			continue;
		}
		known.set(item, source);
	}
}

function removeItem(item) {
	const list = item.parentElement;
	const hadFocus = item.contains(document.activeElement);
	item.remove();
	if (hadFocus) list.closest('section').focus();
}

/** @param submitted the form whose answer this is: its fields are done with */
function takeOver(text, submitted) {
	const fresh = new DOMParser().parseFromString(text, 'text/html');
	for (const part of liveParts(document)) {
		const counterpart = fresh.getElementById(part.id);
		if (!counterpart) continue;
		if (part.dataset.live === 'list') updateList(part, counterpart);
		else replaceWhole(part, counterpart, submitted);
	}
	return fresh;
}

// ---- asking the server

async function refresh() {
	const lost = document.getElementById('lost');
	try {
		const reply = await fetch(location.pathname + location.search, {
			cache: 'no-store',
			headers: etag ? { 'if-none-match': etag } : {},
		});
		if (reply.status === 200) {
			const text = await reply.text();
			etag = reply.headers.get('etag') ?? '';
			takeOver(text);
		}
		lost.textContent = '';
	} catch {
		if (lost.textContent === '') lost.textContent = lost.dataset.text;
	}
}

/** What was done stands in the URL after a form was sent without this script. */
function forgetDone() {
	const url = new URL(location.href);
	for (const name of ['done', 'tid']) url.searchParams.delete(name);
	history.replaceState(null, '', url);
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
		const fresh = takeOver(text, reply.ok ? form : undefined);
		etag = '';
		const notice = fresh.getElementById('notice');
		if (error) error.textContent = reply.ok ? '' : notice.textContent.trim();
		if (reply.ok || !error) showNotice(notice);
	} catch {
		const lost = document.getElementById('lost');
		lost.textContent = lost.dataset.text;
	}
}

function showNotice(notice) {
	document.getElementById('notice').replaceChildren(...notice.childNodes);
}

// ---- what a person does

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
	// The links of the language switch and the forms keep the view, too.
	etag = '';
	void refresh();
}

// An amount is typed over the one that is proposed.
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

document.querySelector('[data-plain]').hidden = true;
document.querySelector('.live').hidden = false;
const live = document.getElementById('live');
forgetDone();
setInterval(() => {
	if (live.checked && !document.hidden) void refresh();
}, POLL_MS);
