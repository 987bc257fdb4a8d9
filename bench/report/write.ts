import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { IMMEDIATE } from '../cases';
import type { Check, Findings } from '../checks';
import { costChart } from './chart';
import { caseTable, checkTable, loadTable, memoryTable, orderTable } from './table';

const DOCS = path.resolve(__dirname, '../../docs');
const PAGE = path.join(DOCS, 'performance.md');
const CHART = 'performance.svg';

/** The bench writes what is between these two; people write the rest of the page. */
const BEGIN = '<!-- written by npm run bench -->';
const END = '<!-- end -->';

/** Writes the findings to docs/performance.md, and draws the chart next to it. */
export function writeReport(findings: Findings, checks: readonly Check[]): void {
	const { delay, concurrency } = IMMEDIATE;
	const charted = findings.cases.filter(
		(result) => result.delay === delay && result.concurrency === concurrency,
	);
	const title = `CPU for each item: immediate replies, ${concurrency} at a time`;
	writeFileSync(path.join(DOCS, CHART), costChart(charted, title));

	const page = readFileSync(PAGE, 'utf8');
	const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (before < 0 || after < before) throw new Error(`${PAGE} lacks the markers for the results`);
	const results = [
		BEGIN,
		checkTable(checks),
		`![${title}](${CHART})`,
		caseTable(findings.cases),
		orderTable(findings.orders),
		memoryTable(findings.memory),
		loadTable(findings.load),
		'',
	].join('\n\n');
	writeFileSync(PAGE, page.slice(0, before) + results + page.slice(after));
}
