import { describeCase, isSameCase } from '../cases';
import { type Check, roundTripsOf, times } from '../checks';
import type { CaseResult } from '../measureCase';
import type { LoadCost } from '../measureLoad';
import type { MemoryPerItem } from '../measureMemory';

/** A Markdown table, padded so that it is readable on a terminal too. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = head.map((title, column) =>
		Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
	);
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
	const rule = widths.map((width, column) =>
		column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
	);
	return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

const pad = (cell: string, width: number, column: number) =>
	column === 0 ? cell.padEnd(width) : cell.padStart(width);

const LABELS: Readonly<Record<CaseResult['name'], string>> = {
	raw: 'raw undici',
	node: 'this node',
	verified: 'verified build',
	remembering: 'with the memory',
	helper: 'n8n’s helper',
	floor: 'floor',
};

const count = (value: number): string => value.toLocaleString('en');

/** One row for each contestant. Ratios compare it with raw undici in the same case. */
export function caseTable(results: readonly CaseResult[]): string {
	const head = [
		'Case',
		'Contestant',
		'Time',
		'of raw',
		'CPU/item',
		'of raw',
		'Peak memory',
		'Connections',
	];
	const rows = results.map((result) => {
		const raw = results.find((other) => other.name === 'raw' && isSameCase(other, result));
		return [
			describeCase(result),
			LABELS[result.name],
			`${result.milliseconds.toFixed(0)} ms`,
			raw ? times(result.milliseconds / raw.milliseconds) : '',
			`${result.cpuPerItem.toFixed(0)} µs`,
			raw ? times(result.cpuPerItem / raw.cpuPerItem) : '',
			`${(result.peakResident / 2 ** 20).toFixed(0)} MiB`,
			count(result.connectionsOpened),
		];
	});
	return table(head, rows);
}

/** How the two builds do over a distance. Ratios compare with the bulk build. */
export function distanceTable(results: readonly CaseResult[]): string {
	const head = ['Distance', 'Contestant', 'Time', 'of bulk', 'Round trips', 'CPU/item'];
	const rows = results.map((result) => {
		const node = results.find((other) => other.name === 'node' && isSameCase(other, result));
		return [
			describeCase(result),
			result.name === 'node' ? 'bulk build' : LABELS[result.name],
			`${result.milliseconds.toFixed(0)} ms`,
			node ? times(result.milliseconds / node.milliseconds) : '',
			roundTripsOf(result).toFixed(1),
			`${result.cpuPerItem.toFixed(0)} µs`,
		];
	});
	return table(head, rows);
}

/** What it costs to remember the orders of a batch. */
export const orderTable = (results: readonly CaseResult[]): string =>
	table(
		['Memory of orders', 'Contestant', 'Time', 'CPU/item'],
		results.map((result) => [
			describeCase(result),
			LABELS[result.name],
			`${result.milliseconds.toFixed(0)} ms`,
			`${result.cpuPerItem.toFixed(0)} µs`,
		]),
	);

export const memoryTable = (memory: readonly MemoryPerItem[]): string =>
	table(
		['Live memory for each further item', 'At most', 'Kept as results'],
		memory.map(({ name, peak, kept }) => [
			LABELS[name],
			`${peak.toFixed(0)} bytes`,
			`${kept.toFixed(0)} bytes`,
		]),
	);

export const loadTable = (load: readonly LoadCost[]): string =>
	table(
		['Loaded when n8n starts', 'CPU beyond an empty node', 'Also read'],
		load.map(({ file, cpu, alsoRead }) => [
			file,
			`${cpu.toFixed(1)} ms`,
			alsoRead.join(', ') || 'nothing',
		]),
	);

export const checkTable = (checks: readonly Check[]): string =>
	table(
		['Must reach', 'Measured', 'Limit', ''],
		checks.map(({ what, measured, limit, passed }) => [
			what,
			measured,
			limit,
			passed ? 'passed' : 'MISSED',
		]),
	);
