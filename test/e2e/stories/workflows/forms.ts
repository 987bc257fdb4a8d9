import assert from 'node:assert/strict';

import type { SavedWorkflow } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import type { World } from '../World';

/** A browser: the forms ignore robots. */
const headers = {
	'user-agent': 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
};

const multipart = (values: readonly unknown[]): FormData => {
	const form = new FormData();
	for (const [index, value] of values.entries()) form.append(`field-${index}`, String(value));
	return form;
};

/** A choice among radio buttons, as the page sends it. */
export const chosen = (option: string): string => JSON.stringify([option]);

const basic = ({ user, password }: { user: string; password: string }): string =>
	`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function formUrl(
	client: World['client'],
	{ nodes }: SavedWorkflow,
	name: string | undefined,
): string {
	const trigger = nodes.find(
		(node) => node.type === 'n8n-nodes-base.formTrigger' && (name ?? node.name) === node.name,
	);
	assert.ok(trigger?.webhookId, 'the form has a URL');
	return `${client.url}/form/${trigger.webhookId}`;
}

/** What n8n answers who opens a form, and who sends it, with a wrong password or none. */
export async function refusals(
	{ client }: Pick<World, 'client'>,
	workflow: SavedWorkflow,
	values: readonly unknown[],
	name: string,
): Promise<number[]> {
	const url = formUrl(client, workflow, name);
	const wrong = { ...headers, authorization: basic({ user: 'approver', password: 'guessed' }) };
	const statuses: number[] = [];
	for (const sent of [headers, wrong]) {
		statuses.push((await fetch(url, { headers: sent })).status);
		const body = multipart(values);
		statuses.push((await fetch(url, { method: 'POST', headers: sent, body })).status);
	}
	return statuses;
}

/**
 * Fills in a form with which a published workflow starts, in the order of its fields.
 *
 * @param name the form's node; by default, the first form
 * @param login for a form that asks for a password
 * @returns the URL of the pages that follow, where there are any
 */
export async function submitForm(
	{ client }: Pick<World, 'client'>,
	workflow: SavedWorkflow,
	values: readonly unknown[],
	name?: string,
	login?: { readonly user: string; readonly password: string },
): Promise<string | undefined> {
	const url = formUrl(client, workflow, name);
	const sent = { ...headers, ...(login && { authorization: basic(login) }) };
	await waitFor('the form', async () => {
		const page = await fetch(url, { headers: sent });
		const html = await page.text();
		return page.ok && html.includes('field-0');
	});
	const response = await fetch(url, { method: 'POST', headers: sent, body: multipart(values) });
	const text = await response.text();
	assert.equal(response.status, 200, text);
	return (JSON.parse(text) as { formWaitingUrl?: string }).formWaitingUrl;
}

/**
 * Waits for the next page of a form, as a browser does. n8n never answers who asks for it too early.
 *
 * @returns its HTML
 */
export async function nextPage(waitingUrl: string | undefined): Promise<string> {
	assert.ok(waitingUrl, 'the form has another page');
	const status = new URL(waitingUrl);
	status.pathname += '/n8n-execution-status';
	await waitFor('the next page of the form', async () => {
		const text = (await (await fetch(status, { headers })).text()).trim();
		if (['error', 'crashed', 'canceled'].includes(text)) throw new Error(`the form ended: ${text}`);
		return text === 'form-waiting';
	});
	return await (await fetch(waitingUrl, { headers })).text();
}

/** Waits for a form's last page. @returns its text */
export async function lastPage(waitingUrl: string | undefined): Promise<string> {
	const html = await nextPage(waitingUrl);
	// The page does so itself once it is shown.
	await (await fetch(waitingUrl ?? '', { method: 'POST', headers })).text();
	return html
		.replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');
}

/** Answers a page between a form's first and its last one. */
export async function answerPage(waitingUrl: string, values: readonly unknown[]): Promise<void> {
	assert.ok((await nextPage(waitingUrl)).includes('field-0'), 'the page asks for something');
	const response = await fetch(waitingUrl, { method: 'POST', headers, body: multipart(values) });
	assert.equal(response.status, 200, await response.text());
}
