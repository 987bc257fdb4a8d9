/** One promise for each signal: a listener for each pause would make Node warn of a leak. */
const stops = new WeakMap<AbortSignal, Promise<void>>();

/** What a pause needs. */
export interface PauseContext {
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Aborted when the execution is stopped. */
	readonly stop?: AbortSignal;
}

/** Waits until the time has passed or the execution is stopped. @returns whether it was not stopped */
export async function pause(milliseconds: number, { sleep, stop }: PauseContext): Promise<boolean> {
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
