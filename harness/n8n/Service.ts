import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { waitFor } from './waitFor';

export interface ServiceOptions {
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	/** Output goes here, after what is there already. */
	readonly logFile: string;
	/** Whose rights the process gets; those of this process when absent. */
	readonly user?: { readonly uid: number; readonly gid: number };
	/** What ends it politely. */
	readonly stopSignal?: NodeJS.Signals;
}

const running = new Set<Service>();

// The last resort, for an end that nobody could see coming.
process.on('exit', () => {
	for (const service of running) service.signalGroup('SIGKILL');
});

/** A program in the background, in a process group of its own: Ctrl-C does not reach it, `stop` does. */
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

	/** Everything it has printed. */
	log(): string {
		return readFileSync(this.options.logFile, 'utf8');
	}

	/** Waits until `isReady`; a service that ends before is an error that shows the end of its log. */
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

	/** Ends it and its children politely, and after 30 seconds by force. */
	async stop(): Promise<void> {
		this.signalGroup(this.options.stopSignal ?? 'SIGTERM');
		const timer = setTimeout(() => this.signalGroup('SIGKILL'), 30_000);
		await this.ended;
		clearTimeout(timer);
	}

	/** Ends it and its children in the middle of whatever they do. */
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
			// It ended in this very moment.
		}
	}
}
