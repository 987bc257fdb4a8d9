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
	/** The most in any run, the first included. */
	readonly connectionsOpened: number;
	readonly connectionsAtMost: number;
	/** Share of the time in which the server computed. */
	readonly serverLoad: number;
}

/** What the first run, which is not counted, has at most: code is compiled and connections are made. */
const WARM_UP_ITEMS = 300;

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
	const first: Measurement[] = [];
	for (const contestant of contestants) {
		const items = Math.min(which.items, WARM_UP_ITEMS);
		first.push(await contestant.run({ items, delay: which.delay }));
	}
	const counted: Measurement[][] = contestants.map(() => []);
	for (let run = 0; run < runs; run++) {
		for (const [index, contestant] of contestants.entries()) {
			counted[index]?.push(await contestant.run(which));
		}
	}
	await Promise.all(contestants.map((contestant) => contestant.end()));

	return contestants.map(({ name }, index) => {
		const measured = counted[index] ?? [];
		const all = [...first.slice(index, index + 1), ...measured];
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
