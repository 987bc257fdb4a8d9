import type { ExchangeContext } from './exchange';

/** One promise a signal: a listener for each pause would be more than Node thinks healthy. */
const stops = new WeakMap<AbortSignal, Promise<void>>();

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
	await (stop ? Promise.race([sleep(milliseconds), whenStopped(stop)]) : sleep(milliseconds));
	return !stop?.aborted;
}

function whenStopped(signal: AbortSignal): Promise<void> {
	let stopped = stops.get(signal);
	if (!stopped) {
		stopped = new Promise((resolve) => {
			signal.addEventListener('abort', () => resolve(), { once: true });
		});
		stops.set(signal, stopped);
	}
	return stopped;
}
