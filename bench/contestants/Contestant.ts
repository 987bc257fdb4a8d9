import path from 'node:path';

import { Child } from '../Child';
import type { Case } from '../cases';
import type { Server } from '../server/Server';
import type { ContestantName } from './index';
import type { Cost } from './Meter';
import type { ContestantFunctions } from './process';

/** What one run took, on the contestant's side and on the server's. */
export interface Measurement extends Cost {
	/** The most memory of the contestant's process so far, in bytes. */
	readonly peakResident: number;
	readonly connectionsOpened: number;
}

interface RunOptions extends Pick<Case, 'items' | 'delay' | 'roundTrip'> {
	readonly watchMemory?: boolean;
}

interface StartOptions extends Pick<Case, 'concurrency' | 'roundTrip'> {
	readonly nodeOptions?: readonly string[];
}

/** A contestant in its own process. */
export class Contestant {
	private constructor(
		readonly name: ContestantName,
		private readonly child: Child<ContestantFunctions>,
		private readonly server: Server,
	) {}

	static async start(
		name: ContestantName,
		server: Server,
		{ concurrency, roundTrip, nodeOptions }: StartOptions,
	): Promise<Contestant> {
		const child = new Child<ContestantFunctions>(path.join(__dirname, 'process.ts'), {
			env: server.clientEnvironment,
			nodeOptions,
		});
		const url = roundTrip ? server.distantUrl : server.url;
		await child.call('prepare', name, { url, concurrency });
		return new Contestant(name, child, server);
	}

	/** Runs once. @throws when not every item was issued */
	async run({ items, delay, roundTrip, watchMemory = false }: RunOptions): Promise<Measurement> {
		await this.server.reset(delay, roundTrip);
		const cost = await this.child.call('run', items, watchMemory);
		const { requests, connectionsOpened } = await this.server.count();
		const expected = this.name === 'floor' ? 0 : items;
		if (requests !== expected) throw new Error(`${this.name} sent ${requests} of ${expected}`);
		return { ...cost, connectionsOpened };
	}

	async end(): Promise<void> {
		await this.child.end();
	}
}
