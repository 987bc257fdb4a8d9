import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a program may tidy up before it is killed. Milliseconds. */
const GRACE = 5_000;

interface GroupOptions {
	/** Stops the program and its children. */
	readonly signal: AbortSignal;
	/** Receives each line of standard error. */
	readonly onLine: (line: string) => void;
}

/**
 * Runs a program in its own process group, so that its children can be stopped too.
 *
 * @returns its standard output
 * @throws {Error} when it fails or is stopped
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
			// It has already ended.
		}
	};
	const kill = () => sendToGroup('SIGKILL');
	const stop = () => {
		sendToGroup('SIGINT');
		setTimeout(kill, GRACE).unref();
	};
	signal.addEventListener('abort', stop);
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
				else reject(new Error(signal.aborted ? 'Stopped' : `${command} exited with code ${code}`));
			});
		});
	} finally {
		signal.removeEventListener('abort', stop);
		process.off('exit', kill);
	}
}
