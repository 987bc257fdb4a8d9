import assert from 'node:assert/strict';

import type { Execution } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { MERCHANT } from '../merchant';
import { control, notify } from '../trigger';
import type { Office } from './Office';

const reportOf = ({ runs, error }: Execution, node: string): string => {
	const json = runs[node]?.at(-1)?.data?.main?.[0]?.[0]?.json;
	assert.ok(json, `no report: ${error?.message}`);
	return String(json['report']);
};

const hostOf = (url: string): string => new URL(url).host;

const koreanDate = (): string =>
	new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' }).format(new Date());

/** Every open question is asked, answered and cleaned up after. */
export async function liveCheck({ world, importWorkflow }: Office) {
	const { report, client, sandbox, sandboxUrl } = world;
	const workflow = await importWorkflow('live-check', {
		'A notification': { senderCheck: 'custom', allowedAddresses: '127.0.0.1' },
	});
	const isNew = ({ orderId }: { orderId: string }) => orderId.startsWith('LIVECHECK-');
	let text = '';
	const answer = (probe: string): string =>
		text.split('\n').find((line) => line.startsWith(`| ${probe} `)) ?? '';

	await report.check('runs to its end and reports every probe', async () => {
		const run = await client.runManually(workflow);
		assert.equal(run.status, 'success', run.error?.message);
		text = reportOf(run, 'Report');
		assert.ok(!text.includes('not asked'), text);
		assert.ok(
			text.startsWith(`Live check of ${koreanDate()} against ${hostOf(sandboxUrl)}, `),
			text,
		);
		assert.match(answer('1 Issue'), /4100.*padded with zeros, 12 digits/);
		assert.match(answer('2 Status of an unpaid account'), /Status 9/);
		assert.match(answer('3 Same order number, account open'), /rejected: A127/);
		assert.match(answer('4 Same TID'), /rejected: A225/);
		assert.match(answer('5 Deadline of 8 digits'), /235959/);
		assert.match(answer('6 Deadline in 365 days'), /issued until/);
		assert.match(answer('7 Reply as Key=Value in EUC-KR'), /0000/);
		assert.match(answer('8 Cancel'), /2001/);
		assert.doesNotMatch(answer('8 Fields of the reply'), /diagnostics/);
		assert.match(answer('8 Amount in the signature'), /plain/);
		assert.match(answer('9 Reply asked for in UTF-8'), /text\/html.*bytes UTF-8/);
		assert.match(answer('10 Reply asked for in EUC-KR'), /bytes not UTF-8/);
		assert.match(answer('11 Cancel again'), /2015/);
		assert.match(answer('12 Status of a cancelled account'), /Status 1/);
		assert.match(answer('13 Same order number, account cancelled'), /issued again/);
		assert.match(answer('14 Cancel of an unknown TID'), /2012/);
		assert.match(answer('15 Status of an unknown TID'), /Status 9/);
		assert.match(answer('16 Accounts left open'), /\b0 of \d+/);
		return `${text.split('\n').length - 4} answers`;
	});

	await report.check('leaves nothing open', () => {
		const accounts = sandbox.books.all().filter(isNew);
		assert.deepEqual([...new Set(accounts.map(({ state }) => state))], ['cancelled']);
		return `${accounts.length} accounts, all cancelled`;
	});

	await report.check('the report tells nobody who you are', () => {
		assert.ok(text.includes('1 Issue'));
		const secrets = sandbox.books
			.all()
			.filter(isNew)
			.flatMap(({ tid, accountNumber, orderId }) => [tid, accountNumber, orderId]);
		assert.ok(secrets.length > 0);
		for (const secret of [...secrets, MERCHANT.mid, MERCHANT.merchantKey]) {
			assert.ok(!text.includes(secret), text);
		}
	});

	await report.check('a bank without a contract: one answer, and why', async () => {
		await control(world, 'PUT', '/faults', [{ endpoint: 'issue', kind: 'code:4126' }]);
		const refused = reportOf(await client.runManually(workflow), 'Report');
		assert.match(refused, /\| 1 Issue \| rejected: 4126/);
		assert.match(refused, /nothing was issued/);
	});

	await report.check('a refused cancel: by HTTP Request nobody is asked', async () => {
		await control(world, 'PUT', '/faults', [{ endpoint: 'cancel', kind: 'code:2003' }]);
		const run = await client.runManually(workflow);
		text = reportOf(run, 'Report');
		assert.match(answer('8 Cancel'), /rejected: 2003/);
		assert.match(answer('9 Reply asked for in UTF-8'), /\| not asked \|/);
		assert.match(answer('10 Reply asked for in EUC-KR'), /\| not asked \|/);
		assert.match(answer('16 Accounts left open'), /\b0 of \d+/);
		assert.ok(!run.runs['9 Reply in UTF-8'] && !run.runs['10 Reply in EUC-KR']);
	});

	await report.check('a lost reply: what may have been issued is cancelled', async () => {
		const before = sandbox.books.all().length;
		await control(world, 'PUT', '/faults', [{ endpoint: 'issue', kind: 'processThenDrop' }]);
		const lost = reportOf(await client.runManually(workflow), 'Report');
		assert.match(lost, /\| 1 Issue \| unknown/);
		assert.match(lost, /left open \| 0 of 1/);
		assert.deepEqual(
			sandbox.books
				.all()
				.slice(before)
				.map(({ state }) => state),
			['cancelled'],
		);
	});

	await report.check('a notification is described without what it says', async () => {
		await client.activate(workflow);
		const trigger = workflow.nodes.filter(({ name }) => name === 'A notification');
		await notify(world, { ...workflow, nodes: trigger });
		const [account] = sandbox.books.all().filter(({ state }) => state === 'issued');
		assert.ok(account);
		await control(world, 'POST', `/accounts/${account.tid}/deposit`);
		const id = await waitFor('the notification', async () => {
			const [newest] = await client.executions(workflow.id);
			return newest?.['mode'] === 'webhook' && String(newest['id']);
		});
		const described = reportOf(await client.executionEnd(id), 'Report of the notification');
		assert.match(described, /PayMethod VBANK, ResultCode 4110/);
		assert.match(described, /AuthDate \| 12 digits/);
		assert.match(described, /Not in the manual \| .*ClientId/);
		for (const secret of [account.tid, account.accountNumber, account.orderId, MERCHANT.mid]) {
			assert.ok(!described.includes(secret), described);
		}
		return described.split('\n')[2];
	});
}
