import { IMMEDIATE, LARGE } from './cases';
import { Contestant } from './contestants/Contestant';
import type { ContestantName } from './contestants/index';
import type { MemoryCost } from './contestants/Meter';
import { median } from './median';
import type { Server } from './server/Server';

/** Live bytes that each further item costs, from 1,000 items to 10,000. */
export interface MemoryPerItem {
	readonly name: ContestantName;
	/** The most while the batch runs, results included. */
	readonly peak: number;
	/** The results, which n8n keeps. */
	readonly kept: number;
}

/** Measures each run in a fresh process. */
export async function measureMemory(
	name: ContestantName,
	server: Server,
	runs: number,
): Promise<MemoryPerItem> {
	const small: MemoryCost[] = [];
	const large: MemoryCost[] = [];
	for (let run = 0; run < runs; run++) {
		small.push(await watchRun(name, server, IMMEDIATE.items));
		large.push(await watchRun(name, server, LARGE.items));
	}
	const perItem = (which: keyof MemoryCost) => {
		const [before = NaN, after = NaN] = [small, large].map((costs) =>
			median(costs.map((cost) => cost[which])),
		);
		return (after - before) / (LARGE.items - IMMEDIATE.items);
	};
	return { name, peak: perItem('peak'), kept: perItem('kept') };
}

async function watchRun(name: ContestantName, server: Server, items: number): Promise<MemoryCost> {
	const { concurrency, delay } = IMMEDIATE;
	const nodeOptions = ['--expose-gc'];
	const contestant = await Contestant.start(name, server, { concurrency, nodeOptions });
	// Loads code and opens connections before the run that is watched.
	await contestant.run({ items: 100, delay });
	const { memory } = await contestant.run({ items, delay, watchMemory: true });
	await contestant.end();
	if (!memory) throw new Error(`The memory of ${name} was not watched`);
	return memory;
}
