import pLimit from 'p-limit';

/**
 * Runs tasks with at most `concurrency` at a time. A slow one holds back no other.
 *
 * @param isLast whether nothing new may start after this result; what is under way finishes
 * @param stop nothing new starts once it is aborted
 * @returns the results in the order of the tasks; `undefined` for a task that never started
 */
export async function runBatch<Result>(
	tasks: ReadonlyArray<() => Promise<Result>>,
	{
		concurrency,
		isLast,
		stop,
	}: { concurrency: number; isLast: (result: Result) => boolean; stop?: AbortSignal },
): Promise<Array<Result | undefined>> {
	let ended = false;
	return await pLimit(concurrency).map(tasks, async (task) => {
		if (ended || stop?.aborted) return undefined;
		const result = await task();
		ended ||= isLast(result);
		return result;
	});
}
