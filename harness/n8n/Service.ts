import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { waitFor } from './waitFor';

export interface ServiceOptions {
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	/** Output is appended to this file. */
	readonly logFile: string;
	/** The user to run as. Default: the current user. */
	readonly user?: { readonly uid: number; readonly gid: number };
	/** The signal that stops it gracefully. Default: SIGTERM. */
	readonly stopSignal?: NodeJS.Signals;
}

const running = new Set<Service>();

// The last resort, if this process exits without stopping its services.
process.on('exit', () => {
	for (const service of running) service.signalGroup('SIGKILL');
});

/** A background process in its own process group. Ctrl-C does not stop it; `stop` does. */
export class Service {
	private readonly child: ChildProcess;
	private readonly ended: Promise<void>;
	private exitedAs: string | undefined;

	constructor(private readonly options: ServiceOptions) {
		mkdirSync(dirname(options.logFile), { recursive: true });
		const log = openSync(options.logFile, 'a');
		this.child = spawn(options.command, options.args, {
			cwd: options.cwd,
			env: options.env,
			stdio: ['ignore', log, log],
			detached: true,
			...options.user,
		});
		closeSync(log);
		running.add(this);
		this.ended = new Promise((resolve) => {
			const end = (how: string) => {
				this.exitedAs ??= how;
				running.delete(this);
				resolve();
			};
			this.child.on('error', (error) => end(error.message));
			this.child.on('exit', (code, signal) => end(`exit ${code ?? signal}`));
		});
	}

	/** @throws {Error} if it could not be started */
	get pid(): number {
		if (this.child.pid === undefined) throw new Error(`${this.options.command} did not start`);
		return this.child.pid;
	}

	/** Everything the process has printed. */
	log(): string {
		return readFileSync(this.options.logFile, 'utf8');
	}

	/** Waits until `isReady`. @throws {Error} with the end of its log if the process ends before */
	async ready(
		what: string,
		isReady: () => Promise<boolean> | boolean,
		{ seconds }: { seconds: number },
	): Promise<void> {
		await waitFor(
			what,
			async () => {
				if (this.exitedAs !== undefined) {
					throw new Error(`${what} ended (${this.exitedAs}):\n${this.log().slice(-3_000)}`);
				}
				return await isReady();
			},
			{ seconds },
		);
	}

	/** Stops the process and its children gracefully, and kills them after 30 seconds. */
	async stop(): Promise<void> {
		this.signalGroup(this.options.stopSignal ?? 'SIGTERM');
		const timer = setTimeout(() => this.signalGroup('SIGKILL'), 30_000);
		await this.ended;
		clearTimeout(timer);
	}

	/** Kills the process and its children at once. */
	async kill(): Promise<void> {
		this.signalGroup('SIGKILL');
		await this.ended;
	}

	signalGroup(signal: NodeJS.Signals): void {
		const { pid } = this.child;
		if (pid === undefined || this.exitedAs !== undefined) return;
		try {
			process.kill(-pid, signal);
		} catch {
			// It has just ended.
		}
	}
}
