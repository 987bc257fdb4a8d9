import type { IWebhookFunctions } from 'n8n-workflow';

import { decryptCredential } from '../../../../nodes/Nicepay/trigger/decryptCredential';

describe('Decrypting the credential', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	let decryptions = 0;
	let here = {};
	beforeEach(() => {
		decryptions = 0;
		here = {};
	});

	/** A request to a trigger; all to the same server unless it says otherwise. */
	const request = ({ server = here, workflow = 'w', credential = 'c', fails = false } = {}) =>
		({
			getRequestObject: () => ({ socket: { server } }),
			getNode: () => ({ id: 'node', credentials: { nicepayApi: { id: credential } } }),
			getWorkflow: () => ({ id: workflow }),
			getCredentials: async () => {
				decryptions++;
				if (fails) throw new Error('no key');
				return await Promise.resolve({ mid: String(decryptions) });
			},
		}) as unknown as IWebhookFunctions;

	it('is done once for deposits that arrive within a second', async () => {
		const first = await Promise.all([decryptCredential(request()), decryptCredential(request())]);
		await jest.advanceTimersByTimeAsync(900);
		expect([...first, await decryptCredential(request())]).toEqual(Array(3).fill({ mid: '1' }));
		expect(decryptions).toBe(1);
		await jest.advanceTimersByTimeAsync(101);
		expect(await decryptCredential(request())).toEqual({ mid: '2' });
	});

	it.each([
		['workflow', { workflow: 'other' }],
		['credential', { credential: 'other' }],
		['server', { server: {} }],
	])('is not shared with another %s', async (_name, other) => {
		await decryptCredential(request());
		expect(await decryptCredential(request(other))).toEqual({ mid: '2' });
	});

	it('is tried again at once when it has failed', async () => {
		await expect(decryptCredential(request({ fails: true }))).rejects.toThrow('no key');
		await jest.advanceTimersByTimeAsync(0);
		expect(await decryptCredential(request())).toEqual({ mid: '2' });
	});
});
