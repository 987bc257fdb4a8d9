import assert from 'node:assert/strict';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../sandbox/options';
import { Sandbox } from '../sandbox/Sandbox';
import type { EngineRun, WorkflowInput } from '../harness/engine/index';
import { Engine, loadPackage } from '../harness/engine/index';
import { DepositListener } from './DepositListener';
import { table } from './table';
import { askStatus, cancelAccount, issueAccounts, refundDeposit } from './workflows';

/**
 * `npm run demo`: issue, pay in, be notified, refund, cancel and ask, in n8n's own engine against
 * the sandbox. Exits with 0 only if all of it worked.
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
		await tell(engine, sandbox, baseUrl, listener);
	} finally {
		listener.close();
		await sandbox.close();
	}
}

async function tell(
	engine: Engine,
	sandbox: Sandbox,
	baseUrl: string,
	listener: DepositListener,
): Promise<void> {
	console.log(`NICEPAY sandbox at ${baseUrl}. No money moves.\n`);

	const accounts = outputOf(await run(engine, issueAccounts), 'Issue');
	console.log(`1. Issued ${accounts.length} virtual accounts (가상계좌 발급).`);
	const [paid, cancelled] = accounts;
	assert(paid && cancelled);

	sandbox.notifier.change({ url: await listener.listen() });
	await post(`${baseUrl}/internal/accounts/${paid.tid}/deposit`, { depositorName: '홍길동' });
	console.log(`2. ${paid.orderId}: the customer pays in ${won(paid.amount)} (입금).`);

	const refund = await listener.firstRun;
	assert.equal(refund.status, 'success', refund.error?.message);
	const [deposit] = outputOf(refund, 'Deposit');
	const [refunded] = outputOf(refund, 'Refund');
	console.log(
		`3. ${deposit?.orderId}: the notification (결제데이터통보) starts the workflow: ${deposit?.depositorName} paid ${won(deposit?.amount)}.`,
	);
	console.log(
		`4. ${refunded?.orderId}: ${won(refunded?.cancelAmount)} refunded (환불): ${refunded?.status}.`,
	);

	const [closed] = outputOf(await run(engine, cancelAccount(cancelled)), 'Cancel');
	console.log(`5. ${closed?.orderId}: cancelled before the deposit (채번취소): ${closed?.status}.`);

	const statuses = outputOf(await run(engine, askStatus(accounts)), 'Status');
	console.log(`6. Asked for the status of all ${statuses.length} (거래 조회).\n`);

	console.log(
		table(
			[
				'Order',
				'Goods',
				'Amount',
				'Bank',
				'Account number',
				'Deposit deadline (KST)',
				'Account',
				'Status',
			],
			accounts.map((account, index) => {
				const inBooks = sandbox.books.find(String(account.tid));
				return [
					String(account.orderId),
					inBooks?.goodsName ?? '',
					won(account.amount),
					String(account.bankName),
					String(account.accountNumber),
					String(account.depositDeadline).replace('T', ' ').slice(0, 16),
					inBooks?.state ?? '',
					String(statuses[index]?.status),
				];
			}),
		),
	);

	const states = accounts.map(({ tid }) => sandbox.books.find(String(tid))?.state);
	assert.deepEqual(states, ['refunded', 'cancelled', 'issued', 'issued']);
	const asked = statuses.map(({ status }) => status);
	assert.deepEqual(asked, ['cancelled', 'cancelled', 'notFound', 'notFound']);
	assert.equal(refunded?.status, 'refundAccepted');
	assert.equal(closed?.status, 'cancelled');
	const complaints = sandbox.requests
		.all()
		.flatMap(({ checks }) => checks.filter(({ passed }) => !passed));
	assert.deepEqual(complaints, []);
	console.log(
		'\nThe sandbox says “notFound” of an account nobody has paid into; what NICEPAY says is not documented. Issued is not paid, and a status is no deposit.',
	);
}

async function run(engine: Engine, workflow: WorkflowInput): Promise<EngineRun> {
	const execution = await engine.run(workflow);
	assert.equal(execution.status, 'success', execution.error?.message);
	return execution;
}

const outputOf = (execution: EngineRun, node: string): IDataObject[] =>
	execution.output(node).map(({ json }) => json);

async function post(url: string, body: object): Promise<void> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	assert(response.ok, `${url}: HTTP ${response.status}`);
}

const won = (amount: unknown): string => `${Number(amount).toLocaleString('en')} won`;

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
