import type { Case } from './cases';
import { describeCase, FAR, IMMEDIATE, isSameCase, LARGE, WAITING } from './cases';
import type { ContestantName } from './contestants/index';
import type { CaseResult } from './measureCase';
import type { LoadCost } from './measureLoad';
import type { MemoryPerItem } from './measureMemory';

/** Everything one run of the bench found. */
export interface Findings {
	readonly cases: readonly CaseResult[];
	/** The cost of remembering orders: with n8n's memory full, and with one that costs next to nothing. */
	readonly orders: readonly CaseResult[];
	readonly memory: readonly MemoryPerItem[];
	readonly load: readonly LoadCost[];
}

/** A number that must be reached. */
export interface Check {
	readonly what: string;
	readonly measured: string;
	readonly limit: string;
	readonly passed: boolean;
}

/**
 * Of the time in which n8n reads the parameters, so that a slow machine is not taken for a slow node.
 * Where that is 200 ms, the node reaches 95.5% of raw undici's throughput.
 */
const SHARE_OF_FLOOR = 0.6;
const TIMES_RAW = 1.2;
const TIMES_HELPER = 4;
const TIMES_FOR_TENFOLD = 11;
const TIMES_UNREMEMBERED = 1.02;
/** Bytes. */
const MEMORY_PER_ITEM = 2_048;
/** Milliseconds. */
const LOAD_CPU = 15;
/** One for a request and two to connect, and a fifth of one for the machine. */
const ROUND_TRIPS = { node: 1.2, verified: 3.2 } as const;

/** Holds the findings against what must be reached; what was not measured is left out. */
export function checksOf({ cases, orders, memory, load }: Findings): readonly Check[] {
	const find = (which: Case, name: ContestantName) =>
		cases.find((result) => result.name === name && isSameCase(result, which));
	const of = (which: Case) => ({
		raw: find(which, 'raw'),
		node: find(which, 'node'),
		helper: find(which, 'helper'),
		floor: find(which, 'floor'),
	});
	const checks: Check[] = [];
	const atLeast = (what: string, measured: number, limit: number, form: (n: number) => string) =>
		checks.push({
			what,
			measured: form(measured),
			limit: `≥ ${form(limit)}`,
			passed: measured >= limit,
		});
	const atMost = (what: string, measured: number, limit: number, form: (n: number) => string) =>
		checks.push({
			what,
			measured: form(measured),
			limit: `≤ ${form(limit)}`,
			passed: measured <= limit,
		});

	const waiting = of(WAITING);
	if (waiting.raw && waiting.node && waiting.floor) {
		atMost(
			'50 ms replies, 20 at a time, 1,000 items: time beyond raw undici’s, of the floor node’s',
			(waiting.node.milliseconds - waiting.raw.milliseconds) / waiting.floor.milliseconds,
			SHARE_OF_FLOOR,
			times,
		);
	}
	const { raw, node, helper, floor } = of(IMMEDIATE);
	if (raw && node && floor) {
		atMost(
			`Immediate replies, 5 at a time, 1,000 items: time of ${TIMES_RAW} × raw undici + the floor node`,
			node.milliseconds / (TIMES_RAW * raw.milliseconds + floor.milliseconds),
			1,
			times,
		);
	}
	if (node && helper) {
		atLeast(
			'The same: throughput of n8n’s helper’s',
			helper.milliseconds / node.milliseconds,
			TIMES_HELPER,
			times,
		);
		atMost(
			'The same: CPU of n8n’s helper’s',
			node.cpuPerItem / helper.cpuPerItem,
			1 / TIMES_HELPER,
			percent,
		);
	}
	const large = of(LARGE).node;
	if (node && large) {
		atMost(
			'10,000 items: time of 1,000 items’',
			large.milliseconds / node.milliseconds,
			TIMES_FOR_TENFOLD,
			times,
		);
	}
	for (const without of orders.filter(({ name }) => name === 'node')) {
		const remembering = orders.find(
			(each) => each.name === 'remembering' && isSameCase(each, without),
		);
		if (!remembering) continue;
		atMost(
			`${describeCase(without)}: time with n8n’s memory of orders, full, of the time without`,
			remembering.milliseconds / without.milliseconds,
			TIMES_UNREMEMBERED,
			(ratio) => `${ratio.toFixed(3)}×`,
		);
	}
	const held = memory.find(({ name }) => name === 'node');
	if (held) {
		atMost(
			'Memory for each further item, beyond its result',
			held.peak - held.kept,
			MEMORY_PER_ITEM,
			bytes,
		);
	}
	const ours = cases.filter(({ name }) => name === 'node');
	if (ours.length > 0) {
		const excess = ours.map((each) => each.connectionsOpened / each.concurrency);
		atMost('Connections opened, of the concurrency', Math.max(...excess), 1, percent);
	}
	for (const { file, cpu } of load) {
		atMost(`CPU to load ${file} beyond an empty node`, cpu, LOAD_CPU, milliseconds);
	}
	return checks;
}

/** Holds the builds against the round trips that a request takes. */
export const distanceChecks = (cases: readonly CaseResult[]): readonly Check[] =>
	(['node', 'verified'] as const).flatMap((name) => {
		const result = cases.find((each) => each.name === name && isSameCase(each, FAR));
		if (!result) return [];
		const measured = roundTripsOf(result);
		return {
			what: `${describeCase(FAR)}: round trips for each request, ${name === 'node' ? 'bulk' : 'verified'} build`,
			measured: measured.toFixed(2),
			limit: `≤ ${ROUND_TRIPS[name].toFixed(2)}`,
			passed: measured <= ROUND_TRIPS[name],
		};
	});

/** How many round trips to the server and back a request took. */
export const roundTripsOf = ({ milliseconds, concurrency, items, roundTrip = 0 }: CaseResult) =>
	(milliseconds * concurrency) / items / roundTrip;

export const percent = (share: number): string => `${(share * 100).toFixed(0)}%`;
export const times = (ratio: number): string => `${ratio.toFixed(2)}×`;
const bytes = (count: number): string => `${count.toFixed(0)} bytes`;
const milliseconds = (count: number): string => `${count.toFixed(1)} ms`;
