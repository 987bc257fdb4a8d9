import { setTimeout as sleep } from 'node:timers/promises';

import { freshFetch } from './freshFetch';

const TRIES = 120;

/** The URL of a production webhook. */
export const productionUrl = ({ url }: { url: string }, path: string): string =>
	`${url}/webhook/${path}`;

/**
 * Posts JSON to a webhook. After you activate a workflow, n8n answers 404 for a few seconds, so this tries
 * again. That is safe: with a 404, nothing has run.
 *
 * @throws {Error} if n8n answers anything else than 200
 */
export async function post(url: string, body: unknown): Promise<string> {
	for (let tries = 0; ; tries++) {
		const response = await freshFetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (response.status === 200) return text;
		if (response.status !== 404 || tries === TRIES) {
			throw new Error(`POST ${url}: ${response.status} ${text.slice(0, 300)}`);
		}
		await sleep(250);
	}
}
