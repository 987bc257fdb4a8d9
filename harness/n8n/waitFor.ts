import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE = 250;

/**
 * Calls `ask` until it returns an answer.
 *
 * @param what names what is awaited, for the error
 * @param ask returns `undefined` or `false` for “not yet”; if it throws, the wait ends
 * @throws {Error} after `seconds`
 */
export async function waitFor<Answer>(
	what: string,
	ask: () => Promise<Answer | undefined | false> | Answer | undefined | false,
	{ seconds = 60, pause = PAUSE }: { seconds?: number; pause?: number } = {},
): Promise<Answer> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > deadline) throw new Error(`Timed out after ${seconds} s waiting for ${what}`);
		await sleep(pause);
	}
}
