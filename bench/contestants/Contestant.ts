import path from 'node:path';

import { Child } from '../Child';
import type { Server } from '../server/Server';
import type { ContestantName } from './index';
import type { Cost, FromContestant, ToContestant } from './messages';

/** What one run took, on the contestant's side and on the server's. */
export interface Measurement extends Cost {
	/** Memory of the contestant's process at its most so far, in bytes. */
	readonly peakResident: number;
	readonly connectionsOpened: number;
	readonly connectionsAtMost: number;
	/** CPU of the server, in microseconds. */
	readonly serverCpu: number;
}

interface RunOptions {
	readonly items: number;
	/** Of the server's replies, in milliseconds. */
	readonly delay: number;
	readonly watchMemory?: true;
}

/** A contestant in a process of its own. */
export class Contestant {
	private constructor(
		readonly name: ContestantName,
		private readonly child: Child<ToContestant, FromContestant>,
		private readonly server: Server,
	) {}

	static async start(
		name: ContestantName,
		server: Server,
		{ concurrency, nodeOptions }: { concurrency: number; nodeOptions?: readonly string[] },
	): Promise<Contestant> {
		const child = new Child<ToContestant, FromContestant>(path.join(__dirname, 'process.ts'), {
			env: server.clientEnvironment,
			nodeOptions,
		});
		await child.ask({ kind: 'prepare', name, url: server.url, concurrency });
		return new Contestant(name, child, server);
	}

	/** Runs once. @throws when not every item was issued */
	async run({ items, delay, watchMemory }: RunOptions): Promise<Measurement> {
		await this.server.reset(delay);
		const cost = await this.child.ask({ kind: 'run', items, watchMemory: watchMemory === true });
		if (cost.kind !== 'ran') throw new Error(`${this.name} did not run`);
		const { requests, connectionsOpened, connectionsAtMost, cpu } = await this.server.counts();
		const expected = this.name === 'floor' ? 0 : items;
		if (requests !== expected) throw new Error(`${this.name} sent ${requests} of ${expected}`);
		return { ...cost, connectionsOpened, connectionsAtMost, serverCpu: cpu };
	}

	async end(): Promise<void> {
		await this.child.end();
	}
}
