import assert from 'node:assert/strict';
import path from 'node:path';

import type { BrowserContext, Page } from '../../../harness/n8n/openBrowser';

import { freePort } from '../../../harness/n8n/freePort';
import { openBrowser } from '../../../harness/n8n/openBrowser';
import type { PartContext } from '../Part';
import { Service } from '../../../harness/n8n/Service';
import { waitFor } from '../../../harness/n8n/waitFor';

const START_SECONDS = 300;

/** From `npm start` to a paid order and its mail, and to Ctrl-C. */
export async function everythingInPlace({ report, cleanup, folder }: PartContext): Promise<void> {
	const [n8n, sandbox, home, mail] = [
		await freePort(),
		await freePort(),
		await freePort(),
		await freePort(),
	];
	const service = new Service({
		command: 'npm',
		args: ['start'],
		logFile: path.join(folder, 'npm-start.log'),
		stopSignal: 'SIGINT',
		env: {
			...process.env,
			START_FOLDER: path.join(folder, 'start'),
			N8N_PORT: String(n8n),
			PORT: String(sandbox),
			HOME_PORT: String(home),
			MAIL_PORT: String(mail),
		},
	});
	cleanup.add(async () => await service.stop());

	await report.check('tells where everything is', async () => {
		await service.ready('npm start', () => service.log().includes('Ctrl-C stops everything'), {
			seconds: START_SECONDS,
		});
		for (const port of [n8n, sandbox, home]) {
			assert.ok(service.log().includes(`http://localhost:${port}`), service.log());
		}
	});

	const { context, close } = await openBrowser(`http://localhost:${home}`);
	cleanup.add(close);
	await report.check('signs in to n8n, where the example workflows are', async () => {
		const page = await context.newPage();
		await page.goto('/editor');
		await page.getByText('NICEPAY: live check').first().waitFor();
		await page.screenshot({ path: path.join(folder, 'editor.png') });
	});

	await report.check('from an order to its deposit and the mail of thanks', async () => {
		const page = await context.newPage();
		await page.goto('/');
		await page.screenshot({ path: path.join(folder, 'home.png') });
		const order = await orderThrough(context, page);
		const paying = await context.newPage();
		await paying.goto(`http://localhost:${sandbox}/?lang=en`);
		await paying.getByRole('button', { name: new RegExp(`^Pay ₩.* into ${order}$`) }).click();
		await waitFor('two mails', async () => (await page.locator('#mails li').count()) >= 2);
		await page.screenshot({ path: path.join(folder, 'mails.png') });
		return (await page.locator('#mails a').allInnerTexts()).join('; ');
	});

	await report.check('Ctrl-C stops everything', async () => {
		await service.stop();
		for (const port of [n8n, sandbox, home, mail]) {
			await assert.rejects(fetch(`http://127.0.0.1:${port}/`), `port ${port} still answers`);
		}
	});
}

/** Fills in the order form that the first page leads to. @returns the order */
async function orderThrough(context: BrowserContext, home: Page): Promise<string> {
	const opened = context.waitForEvent('page');
	await home.locator('.steps a').first().click();
	const form = await opened;
	const order = `START-${Date.now()}`;
	const payBy = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
	const answers = [order, '홍길동', 'gildong@example.com', '120000', '토이 블록', payBy];
	for (const [index, answer] of answers.entries()) {
		await form.locator(`[name="field-${index}"]`).fill(answer);
	}
	await form.getByRole('button').first().click();
	await form
		.getByText(/120,000/)
		.first()
		.waitFor();
	return order;
}
