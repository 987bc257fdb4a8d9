import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a program gets to tidy up when it is ended. Milliseconds. */
const PATIENCE = 5_000;

interface GroupOptions {
	/** Ends the program and all that it has started. */
	readonly signal: AbortSignal;
	/** Hears each line of its standard error. */
	readonly onLine: (line: string) => void;
}

/**
 * Runs a program in a process group of its own, so that ending it ends its children too.
 *
 * @returns what it wrote to standard output
 * @throws {Error} when it fails or is ended
 */
export async function runInGroup(
	command: string,
	args: readonly string[],
	{ signal, onLine }: GroupOptions,
): Promise<string> {
	signal.throwIfAborted();
	const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	const sendToGroup = (name: NodeJS.Signals) => {
		try {
			if (child.pid !== undefined) process.kill(-child.pid, name);
		} catch {
			// It has ended already.
		}
	};
	const kill = () => sendToGroup('SIGKILL');
	const end = () => {
		sendToGroup('SIGINT');
		setTimeout(kill, PATIENCE).unref();
	};
	signal.addEventListener('abort', end);
	process.once('exit', kill);
	createInterface({ input: child.stderr }).on('line', (line) => {
		if (!signal.aborted) onLine(line);
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	try {
		return await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code) => {
				if (code === 0) resolve(output);
				else reject(new Error(signal.aborted ? 'Ended' : `${command} ended with ${code}`));
			});
		});
	} finally {
		signal.removeEventListener('abort', end);
		process.off('exit', kill);
	}
}
