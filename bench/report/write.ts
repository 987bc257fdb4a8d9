import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { IMMEDIATE } from '../cases';
import type { Check, Findings } from '../checks';
import { costChart } from './chart';
import { caseTable, checkTable, loadTable, memoryTable, orderTable } from './table';

const DOCS = path.resolve(__dirname, '../../docs');
const PAGE = path.join(DOCS, 'performance.md');
const CHART = 'performance.svg';

/** A bench writes what is between these two; people write the rest of the page. */
const beginOf = (command: string) => `<!-- written by ${command} -->`;
const END = '<!-- end -->';

/** Writes the findings to docs/performance.md, and draws the chart next to it. */
export function writeReport(findings: Findings, checks: readonly Check[]): void {
	const { delay, concurrency } = IMMEDIATE;
	const charted = findings.cases.filter(
		(result) => result.delay === delay && result.concurrency === concurrency,
	);
	const title = `CPU for each item: immediate replies, ${concurrency} at a time`;
	writeFileSync(path.join(DOCS, CHART), costChart(charted, title));

	writeBlock('npm run bench', [
		checkTable(checks),
		`![${title}](${CHART})`,
		caseTable(findings.cases),
		orderTable(findings.orders),
		memoryTable(findings.memory),
		loadTable(findings.load),
	]);
}

/** Writes what `npm run bench -- --distance` found to docs/performance.md. */
export const writeDistance = (tables: readonly string[]): void =>
	writeBlock('npm run bench -- --distance', tables);

/** Writes what `npm run bench:deposits` found to docs/performance.md. */
export const writeDeposits = (tables: readonly string[]): void =>
	writeBlock('npm run bench:deposits', tables);

function writeBlock(command: string, parts: readonly string[]): void {
	const page = readFileSync(PAGE, 'utf8');
	const begin = beginOf(command);
	const before = page.indexOf(begin);
	const after = page.indexOf(END, before);
	if (before < 0 || after < 0) throw new Error(`${PAGE} lacks the markers for ${command}`);
	const results = [begin, ...parts, ''].join('\n\n');
	writeFileSync(PAGE, page.slice(0, before) + results + page.slice(after));
}
