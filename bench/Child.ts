import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ChildOptions {
	readonly env?: Readonly<Record<string, string>>;
	/** Node's own, beside those of this process. */
	readonly nodeOptions?: readonly string[];
}

/** A process of the bench that answers each message with one message. */
export class Child<To extends object, From extends object> {
	private readonly process: ChildProcess;
	private readonly ended: Promise<unknown>;

	/** @param file the TypeScript file it runs */
	constructor(
		private readonly file: string,
		{ env = {}, nodeOptions = [] }: ChildOptions = {},
	) {
		this.process = fork(file, {
			env: { ...process.env, ...env },
			execArgv: [...process.execArgv, ...nodeOptions],
			// Reports of a child go beside the bench's own table.
			stdio: ['ignore', 2, 2, 'ipc'],
		});
		this.ended = once(this.process, 'exit');
	}

	async ask(message: To): Promise<From> {
		const listening = new AbortController();
		const answered = once(this.process, 'message', { signal: listening.signal });
		answered.catch(() => {});
		this.process.send(message);
		const answer = await Promise.race([answered, this.ended.then(() => undefined)]);
		listening.abort();
		if (!answer) throw new Error(`${this.file} ended with no answer`);
		const [reply] = answer as [From];
		return reply;
	}

	/** Lets it end by itself, so that profiles are written. */
	async end(): Promise<void> {
		if (this.process.connected) this.process.disconnect();
		await this.ended;
	}
}
