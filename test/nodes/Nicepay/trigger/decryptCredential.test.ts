import type { IWebhookFunctions } from 'n8n-workflow';

import { decryptCredential } from '../../../../nodes/Nicepay/trigger/decryptCredential';

describe('Decrypting the credential', () => {
	let decryptions = 0;
	let time = 0;
	let here = {};
	beforeEach(() => {
		decryptions = 0;
		time = 0;
		here = {};
	});

	/** Decrypts for a request to a trigger; all to the same server unless it says otherwise. */
	const decrypt = async ({ server = here, workflow = 'w', credential = 'c', fails = false } = {}) =>
		await decryptCredential(
			{
				getRequestObject: () => ({ socket: { server } }),
				getNode: () => ({ id: 'node', credentials: { nicepayApi: { id: credential } } }),
				getWorkflow: () => ({ id: workflow }),
				getCredentials: async () => {
					decryptions++;
					if (fails) throw new Error('no key');
					return await Promise.resolve({ mid: String(decryptions) });
				},
			} as unknown as IWebhookFunctions,
			() => time,
		);

	it('is done once for deposits that arrive within a second', async () => {
		const first = await Promise.all([decrypt(), decrypt()]);
		time = 999;
		expect([...first, await decrypt()]).toEqual(Array(3).fill({ mid: '1' }));
		expect(decryptions).toBe(1);
		time = 1_000;
		expect(await decrypt()).toEqual({ mid: '2' });
	});

	it.each([
		['workflow', { workflow: 'other' }],
		['credential', { credential: 'other' }],
		['server', { server: {} }],
	])('is not shared with another %s', async (_name, other) => {
		await decrypt();
		expect(await decrypt(other)).toEqual({ mid: '2' });
	});

	it('is tried again at once when it has failed', async () => {
		await expect(decrypt({ fails: true })).rejects.toThrow('no key');
		expect(await decrypt()).toEqual({ mid: '2' });
	});
});
