import type { Case } from './cases';
import { Contestant, type Measurement } from './contestants/Contestant';
import type { ContestantName } from './contestants/index';
import { median } from './median';
import type { Server } from './server/Server';

/** Medians of a contestant's runs of one case. */
export interface CaseResult extends Case {
	readonly name: ContestantName;
	readonly milliseconds: number;
	/** CPU of the contestant's process for each item, in microseconds. */
	readonly cpuPerItem: number;
	/** The most memory of the contestant's process, in bytes, n8n's engine included. */
	readonly peakResident: number;
	/** The most in any run, including those that only open connections. */
	readonly connectionsOpened: number;
}

/** The first run, which does not count: n8n runs for weeks, with its code compiled. */
const WARM_UP = { items: 1_500, delay: 0 };

/** In the order in which they take turns. */
const NAMES: readonly ContestantName[] = ['raw', 'node', 'helper', 'floor'];

/** With 10,000 items, n8n's helper would take as long as all the others together. */
const takesPart = (name: ContestantName, { items }: Case) => name !== 'helper' || items <= 1_000;

/** Lets the contestants run a case in turns, each in a fresh process. */
export async function measureCase(
	which: Case,
	server: Server,
	runs: number,
	names = NAMES,
): Promise<readonly CaseResult[]> {
	const entries = await Promise.all(
		names
			.filter((name) => takesPart(name, which))
			.map(async (name) => ({
				contestant: await Contestant.start(name, server, which),
				opening: [] as Measurement[],
				counted: [] as Measurement[],
			})),
	);
	for (const { contestant, opening } of entries) opening.push(await contestant.run(WARM_UP));
	for (let run = 0; run < runs; run++) {
		for (const { contestant, opening, counted } of entries) {
			// Connections may have been closed during the others' turns.
			opening.push(await contestant.run({ ...which, items: which.concurrency }));
			counted.push(await contestant.run(which));
		}
	}
	await Promise.all(entries.map(async ({ contestant }) => await contestant.end()));

	return entries.map(({ contestant, opening, counted }) => {
		const middle = (read: (run: Measurement) => number) => median(counted.map(read));
		const most = (read: (run: Measurement) => number) =>
			Math.max(...[...opening, ...counted].map(read));
		return {
			...which,
			name: contestant.name,
			milliseconds: middle((run) => run.milliseconds),
			cpuPerItem: middle((run) => run.cpu) / which.items,
			peakResident: most((run) => run.peakResident),
			connectionsOpened: most((run) => run.connectionsOpened),
		};
	});
}
