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

/**
 * Fills in the form with which a published workflow starts, in the order of its fields.
 *
 * @returns the URL of the pages that follow, where there are any
 */
export async function submitForm(
	{ client }: Pick<World, 'client'>,
	workflow: SavedWorkflow,
	values: readonly unknown[],
): Promise<string | undefined> {
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
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

/** Waits for a form's last page, as a browser does. @returns its text */
export async function lastPage(waitingUrl: string | undefined): Promise<string> {
	assert.ok(waitingUrl, 'the form has a last page');
	const status = new URL(waitingUrl);
	status.pathname += '/n8n-execution-status';
	await waitFor('the last page of the form', async () => {
		const text = (await (await fetch(status, { headers })).text()).trim();
		if (['error', 'crashed', 'canceled'].includes(text)) throw new Error(`the form ended: ${text}`);
		return text === 'form-waiting';
	});
	const html = await (await fetch(waitingUrl, { headers })).text();
	// The page does so itself once it is shown.
	await (await fetch(waitingUrl, { method: 'POST', headers })).text();
	return html
		.replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');
}

/** Decides on the page behind an approval's link. @returns what it says then */
export async function answerPage(url: string, values: readonly unknown[]): Promise<string> {
	// n8n sends the mail first and saves that the execution waits for the answer after that.
	await waitFor('the approval’s page', async () => {
		const page = await fetch(url, { headers });
		return (await page.text()).includes('field-0');
	});
	const response = await fetch(url, { method: 'POST', headers, body: multipart(values) });
	assert.equal(response.status, 200);
	return await response.text();
}
