import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { pause } from '../../../../nodes/Nicepay/request/pause';

const sleeping = async (milliseconds: number) =>
	await sleep(milliseconds, undefined, { ref: false });

describe('a pause', () => {
	it('lasts its time', async () => {
		const begin = performance.now();
		expect(await pause(60, { sleep: sleeping })).toBe(true);
		const { signal } = new AbortController();
		expect(await pause(60, { sleep: sleeping, stop: signal })).toBe(true);
		expect(performance.now() - begin).toBeGreaterThan(110);
	});

	it('ends at once when the execution is stopped meanwhile', async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 20);
		const begin = performance.now();
		expect(await pause(5_000, { sleep: sleeping, stop: stop.signal })).toBe(false);
		expect(performance.now() - begin).toBeLessThan(2_000);
	});

	it('does not begin when the execution is stopped already', async () => {
		let slept = false;
		const sleepNot = async () => void (slept = true);
		expect(await pause(5_000, { sleep: sleepNot, stop: AbortSignal.abort() })).toBe(false);
		expect(slept).toBe(false);
	});

	it('leaves one listener at its signal, however many there are', async () => {
		const { signal } = new AbortController();
		const atOnce = { sleep: async () => {}, stop: signal };
		for (let count = 0; count < 20; count++) await pause(1, atOnce);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	});
});
