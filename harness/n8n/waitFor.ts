import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE = 250;

/**
 * Asks until there is an answer.
 *
 * @param ask `undefined` or `false` means: not yet. What it throws ends the wait.
 * @throws {Error} after `seconds`, naming `what`
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
		if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain for ${what}`);
		await sleep(pause);
	}
}
