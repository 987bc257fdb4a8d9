const TICK = 1_000;

/** Goes back to the start of the terminal's line and clears it. */
const CLEAR_LINE = '\r\u001b[K';

let waitingFor = '';

/** Tells a person something, above the line that says what is waited for. */
export function say(line: string): void {
	process.stderr.write(`${waitingFor === '' ? '' : CLEAR_LINE}${line}\n${waitingFor}`);
}

/**
 * Says what is waited for; at a terminal with the time that has gone by.
 *
 * @returns what ends it
 */
export function sayFor(what: string): () => void {
	if (!process.stderr.isTTY) {
		say(`${what} …`);
		return () => undefined;
	}
	const start = Date.now();
	const show = () => {
		waitingFor = `${what} … ${elapsed(Date.now() - start)}`;
		process.stderr.write(CLEAR_LINE + waitingFor);
	};
	show();
	const ticker = setInterval(show, TICK);
	return () => {
		clearInterval(ticker);
		waitingFor = '';
		process.stderr.write(CLEAR_LINE);
	};
}

function elapsed(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
