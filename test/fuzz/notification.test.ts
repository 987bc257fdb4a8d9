import { builtPackage } from '../nodes/Nicepay/builtPackage';
import { EXAMPLE, KEY, MID } from '../nodes/Nicepay/trigger/forms';
import { write } from './arbitraries';
import { checkBody, checkWritten, fuzzNotifications } from './notification.fuzz';
import { readByReference } from './reference';

describe('notifications of any kind', () => {
	it('three thousand are read, or refused, and none of them breaks, leaks or runs what it should not', async () => {
		const seed = Number(process.env.SEED ?? Date.now() % 0x7fffffff);
		await fuzzNotifications({ runs: 3_000, seed, builtPackage: await builtPackage() });
	}, 120_000);

	it('the reference believes the manual’s example', () => {
		const pairs = Object.entries({ ...EXAMPLE, MerchantKey: KEY });
		const body = write(pairs, [0, 1, 2, 3, 4]);
		expect(readByReference(body)).toMatchObject({ isBelievable: true, keys: [KEY] });
		expect(() => checkWritten({ pairs, body })).not.toThrow();
	});

	// Found by this fuzzing, or thought of when it was written.
	it.each([
		['a key without a name', `MID=${MID}&TID=1&${KEY}`],
		['a key as a name', `MID=${MID}&TID=1&${encodeURIComponent(KEY)}=x`],
		['an amount larger than any number', `MID=${MID}&TID=1&Amt=${'9'.repeat(400)}`],
		['the postal mark', `MID=${MID}&TID=1&name=%A2%E8`],
		['half a character in front of the postal mark', `MID=${MID}&TID=1&name=%FF%A2%E8`],
		['a name of every object', `MID=${MID}&TID=1&__proto__=1&__proto__=2`],
	])('%s', (_name, body) => {
		expect(() => checkBody(Buffer.from(body, 'latin1'))).not.toThrow();
	});
});
