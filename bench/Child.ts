import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Functions that a process offers. Arguments and results travel as JSON. */
type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

interface Call {
	readonly name: string;
	readonly args: never[];
}

/** Offers functions to the parent process, and exits with it. An error ends this process. */
export function offer(functions: Functions): void {
	process.on('message', ({ name, args }: Call) => {
		void Promise.resolve(functions[name]?.(...args)).then((result) => process.send?.({ result }));
	});
	process.on('disconnect', () => process.exit());
}

interface ChildOptions {
	readonly env?: Readonly<Record<string, string>>;
	/** Node.js options, in addition to this process's own. */
	readonly nodeOptions?: readonly string[];
}

/** A child process that {@link offer offers} functions. */
export class Child<Offered extends Functions> {
	private readonly process: ChildProcess;
	private readonly exited: Promise<unknown>;

	/** @param file the TypeScript file to run */
	constructor(
		private readonly file: string,
		{ env = {}, nodeOptions = [] }: ChildOptions = {},
	) {
		this.process = fork(file, {
			env: { ...process.env, ...env },
			execArgv: [...process.execArgv, ...nodeOptions],
			// Standard output is for the bench's own tables.
			stdio: ['ignore', 2, 2, 'ipc'],
		});
		this.exited = once(this.process, 'exit');
	}

	/** Calls one function at a time. @throws when the process exits without a result */
	async call<Name extends keyof Offered & string>(
		name: Name,
		...args: Parameters<Offered[Name]>
	): Promise<Awaited<ReturnType<Offered[Name]>>> {
		const listening = new AbortController();
		const replied = once(this.process, 'message', { signal: listening.signal });
		replied.catch(() => {});
		this.process.send({ name, args });
		const reply = await Promise.race([replied, this.exited.then(() => undefined)]);
		listening.abort();
		if (!reply) throw new Error(`${this.file} exited without a reply`);
		const [{ result }] = reply as [{ result: Awaited<ReturnType<Offered[Name]>> }];
		return result;
	}

	/** Lets the process exit by itself, so that it writes its profiles. */
	async end(): Promise<void> {
		if (this.process.connected) this.process.disconnect();
		await this.exited;
	}
}
