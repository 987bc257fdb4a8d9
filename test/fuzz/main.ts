import path from 'node:path';

import { loadPackage } from '../../harness/engine/index';
import { fuzzNotifications } from './notification.fuzz';

/** `RUNS` bodies (default a million) from the seed `SEED` (default: a new one, printed). */
const runs = Number(process.env.RUNS ?? 1_000_000);
const seed = Number(process.env.SEED ?? Date.now() % 0x7fffffff);
const STEP = 50_000;

async function main(): Promise<void> {
	if (![runs, seed].every(Number.isSafeInteger)) throw new Error('RUNS and SEED are whole numbers');
	console.log(`Fuzzing notifications: ${runs} bodies, SEED=${seed}`);
	const builtPackage = await loadPackage(path.resolve(__dirname, '../..'));
	const start = performance.now();
	for (let done = 0; done < runs; done += STEP) {
		await fuzzNotifications({ runs: Math.min(STEP, runs - done), seed: seed + done, builtPackage });
		const seconds = ((performance.now() - start) / 1000).toFixed(0);
		console.log(`${Math.min(done + STEP, runs)} of ${runs} after ${seconds} s`);
	}
	console.log(`None broke, leaked or ran what it should not (SEED=${seed} RUNS=${runs}).`);
}

main().catch((error: unknown) => {
	console.error(error);
	console.error(`Again: SEED=${seed} RUNS=${runs} npm run fuzz`);
	process.exitCode = 1;
});
