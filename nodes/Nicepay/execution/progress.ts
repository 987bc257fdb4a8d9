/** Milliseconds between two lines of progress. */
const INTERVAL = 10_000;

/**
 * Says in the log how far a long batch is, about every ten seconds: “NICEPAY: 600 of 3,000 issued”.
 *
 * @param participle what was done to each, such as “issued”
 * @param total how many there are
 * @param now milliseconds of a clock that only goes forward
 * @returns to be called each time one more is done
 */
export function progressLog(
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
		log(`NICEPAY: ${count(done)} of ${count(total)} ${participle}`);
	};
}

const count = (number: number): string => number.toLocaleString('en');
