import assert from 'node:assert/strict';

import type { World } from './World';
import { MERCHANT } from './merchant';

/** The credential's own test in n8n. */
export async function credential({ report, client, sandboxUrl, sandbox }: World): Promise<void> {
	const test = async (changes: Record<string, string>) =>
		await client.testCredential('NICEPAY', 'nicepayApi', {
			...MERCHANT,
			baseUrl: sandboxUrl,
			...changes,
		});

	await report.check('the credential test passes with the right key', async () => {
		const { status, message } = await test({});
		assert.equal(status, 'OK', message);
		assert.equal(sandbox.requests.all().at(-1)?.endpoint, 'status');
		return message;
	});

	await report.check('it fails with NICEPAY’s reason with a wrong key', async () => {
		const { status, message } = await test({ merchantKey: 'x'.repeat(88) });
		assert.equal(status, 'Error');
		assert.match(message, /NICEPAY refused: [0-9A-Z]{4} /);
		return message;
	});

	await report.check('it fails with NICEPAY’s reason with another MID', async () => {
		const { status, message } = await test({ mid: 'somebody0m' });
		assert.equal(status, 'Error');
		assert.match(message, /NICEPAY refused: [0-9A-Z]{4} /);
		return message;
	});

	await report.check('it says so when nothing listens at the base URL', async () => {
		const { status, message } = await test({ baseUrl: 'http://127.0.0.1:9' });
		assert.equal(status, 'Error');
		return message;
	});

	await report.check('it refuses plain http to another machine', async () => {
		const { status, message } = await test({ baseUrl: 'http://webapi.nicepay.co.kr' });
		assert.equal(status, 'Error');
		assert.match(message, /https/);
		return message;
	});
}
