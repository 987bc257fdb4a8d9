import assert from 'node:assert/strict';

import type { Execution, Json } from '../../../harness/n8n/N8nClient';
import { issueAccounts, manualTrigger, nicepay } from '../../../harness/n8n/nodes';
import { chain, type NodeJson, pinned } from '../../../harness/n8n/workflow';
import type { World } from './World';

/** What the last node put out. */
export function itemsOf({ runs, error }: Execution, nodeName = 'nicepay'): Json[] {
	const run = runs[nodeName]?.at(-1);
	const items = run?.data?.main?.[0];
	assert.ok(items, `no output of ${nodeName}: ${error?.message ?? run?.error?.message}`);
	return items.map(({ json }) => json);
}

/** Runs one NICEPAY node on the items given, as the editor does. */
export async function runNode(
	{ client }: Pick<World, 'client'>,
	node: NodeJson,
	items: readonly unknown[] = [{}],
): Promise<Execution> {
	const workflow = pinned(chain(`${node.name}: manual`, manualTrigger(), node), items);
	return await client.runManually(await client.createWorkflow(workflow));
}

/** Each operation, from a workflow run by hand. */
export async function operations(world: World): Promise<void> {
	const { report, sandbox, credentials } = world;
	const orders = Array.from({ length: 5 }, (_, index) => ({
		orderId: `OPERATIONS-${index}`,
		amount: 10_000 + index,
	}));
	let accounts: readonly Json[] = [];

	await report.check('issues an account for each item, in order', async () => {
		accounts = itemsOf(await runNode(world, issueAccounts(credentials), orders));
		assert.equal(accounts.length, orders.length);
		for (const [index, { orderId, amount }] of orders.entries()) {
			const account = sandbox.books.findByOrder(orderId);
			assert.equal(accounts[index]?.['orderId'], orderId);
			assert.equal(accounts[index]?.['amount'], amount);
			assert.equal(accounts[index]?.['status'], 'issued');
			assert.equal(accounts[index]?.['accountNumber'], account?.accountNumber);
			assert.equal(account?.goodsName, '11월 수강료');
			assert.equal(account?.buyerName, '홍길동');
		}
		return `${accounts.length} accounts`;
	});

	const tid = (index: number): unknown => accounts[index]?.['tid'];
	const status = async (index: number) =>
		itemsOf(
			await runNode(world, nicepay('getTransactionStatus', { tid: tid(index) }, credentials)),
		)[0];
	const cancel = async (index: number, parameters: NodeJson['parameters']) => {
		const order = orders[index];
		const node = nicepay(
			'cancelRefund',
			{
				tid: tid(index),
				orderId: order?.orderId,
				amount: order?.amount,
				reason: '고객 요청',
				...parameters,
			},
			credentials,
		);
		return itemsOf(await runNode(world, node))[0];
	};
	const refundTo = {
		cancelType: 'afterDeposit',
		refundAccountNumber: '110-123-456789',
		refundBankCode: '088',
		refundAccountHolder: '홍길동',
	};
	const payInto = (index: number): void => {
		const account = sandbox.books.find(String(tid(index)));
		assert.ok(account);
		sandbox.books.deposit(account, account.amount, '홍길동');
	};

	await report.check('tells the status of an account', async () => {
		const answer = await status(0);
		assert.equal(answer?.['tid'], tid(0));
		assert.equal(answer?.['resultCode'], '0000');
		return String(answer?.['status']);
	});

	await report.check('cancels an account nobody has paid into', async () => {
		const answer = await cancel(1, { cancelType: 'beforeDeposit' });
		assert.equal(answer?.['status'], 'cancelled');
		assert.equal(answer?.['cancelAmount'], orders[1]?.amount);
		assert.equal(sandbox.books.find(String(tid(1)))?.state, 'cancelled');
	});

	await report.check('says “already cancelled” the second time', async () => {
		const answer = await cancel(1, { cancelType: 'beforeDeposit' });
		assert.equal(answer?.['status'], 'alreadyCancelled');
	});

	await report.check('refunds a deposit', async () => {
		payInto(2);
		const answer = await cancel(2, refundTo);
		assert.match(String(answer?.['status']), /^(cancelled|refundAccepted)$/);
		const [refund] = sandbox.books.find(String(tid(2)))?.refunds ?? [];
		assert.deepEqual(
			{ account: refund?.account, bank: refund?.bank, holder: refund?.holder },
			{ account: '110123456789', bank: '088', holder: '홍길동' },
		);
		return String(answer?.['status']);
	});

	await report.check('refunds a part of a deposit, and never the same part twice', async () => {
		payInto(3);
		const part = { ...refundTo, partial: true, amount: 4_000, orderId: 'OPERATIONS-3-REFUND-1' };
		const answer = await cancel(3, part);
		assert.equal(answer?.['cancelAmount'], 4_000);
		assert.equal(answer?.['remainingAmount'], 6_003);
		assert.equal(sandbox.books.find(String(tid(3)))?.refunds.length, 1);
	});

	await report.check('keeps every field of the reply without Simplify', async () => {
		const [raw] = itemsOf(
			await runNode(world, issueAccounts(credentials, { simplify: false }), [
				{ orderId: 'OPERATIONS-RAW', amount: 1_004 },
			]),
		);
		assert.equal(raw?.['ResultCode'], '4100');
		assert.equal(raw?.['Amt'], '000000001004');
		return `${Object.keys(raw ?? {}).length} fields`;
	});

	await report.check('sends nothing while one item is invalid', async () => {
		const before = sandbox.requests.all().length;
		const run = await runNode(world, issueAccounts(credentials), [
			{ orderId: 'OPERATIONS-VALID', amount: 1_000 },
			{ orderId: 'OPERATIONS-주문', amount: 1_000 },
		]);
		assert.equal(run.status, 'error');
		assert.equal(sandbox.requests.all().length, before);
		return run.error?.message;
	});

	await report.check('Continue On Fail: the wrong item fails, the rest goes out', async () => {
		const node = issueAccounts({ ...credentials, onError: 'continueRegularOutput' });
		const [issued, failed] = itemsOf(
			await runNode(world, node, [
				{ orderId: 'OPERATIONS-CONTINUE', amount: 1_000 },
				{ orderId: 'OPERATIONS-주문', amount: 1_000 },
			]),
		);
		assert.equal(issued?.['status'], 'issued');
		assert.equal(failed?.['outcome'], 'invalid');
	});
}
