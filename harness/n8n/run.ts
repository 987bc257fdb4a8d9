import { spawn } from 'node:child_process';

const TICK = 30_000;

/**
 * Runs a command and waits for it to finish.
 *
 * @param label printed to tell the user what is going on, and again every half minute
 * @returns the command's output
 * @throws {Error} with the end of the output if the command fails
 */
export async function run(
	command: string,
	args: readonly string[],
	{ label, cwd, env }: { label?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
	const start = Date.now();
	if (label) console.error(`${label} …`);
	const ticker = setInterval(() => {
		if (label) console.error(`${label} … ${Math.round((Date.now() - start) / 1000)} s`);
	}, TICK);
	try {
		return await new Promise((resolve, reject) => {
			const child = spawn(command, args, {
				cwd,
				env: { ...process.env, ...env },
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			const output: Buffer[] = [];
			child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
			child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
			child.on('error', reject);
			child.on('close', (code) => {
				const text = Buffer.concat(output).toString();
				if (code === 0) resolve(text);
				else reject(new Error(`${command} ${args.join(' ')}: exit ${code}\n${text.slice(-3_000)}`));
			});
		});
	} finally {
		clearInterval(ticker);
	}
}
