/** Returns to the start of the terminal's line and clears it. */
const CLEAR_LINE = '\r\u001b[K';

let waitingLine = '';

/** Prints a line, above the one that shows what is being waited for. */
export function say(line: string): void {
	process.stderr.write(`${waitingLine === '' ? '' : CLEAR_LINE}${line}\n${waitingLine}`);
}

/**
 * Shows what is being waited for; on a terminal, with the elapsed time.
 *
 * @returns what ends it
 */
export function showWaiting(what: string): () => void {
	if (!process.stderr.isTTY) {
		say(`${what} …`);
		return () => undefined;
	}
	const start = Date.now();
	const show = () => {
		waitingLine = `${what} … ${formatTime(Date.now() - start)}`;
		process.stderr.write(CLEAR_LINE + waitingLine);
	};
	show();
	const ticker = setInterval(show, 1_000);
	return () => {
		clearInterval(ticker);
		waitingLine = '';
		process.stderr.write(CLEAR_LINE);
	};
}

function formatTime(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
