import { parseArgs } from 'node:util';

import { allCases, quickCases } from './cases';
import { checksOf } from './checks';
import type { CaseResult } from './measureCase';
import { measureCase } from './measureCase';
import { measureLoad } from './measureLoad';
import type { MemoryPerItem } from './measureMemory';
import { measureMemory } from './measureMemory';
import { printProfile } from './profile';
import { caseTable, checkTable, describeCase, loadTable, memoryTable } from './report/table';
import { writeReport } from './report/write';
import { Server } from './server/Server';

const USAGE = `Measures the node beside raw undici, n8n's request helper, and a node that sends nothing.

  npm run bench                 all sizes; writes docs/performance.md; fails when a ratio is missed
  npm run bench -- --quick      one size; only reports
  npm run bench -- --profile    what the node's time goes into
  npm run bench -- --runs 9     so many runs instead of 5
`;

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean' },
		profile: { type: 'boolean' },
		runs: { type: 'string', default: '5' },
		help: { type: 'boolean' },
	},
});

const print = (text: string) => process.stdout.write(`${text}\n`);

async function measure(server: Server, runs: number): Promise<number> {
	const cases: CaseResult[] = [];
	for (const which of values.quick ? quickCases() : allCases()) {
		process.stderr.write(`${describeCase(which)} …\n`);
		cases.push(...(await measureCase(which, server, runs)));
	}
	const memory: MemoryPerItem[] = [];
	if (!values.quick) {
		process.stderr.write('memory …\n');
		for (const name of ['floor', 'node'] as const) {
			memory.push(await measureMemory(name, server, runs));
		}
	}
	const findings = { cases, memory, load: measureLoad(runs) };
	const checks = checksOf(findings);

	print(`\n${caseTable(cases)}\n`);
	if (memory.length > 0) print(`${memoryTable(memory)}\n`);
	print(`${loadTable(findings.load)}\n`);
	print(checkTable(checks));
	if (values.quick) return 0;
	writeReport(findings, checks);
	return checks.every(({ passed }) => passed) ? 0 : 1;
}

async function main(): Promise<number> {
	if (values.help) {
		print(USAGE);
		return 0;
	}
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs must be a whole number above 0');
	const server = await Server.start();
	try {
		if (!values.profile) return await measure(server, runs);
		print(await printProfile(server));
		return 0;
	} finally {
		await server.stop();
	}
}

void main().then((code) => (process.exitCode = code));
