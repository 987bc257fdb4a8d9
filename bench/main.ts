import { parseArgs } from 'node:util';

import { buildVerified } from './builds';
import { allCases, describeCase, distantCases, LARGE_WAITING, quickCases, WAITING } from './cases';
import { checksOf, distanceChecks } from './checks';
import { measureCase, type CaseResult } from './measureCase';
import { measureLoad } from './measureLoad';
import { measureMemory, type MemoryPerItem } from './measureMemory';
import { profileNode } from './profile';
import {
	caseTable,
	checkTable,
	distanceTable,
	loadTable,
	memoryTable,
	orderTable,
} from './report/table';
import { writeDistance, writeReport } from './report/write';
import { Server } from './server/Server';

const USAGE = `Compares the node with raw undici, n8n's request helper, and a node that sends nothing.

  npm run bench                 all sizes; writes docs/performance.md; fails when a check fails
  npm run bench -- --quick      one size; only prints
  npm run bench -- --distance   both builds, with the server far away; writes docs/performance.md, too
  npm run bench -- --profile    shows where the node's time goes
  npm run bench -- --runs 9     9 runs instead of 5
`;

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean' },
		distance: { type: 'boolean' },
		profile: { type: 'boolean' },
		runs: { type: 'string', default: '5' },
		help: { type: 'boolean' },
	},
});

async function measure(server: Server, runs: number): Promise<number> {
	const cases: CaseResult[] = [];
	for (const which of values.quick ? quickCases() : allCases()) {
		console.error(`${describeCase(which)} …`);
		cases.push(...(await measureCase(which, server, runs)));
	}
	const orders: CaseResult[] = [];
	for (const which of values.quick ? [WAITING] : [WAITING, LARGE_WAITING]) {
		console.error(`memory of orders, ${describeCase(which)} …`);
		orders.push(...(await measureCase(which, server, runs, ['node', 'remembering'])));
	}
	const memory: MemoryPerItem[] = [];
	if (!values.quick) {
		console.error('memory …');
		for (const name of ['floor', 'node'] as const) {
			memory.push(await measureMemory(name, server, runs));
		}
	}
	const findings = { cases, orders, memory, load: measureLoad(runs) };
	const checks = checksOf(findings);

	console.log(`\n${caseTable(cases)}\n`);
	console.log(`${orderTable(orders)}\n`);
	if (memory.length > 0) console.log(`${memoryTable(memory)}\n`);
	console.log(`${loadTable(findings.load)}\n`);
	console.log(checkTable(checks));
	if (values.quick) return 0;
	writeReport(findings, checks);
	return checks.every(({ passed }) => passed) ? 0 : 1;
}

async function measureDistance(server: Server, runs: number): Promise<number> {
	buildVerified();
	const cases: CaseResult[] = [];
	for (const which of distantCases()) {
		console.error(`${describeCase(which)} …`);
		cases.push(...(await measureCase(which, server, runs, ['raw', 'node', 'verified'])));
	}
	const checks = distanceChecks(cases);
	const tables = [checkTable(checks), distanceTable(cases)];
	console.log(`\n${tables.join('\n\n')}`);
	writeDistance(tables);
	return checks.every(({ passed }) => passed) ? 0 : 1;
}

async function main(): Promise<number> {
	if (values.help) {
		console.log(USAGE);
		return 0;
	}
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs must be a whole number above 0');
	const server = await Server.start();
	try {
		if (values.profile) {
			console.log(await profileNode(server));
			return 0;
		}
		return await (values.distance ? measureDistance(server, runs) : measure(server, runs));
	} finally {
		await server.stop();
	}
}

void main().then((code) => (process.exitCode = code));
