import type { Case } from './cases';
import { Contestant } from './contestants/Contestant';
import type { Measurement } from './contestants/Contestant';
import type { ContestantName } from './contestants/index';
import { median } from './median';
import type { Server } from './server/Server';

/** Medians of a contestant's runs of one case. */
export interface CaseResult extends Case {
	readonly name: ContestantName;
	readonly milliseconds: number;
	/** CPU of the contestant's process for each item, in microseconds. */
	readonly cpuPerItem: number;
	/** Memory of the contestant's process at its most, in bytes: n8n's engine included. */
	readonly peakResident: number;
	/** The most in any run, those that only open connections included. */
	readonly connectionsOpened: number;
	readonly connectionsAtMost: number;
	/** Share of the time in which the server computed. */
	readonly serverLoad: number;
}

/** What the first run, which is not counted, has: n8n runs for weeks, with its code compiled. */
const WARM_UP = { items: 1_500, delay: 0 };

/** In the order in which they take turns. */
const NAMES = ['raw', 'node', 'helper', 'floor'] as const satisfies readonly ContestantName[];

/** At 10,000 items n8n's helper alone would take as long as all the rest. */
const joins = (name: ContestantName, { items }: Case) => name !== 'helper' || items <= 1_000;

/** Lets all contestants run a case by turns, each in a fresh process. */
export async function measureCase(
	which: Case,
	server: Server,
	runs: number,
): Promise<readonly CaseResult[]> {
	const contestants = await Promise.all(
		NAMES.filter((name) => joins(name, which)).map((name) => Contestant.start(name, server, which)),
	);
	const opening: Measurement[][] = [];
	for (const contestant of contestants) {
		opening.push([await contestant.run(WARM_UP)]);
	}
	const counted: Measurement[][] = contestants.map(() => []);
	for (let run = 0; run < runs; run++) {
		for (const [index, contestant] of contestants.entries()) {
			// While the others had their turns, connections may have been given up.
			opening[index]?.push(await contestant.run({ ...which, items: which.concurrency }));
			counted[index]?.push(await contestant.run(which));
		}
	}
	await Promise.all(contestants.map((contestant) => contestant.end()));

	return contestants.map(({ name }, index) => {
		const measured = counted[index] ?? [];
		const all = [...(opening[index] ?? []), ...measured];
		return {
			...which,
			name,
			milliseconds: median(measured.map(({ milliseconds }) => milliseconds)),
			cpuPerItem: median(measured.map(({ cpu }) => cpu)) / which.items,
			peakResident: Math.max(...all.map(({ peakResident }) => peakResident)),
			connectionsOpened: Math.max(...all.map(({ connectionsOpened }) => connectionsOpened)),
			connectionsAtMost: Math.max(...all.map(({ connectionsAtMost }) => connectionsAtMost)),
			serverLoad: median(
				measured.map(({ serverCpu, milliseconds }) => serverCpu / 1_000 / milliseconds),
			),
		};
	});
}
