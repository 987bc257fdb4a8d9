import { setTimeout as later } from 'node:timers/promises';

import { runBatch } from '../../../../nodes/Nicepay/execution/batch';

type End = 'done' | 'failed' | 'busy';

const options = {
	concurrency: 3,
	isLast: () => false,
	asksForPatience: (end: End) => end === 'busy',
	onResult: () => {},
	sleep: async () => {},
};

describe('A batch', () => {
	it('gives results in the order of its tasks, whichever is done first', async () => {
		const tasks = [30, 1, 10].map((milliseconds) => async () => {
			await later(milliseconds);
			return milliseconds;
		});
		const numbers = { ...options, asksForPatience: () => false };
		expect(await runBatch<number>(tasks, numbers)).toEqual([30, 1, 10]);
	});

	it('never has more under way than its concurrency, and is not held back by a slow task', async () => {
		let underWay = 0;
		let most = 0;
		const done: number[] = [];
		const tasks = Array.from({ length: 20 }, (_, index) => async (): Promise<End> => {
			most = Math.max(most, ++underWay);
			await later(index === 0 ? 150 : 2);
			underWay--;
			done.push(index);
			return 'done';
		});
		await runBatch(tasks, options);
		expect(most).toBe(3);
		expect(done.at(-1)).toBe(0);
	});

	it('starts nothing new after the last result, and lets those under way finish', async () => {
		const started: number[] = [];
		const tasks = Array.from({ length: 10 }, (_, index) => async (): Promise<End> => {
			started.push(index);
			await later(index === 1 ? 1 : 20);
			return index === 1 ? 'failed' : 'done';
		});
		const ends = await runBatch(tasks, { ...options, isLast: (end) => end === 'failed' });
		expect(started).toEqual([0, 1, 2]);
		expect(ends.slice(0, 4)).toEqual(['done', 'failed', 'done', undefined]);
	});

	it('starts nothing once it is stopped', async () => {
		const stop = new AbortController();
		const tasks = Array.from({ length: 10 }, (_, index) => async (): Promise<End> => {
			if (index === 2) stop.abort();
			return 'done';
		});
		const ends = await runBatch(tasks, { ...options, concurrency: 1, stop: stop.signal });
		expect(ends.filter((end) => end === 'done')).toHaveLength(3);
	});

	it('goes on one at a time once patience is asked for, and tries the refused task again', async () => {
		const pauses: number[] = [];
		let underWay = 0;
		let mostAfterRefusal = 0;
		let refused = false;
		const tries = new Map<number, number>();
		const tasks = Array.from({ length: 12 }, (_, index) => async (): Promise<End> => {
			tries.set(index, (tries.get(index) ?? 0) + 1);
			underWay++;
			if (refused) mostAfterRefusal = Math.max(mostAfterRefusal, underWay);
			await later(2);
			underWay--;
			if (index === 4 && tries.get(4) === 1) {
				// Those that began before the refusal may still be under way.
				await later(20);
				refused = true;
				return 'busy';
			}
			return 'done';
		});
		const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
		const ends = await runBatch(tasks, { ...options, sleep });
		expect(ends).toEqual(Array(12).fill('done'));
		expect(tries.get(4)).toBe(2);
		expect(pauses).toEqual([2_000]);
		expect(mostAfterRefusal).toBeLessThanOrEqual(3);
	});

	it('gives up on a task that is refused again and again', async () => {
		const pauses: number[] = [];
		const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
		const ends = await runBatch<End>([async () => 'busy'], { ...options, sleep });
		expect(ends).toEqual(['busy']);
		expect(pauses).toEqual([2_000, 5_000, 10_000]);
	});

	it('runs one task at a time from the refusal on', async () => {
		let running = 0;
		let most = 0;
		const tasks = Array.from({ length: 30 }, (_, index) => {
			let tries = 0;
			return async (): Promise<End> => {
				tries++;
				running++;
				if (index >= 5) most = Math.max(most, running);
				await later(1);
				running--;
				return index < 3 && tries === 1 ? 'busy' : 'done';
			};
		});
		expect(await runBatch(tasks, options)).toEqual(Array(30).fill('done'));
		expect(most).toBe(1);
	});
});
