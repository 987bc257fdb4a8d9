import type { ExchangeContext } from './exchange';

/**
 * Waits, unless the execution is stopped.
 *
 * @returns whether the time passed without a stop
 */
export async function pause(
	milliseconds: number,
	{ sleep, stop }: Pick<ExchangeContext, 'sleep' | 'stop'>,
): Promise<boolean> {
	if (stop?.aborted) return false;
	if (!stop) {
		await sleep(milliseconds);
		return true;
	}
	let wake = () => {};
	const stopped = new Promise<void>((resolve) => {
		wake = resolve;
		stop.addEventListener('abort', wake, { once: true });
	});
	await Promise.race([sleep(milliseconds), stopped]);
	stop.removeEventListener('abort', wake);
	return !stop.aborted;
}
