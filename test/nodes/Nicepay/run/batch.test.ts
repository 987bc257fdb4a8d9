import { setTimeout as sleep } from 'node:timers/promises';

import { type BatchOptions, runBatch } from '../../../../nodes/Nicepay/run/batch';

describe('a batch', () => {
	const options = (changes: Partial<BatchOptions<number>> = {}): BatchOptions<number> => ({
		concurrency: 3,
		isLast: () => false,
		isRateLimited: () => false,
		onResult: () => {},
		sleep: async () => await sleep(1),
		...changes,
	});

	/** Tasks that give their number and tell how many of them were under way at once. */
	function tasksOf(count: number, milliseconds: (index: number) => number = () => 5) {
		const log = { underWay: 0, most: 0, started: [] as number[] };
		const tasks = Array.from({ length: count }, (_, index) => async () => {
			log.started.push(index);
			log.most = Math.max(log.most, ++log.underWay);
			await sleep(milliseconds(index));
			log.underWay--;
			return index;
		});
		return { tasks, log };
	}

	it('gives results in the order of its tasks, whichever ends first', async () => {
		const { tasks } = tasksOf(6, (index) => 30 - index * 5);
		expect(await runBatch(tasks, options())).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('has as many tasks under way as it may, and no more', async () => {
		const { tasks, log } = tasksOf(12);
		await runBatch(tasks, options({ concurrency: 4 }));
		expect(log.most).toBe(4);
	});

	it('is not held back by a slow task', async () => {
		const { tasks, log } = tasksOf(10, (index) => (index === 0 ? 2_000 : 1));
		const running = runBatch(tasks, options({ concurrency: 2 }));
		await sleep(1_500);
		expect(log.started).toHaveLength(10);
		await running;
	});

	it('starts nothing after its last result, and finishes what is under way', async () => {
		const { tasks } = tasksOf(10, (index) => (index === 1 ? 1 : 40));
		const results = await runBatch(tasks, options({ isLast: (result) => result === 1 }));
		expect(results).toEqual([0, 1, 2, ...Array<undefined>(7).fill(undefined)]);
	});

	it('starts nothing once it is stopped', async () => {
		const stop = new AbortController();
		const { tasks } = tasksOf(10, () => 30);
		setTimeout(() => stop.abort(), 10);
		const results = await runBatch(tasks, options({ stop: stop.signal }));
		expect(results.filter((result) => result !== undefined)).toEqual([0, 1, 2]);
	});

	it('tells each result', async () => {
		const told: number[] = [];
		const { tasks } = tasksOf(5);
		await runBatch(tasks, options({ onResult: (result) => void told.push(result) }));
		expect(told.sort()).toEqual([0, 1, 2, 3, 4]);
	});

	describe('that is asked for patience', () => {
		it('runs the task again, after growing pauses, at most three times', async () => {
			const pauses: number[] = [];
			let runs = 0;
			const results = await runBatch(
				[async () => ++runs],
				options({
					isRateLimited: () => true,
					sleep: async (milliseconds) => void pauses.push(milliseconds),
				}),
			);
			expect(results).toEqual([4]);
			expect(pauses).toEqual([2_000, 5_000, 10_000]);
		});

		/** Tasks that play their parts: each of their runs, `-1` where it comes too fast. */
		async function play(parts: readonly number[][], changes: Partial<BatchOptions<number>> = {}) {
			const log: string[] = [];
			const tasks = parts.map((part, index) => async () => {
				log.push(`run ${index}`);
				await sleep(1);
				return part.shift() ?? -1;
			});
			const results = await runBatch(
				tasks,
				options({
					isRateLimited: (result) => result === -1,
					sleep: async (milliseconds) => {
						log.push(`pause ${milliseconds}`);
						await sleep(5);
					},
					...changes,
				}),
			);
			return { log, results };
		}

		it('waits no longer than it has to', async () => {
			const { log, results } = await play([[-1, -1, 7]]);
			expect(results).toEqual([7]);
			expect(log).toEqual(['run 0', 'pause 2000', 'run 0', 'pause 5000', 'run 0']);
		});

		it('waits in vain once only: the rest are tried once each', async () => {
			const { log, results } = await play([[], [], [8], []], { concurrency: 1 });
			expect(results).toEqual([-1, -1, 8, -1]);
			expect(log).toEqual([
				...['run 0', 'pause 2000', 'run 0', 'pause 5000', 'run 0', 'pause 10000', 'run 0'],
				...['run 1', 'run 2', 'run 3'],
			]);
		});

		it('waits in vain once only, for those refused at the same time too', async () => {
			const { log, results } = await play([[], [], []]);
			expect(results).toEqual([-1, -1, -1]);
			expect(log.filter((entry) => entry.startsWith('pause'))).toHaveLength(3);
			expect(log.filter((entry) => entry.startsWith('run'))).toHaveLength(6);
		});

		it('waits for the next task again when waiting was of use', async () => {
			const { log, results } = await play([
				[-1, 7],
				[-1, 8],
			]);
			expect(results).toEqual([7, 8]);
			expect(log.filter((entry) => entry.startsWith('pause'))).toEqual([
				'pause 2000',
				'pause 2000',
			]);
		});

		/** One task ends the batch during the first pause of those that come too fast. */
		async function endInFirstPause(parts: readonly number[][]) {
			let endBatch = () => {};
			const begun = new Promise<void>((resolve) => (endBatch = resolve));
			let goOn = () => {};
			const ended = new Promise<void>((resolve) => (goOn = resolve));
			const runs = parts.map(() => 0);
			const tasks = parts.map((part, index) => async () => {
				runs[index] = (runs[index] ?? 0) + 1;
				return part.shift() ?? -1;
			});
			const ending = async () => {
				await begun;
				return 9;
			};
			const isLast = (result: number) => result === 9;
			const results = await runBatch(
				[...tasks, ending],
				options({
					isRateLimited: (result) => result === -1,
					isLast,
					onResult: (result) => isLast(result) && goOn(),
					sleep: async () => {
						endBatch();
						await ended;
					},
				}),
			);
			return { results, runs };
		}

		it('runs nothing again once the batch has ended', async () => {
			const alone = await play([[-1, 9], [8]], {
				concurrency: 1,
				isLast: (result) => result === 9,
			});
			expect(alone.results).toEqual([9, undefined]);
			const { results, runs } = await endInFirstPause([
				[-1, -1, 8],
				[-1, 8],
			]);
			expect(results).toEqual([-1, -1, 9]);
			// The second has waited for its turn.
			expect(runs[0]).toBeLessThanOrEqual(2);
			expect(runs[1]).toBe(1);
		});

		it('runs nothing again after the pause in which the batch ended', async () => {
			expect((await endInFirstPause([[-1, 8]])).runs).toEqual([1]);
		});

		it('runs nothing again once it was ended by one that ran again', async () => {
			const parts = [
				[-1, 9],
				[-1, 8],
			];
			const { results } = await play(parts, { isLast: (result) => result === 9 });
			expect(results).toEqual([9, -1]);
		});

		it('runs nothing again once it is stopped', async () => {
			const stop = new AbortController();
			const { log, results } = await play([[-1, -1], [-1]], {
				stop: stop.signal,
				sleep: async () => stop.abort(),
			});
			expect(results).toEqual([-1, -1]);
			expect(log).toEqual(['run 0', 'run 1']);
		});

		it('goes on one at a time', async () => {
			const { tasks, log } = tasksOf(12, () => 3);
			let refusals = 1;
			const beside: number[] = [];
			const watched = tasks.map((task, index) => async () => {
				if (index === 4 && refusals-- > 0) return -1;
				const result = await task();
				if (index > 6) beside.push(log.underWay);
				return result;
			});
			const isRateLimited = (result: number) => result === -1;
			const results = await runBatch(watched, options({ isRateLimited }));
			expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index));
			expect(beside).toEqual([0, 0, 0, 0, 0]);
		});

		it('goes on one at a time too when several are refused at once', async () => {
			const refused = new Set<number>();
			const { tasks, log } = tasksOf(30, () => 1);
			let most = 0;
			const watched = tasks.map((task, index) => async () => {
				const running = task();
				if (index >= 5) most = Math.max(most, log.underWay);
				const result = await running;
				if (index >= 3 || refused.has(index)) return result;
				refused.add(index);
				return -1;
			});
			const isRateLimited = (result: number) => result === -1;
			const results = await runBatch(watched, options({ isRateLimited }));
			expect(results).toEqual(Array.from({ length: 30 }, (_, index) => index));
			expect(most).toBe(1);
		});
	});
});
