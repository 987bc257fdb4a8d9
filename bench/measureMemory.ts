import { IMMEDIATE, LARGE } from './cases';
import { Contestant } from './contestants/Contestant';
import type { MemoryCost } from './contestants/messages';
import type { ContestantName } from './contestants/index';
import { median } from './median';
import type { Server } from './server/Server';

/** Live bytes that each further item costs, from 1,000 items to 10,000. */
export interface MemoryPerItem {
	readonly name: ContestantName;
	/** At most while the batch runs, results and all. */
	readonly peak: number;
	/** The results, which n8n keeps. */
	readonly kept: number;
}

/** Each run in a process of its own. */
export async function measureMemory(
	name: ContestantName,
	server: Server,
	runs: number,
): Promise<MemoryPerItem> {
	const small: MemoryCost[] = [];
	const large: MemoryCost[] = [];
	for (let run = 0; run < runs; run++) {
		small.push(await memoryOf(name, server, IMMEDIATE.items));
		large.push(await memoryOf(name, server, LARGE.items));
	}
	const perItem = (which: keyof MemoryCost) => {
		const [before, after] = [small, large].map((costs) => median(costs.map((cost) => cost[which])));
		return ((after ?? NaN) - (before ?? NaN)) / (LARGE.items - IMMEDIATE.items);
	};
	return { name, peak: perItem('peak'), kept: perItem('kept') };
}

async function memoryOf(name: ContestantName, server: Server, items: number): Promise<MemoryCost> {
	const { concurrency, delay } = IMMEDIATE;
	const nodeOptions = ['--expose-gc'];
	const contestant = await Contestant.start(name, server, { concurrency, nodeOptions });
	// Code and connections are there before the run that is watched.
	await contestant.run({ items: 100, delay });
	const { memory } = await contestant.run({ items, delay, watchMemory: true });
	await contestant.end();
	if (!memory) throw new Error(`The memory of ${name} was not watched`);
	return memory;
}
