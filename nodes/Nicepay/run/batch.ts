import pLimit from 'p-limit';

import { pause } from '../request/pause';

/** How a batch is run. */
export interface BatchOptions<Result> {
	/** How many tasks may be under way at the same time. */
	readonly concurrency: number;
	/** Whether nothing new may start after this result. What is under way finishes. */
	readonly isLast: (result: Result) => boolean;
	/** Whether the server refused the task for coming too fast: it did nothing and may be run again. */
	readonly isRateLimited: (result: Result) => boolean;
	/** Called with each result. */
	readonly onResult: (result: Result) => void;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Once it is aborted, nothing new starts. */
	readonly stop?: AbortSignal;
}

/** Pauses before a rate-limited task is run again, in milliseconds. */
const RATE_LIMIT_PAUSES = [2_000, 5_000, 10_000] as const;

/**
 * Runs tasks side by side; a slow one holds back no other. Once the server limits the rate, the rest of
 * the batch runs one task at a time.
 *
 * @returns the results in the order of the tasks; `undefined` for a task that never started
 */
export async function runBatch<Result>(
	tasks: ReadonlyArray<() => Promise<Result>>,
	{ concurrency, isLast, isRateLimited, onResult, sleep, stop }: BatchOptions<Result>,
): Promise<Array<Result | undefined>> {
	const limit = pLimit(concurrency);
	const oneAtATime = pLimit(1);
	let hasEnded = false;
	let isWorthWaiting = true;

	const runAgain = async (task: () => Promise<Result>, refused: Result): Promise<Result> => {
		// The tasks under way keep their places until they are done, so nothing new starts meanwhile.
		limit.concurrency = 1;
		return await oneAtATime(async () => {
			let result = refused;
			for (const milliseconds of RATE_LIMIT_PAUSES) {
				if (hasEnded || !isWorthWaiting || !isRateLimited(result)) break;
				if (!(await pause(milliseconds, { sleep, stop })) || hasEnded) break;
				result = await task();
			}
			// Before the next one gets its turn.
			hasEnded ||= isLast(result);
			// Waiting in vain once means waiting in vain for each of the rest: those are tried once.
			isWorthWaiting = !isRateLimited(result);
			return result;
		});
	};

	return await limit.map(tasks, async (task) => {
		if (hasEnded || stop?.aborted) return undefined;
		const first = await task();
		const result = isRateLimited(first) ? await runAgain(task, first) : first;
		hasEnded ||= isLast(result);
		onResult(result);
		return result;
	});
}
