import pLimit from 'p-limit';

import { pause } from './pause';

/** How a batch is run. */
export interface BatchOptions<Result> {
	/** The most tasks under way at the same time. */
	readonly concurrency: number;
	/** Whether nothing new may start after this result; what is under way finishes. */
	readonly isLast: (result: Result) => boolean;
	/** Whether the other side asks for patience: the task did nothing and may be run again. */
	readonly asksForPatience: (result: Result) => boolean;
	/** Called with each result. */
	readonly onResult: (result: Result) => void;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Nothing new starts once it is aborted. */
	readonly stop?: AbortSignal;
}

/** Pauses before a task that was asked for patience is run again, in milliseconds. */
const PATIENCE = [2_000, 5_000, 10_000] as const;

/**
 * Runs tasks side by side. A slow one holds back no other. Once the other side asks for patience, the
 * rest of the batch goes on one at a time.
 *
 * @returns the results in the order of the tasks; `undefined` for a task that never started
 */
export async function runBatch<Result>(
	tasks: ReadonlyArray<() => Promise<Result>>,
	{ concurrency, isLast, asksForPatience, onResult, sleep, stop }: BatchOptions<Result>,
): Promise<Array<Result | undefined>> {
	const limit = pLimit(concurrency);
	const oneAtATime = pLimit(1);
	let ended = false;
	let isPatient = true;

	const patiently = async (task: () => Promise<Result>, refused: Result): Promise<Result> => {
		// Those under way keep their places until they are done, so nothing new starts meanwhile.
		limit.concurrency = 1;
		return await oneAtATime(async () => {
			let result = refused;
			for (const milliseconds of PATIENCE) {
				if (ended || !isPatient || !asksForPatience(result)) break;
				if (!(await pause(milliseconds, { sleep, stop }))) break;
				result = await task();
			}
			// Where patience was in vain, it would be so for each of the rest: they are run once.
			isPatient = !asksForPatience(result);
			return result;
		});
	};

	return await limit.map(tasks, async (task) => {
		if (ended || stop?.aborted) return undefined;
		const first = await task();
		const result = asksForPatience(first) ? await patiently(task, first) : first;
		ended ||= isLast(result);
		onResult(result);
		return result;
	});
}
