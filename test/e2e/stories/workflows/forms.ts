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

/**
 * Fills in a form with which a published workflow starts, in the order of its fields.
 *
 * @param name the form's node; by default, the first form
 * @returns the URL of the pages that follow, where there are any
 */
export async function submitForm(
	{ client }: Pick<World, 'client'>,
	workflow: SavedWorkflow,
	values: readonly unknown[],
	name?: string,
): Promise<string | undefined> {
	const trigger = workflow.nodes.find(
		(node) => node.type === 'n8n-nodes-base.formTrigger' && (name ?? node.name) === node.name,
	);
	assert.ok(trigger?.webhookId, 'the form has a URL');
	const url = `${client.url}/form/${trigger.webhookId}`;
	await waitFor('the form', async () => {
		const page = await fetch(url, { headers });
		const html = await page.text();
		return page.ok && html.includes('field-0');
	});
	const response = await fetch(url, { method: 'POST', headers, body: multipart(values) });
	const text = await response.text();
	assert.equal(response.status, 200, text);
	return (JSON.parse(text) as { formWaitingUrl?: string }).formWaitingUrl;
}

/** Waits for the next page of a form, as a browser does. n8n never answers who asks for it too early. */
async function nextPage(waitingUrl: string | undefined): Promise<string> {
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
