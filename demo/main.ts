import assert from 'node:assert/strict';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../sandbox/options';
import { Sandbox } from '../sandbox/Sandbox';
import { Engine, type EngineRun, loadPackage, type WorkflowInput } from '../harness/engine/index';
import { DepositListener } from './DepositListener';
import { table } from './table';
import { cancelAccount, getStatuses, issueAccounts, refundDeposit } from './workflows';

/**
 * `npm run demo`: issue, pay in, get notified, refund, cancel and get the status, in n8n's own engine
 * against the sandbox. Exits with 0 only if everything worked.
 */
async function main(): Promise<void> {
	const sandbox = new Sandbox();
	const baseUrl = await sandbox.listen({ port: 0 });
	const engine = new Engine({
		package: await loadPackage(path.resolve(__dirname, '..')),
		credentials: { nicepayApi: { mid: SAMPLE_MID, merchantKey: SAMPLE_MERCHANT_KEY, baseUrl } },
	});
	const listener = new DepositListener(engine, refundDeposit);
	try {
		console.log(`NICEPAY sandbox at ${baseUrl}. No money moves.\n`);
		sandbox.notifier.change({ url: await listener.listen() });
		await demonstrate(engine, sandbox, baseUrl, listener);
	} finally {
		listener.close();
		await sandbox.close();
	}
}

async function demonstrate(
	engine: Engine,
	sandbox: Sandbox,
	baseUrl: string,
	listener: DepositListener,
): Promise<void> {
	const accounts = readOutput(await run(engine, issueAccounts), 'Issue');
	console.log(`1. Issued ${accounts.length} virtual accounts (가상계좌 발급).`);
	const [paid, unpaid] = accounts;
	assert(paid && unpaid);

	const body = JSON.stringify({ depositorName: '홍길동' });
	const url = `${baseUrl}/internal/accounts/${paid.tid}/deposit`;
	assert((await fetch(url, { method: 'POST', body })).ok);
	console.log(`2. ${paid.orderId}: the customer pays in ${formatWon(paid.amount)} (입금).`);

	const refund = await listener.firstRun;
	assert.equal(refund.status, 'success', refund.error?.message);
	const [deposit] = readOutput(refund, 'Deposit');
	const [refunded] = readOutput(refund, 'Refund');
	console.log(
		`3. ${deposit?.orderId}: the notification (결제데이터통보) starts the workflow: ${deposit?.depositorName} paid ${formatWon(deposit?.amount)}.`,
	);
	console.log(
		`4. ${refunded?.orderId}: ${formatWon(refunded?.cancelAmount)} refunded (환불): ${refunded?.status}.`,
	);

	const [cancelled] = readOutput(await run(engine, cancelAccount(unpaid)), 'Cancel');
	console.log(
		`5. ${cancelled?.orderId}: cancelled before the deposit (채번취소): ${cancelled?.status}.`,
	);

	const statuses = readOutput(await run(engine, getStatuses(accounts)), 'Status');
	console.log(`6. Got the status of all ${statuses.length} (거래 조회).\n`);

	const rows = accounts.map((account, index) => {
		const issued = sandbox.books.find(String(account.tid));
		return [
			String(account.orderId),
			issued?.goodsName ?? '',
			formatWon(account.amount),
			String(account.bankName),
			String(account.accountNumber),
			String(account.depositDeadline).replace('T', ' ').slice(0, 16),
			issued?.state ?? '',
			String(statuses[index]?.status),
		];
	});
	const headings =
		'Order,Goods,Amount,Bank,Account number,Deposit deadline (KST),Account,Status'.split(',');
	console.log(table(headings, rows));

	const states = accounts.map(({ tid }) => sandbox.books.find(String(tid))?.state);
	assert.deepEqual(states, ['refunded', 'cancelled', 'issued', 'issued']);
	const reported = statuses.map(({ status }) => status);
	assert.deepEqual(reported, ['cancelled', 'cancelled', 'notFound', 'notFound']);
	assert.equal(refunded?.status, 'refundAccepted');
	assert.equal(cancelled?.status, 'cancelled');
	const checks = sandbox.requests.all().flatMap((request) => request.checks);
	assert.deepEqual(
		checks.filter(({ passed }) => !passed),
		[],
	);
	console.log(
		'\nThe sandbox reports “notFound” for an unpaid account; what NICEPAY reports is not documented. Issued does not mean paid: only the deposit notification proves a payment.',
	);
}

async function run(engine: Engine, workflow: WorkflowInput): Promise<EngineRun> {
	const execution = await engine.run(workflow);
	assert.equal(execution.status, 'success', execution.error?.message);
	return execution;
}

const readOutput = (execution: EngineRun, node: string): IDataObject[] =>
	execution.output(node).map(({ json }) => json);

const formatWon = (amount: unknown): string => `${Number(amount).toLocaleString('en')} won`;

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
