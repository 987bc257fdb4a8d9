/** Milliseconds between two lines of progress. */
const INTERVAL = 10_000;

/**
 * Logs how far a long batch has come, about every ten seconds: “NICEPAY: 600 of 3,000 issued”.
 *
 * @param participle what is done to each item, such as “issued”
 * @param total how many items there are
 * @param now milliseconds of a clock that never goes back
 * @returns to be called for each item that is done
 */
export function logProgress(
	log: (line: string) => void,
	participle: string,
	total: number,
	now: () => number,
): () => void {
	let done = 0;
	let loggedAt = now();
	return () => {
		done++;
		if (now() - loggedAt < INTERVAL) return;
		loggedAt = now();
		log(`NICEPAY: ${format(done)} of ${format(total)} ${participle}`);
	};
}

const format = (count: number): string => count.toLocaleString('en');
