import { parseArgs } from 'node:util';

import { installTools } from '../../harness/n8n/installTools';

const USAGE = `Compares NICEPAY Trigger with n8n's own Webhook, in one running n8n.

  npm run bench:deposits                 5 rounds; writes docs/performance.md; fails when a check fails
  npm run bench:deposits -- --rounds 9   9 rounds
`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: { rounds: { type: 'string', default: '5' }, help: { type: 'boolean' } },
	});
	if (values.help) {
		console.log(USAGE);
		return 0;
	}
	const rounds = Number(values.rounds);
	if (!Number.isInteger(rounds) || rounds < 1) {
		throw new Error('--rounds must be a whole number above 0');
	}
	await installTools();
	const { measureDeposits } = await import('./measureDeposits');
	const { checksOf, depositTable } = await import('./report');
	const { checkTable } = await import('../report/table');
	const { writeDeposits } = await import('../report/write');

	const findings = {
		vm: await measureDeposits('vm', rounds),
		legacy: await measureDeposits('legacy', rounds),
	};
	const checks = checksOf(findings);
	const tables = [checkTable(checks), depositTable(findings)];
	console.log(`\n${tables.join('\n\n')}`);
	writeDeposits(tables);
	return checks.every(({ passed }) => passed) ? 0 : 1;
}

main().then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
