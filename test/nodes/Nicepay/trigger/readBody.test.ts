import { readBody } from '../../../../nodes/Nicepay/trigger/readBody';

/** A request of which n8n reads `rawBody`. */
const request = (rawBody: Buffer | undefined, headers: Record<string, string> = {}) =>
	({ headers, rawBody, readRawBody: async () => {} }) as never;

describe('Reading the body of a request', () => {
	it('gives its bytes', async () => {
		const bytes = Buffer.from('a=b');
		expect(await readBody(request(bytes, { 'content-length': '3' }))).toBe(bytes);
	});

	it.each([undefined, Buffer.alloc(0)])('takes one without a body for empty', async (none) => {
		expect(await readBody(request(none))).toHaveLength(0);
		expect(await readBody(request(none, { 'content-length': '0' }))).toHaveLength(0);
	});

	it('does not take one for empty that has lost its body: it may have been a deposit', async () => {
		expect(await readBody(request(undefined, { 'content-length': '512' }))).toEqual({
			reason: 'unreadable',
			cause: 'it is empty, but 512 bytes were announced',
		});
	});
});
