import assert from 'node:assert/strict';

import { issueAccounts, manualTrigger, noOp, splitOut, webhook } from '../../../harness/n8n/nodes';
import { chain, node, pinned } from '../../../harness/n8n/workflow';
import { post, productionUrl } from '../../../harness/n8n/post';
import { waitFor } from '../../../harness/n8n/waitFor';
import { itemsOf, runNode } from './operations';
import { ordersOf } from './orders';
import type { World } from './World';

const ITEMS = 100;
const FAILING = 59;

/** Nothing is issued twice when a node runs again in the same execution. */
export async function retries(world: World): Promise<void> {
	const { report, client, sandbox, credentials } = world;
	const accountsOf = (name: string) =>
		sandbox.books.all().filter(({ orderId }) => orderId.startsWith(`${name}-`));

	await report.check('Retry On Fail issues no account a second time', async () => {
		const orders = ordersOf('RETRYONFAIL', ITEMS);
		sandbox.faults.set([
			{ endpoint: 'issue', kind: 'code:4126', times: 1, orderId: orders[FAILING]?.orderId },
		]);
		const execution = await runNode(
			world,
			issueAccounts({ ...credentials, retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }),
			orders,
		);
		assert.equal(execution.status, 'success', execution.error?.message);
		const items = itemsOf(execution);
		assert.deepEqual(
			items.map(({ orderId }) => orderId),
			orders.map(({ orderId }) => orderId),
		);
		assert.equal(accountsOf('RETRYONFAIL').length, ITEMS);
		return `${items.length} items, ${accountsOf('RETRYONFAIL').length} accounts`;
	});

	await report.check('a loop’s record keeps nothing of the rounds that are over', async () => {
		const items = Array.from({ length: 40 }, (_, index) => ({
			// The first of each round is refused, before anything is sent.
			orderId: index % 4 === 0 ? '주문' : `LOOP-${index}`,
			amount: 1_000,
		}));
		const loop = node(
			'n8n-nodes-base.splitInBatches',
			{ batchSize: 4, options: {} },
			{ name: 'loop', typeVersion: 3 },
		);
		const issue = issueAccounts({ ...credentials, onError: 'continueRegularOutput' });
		const workflow = pinned(chain('Loop', manualTrigger(), loop, issue), items);
		const to = (name: string) => [{ node: name, type: 'main', index: 0 }] as const;
		const execution = await client.runManually(
			await client.createWorkflow({
				...workflow,
				connections: {
					...workflow.connections,
					loop: { main: [[], to(issue.name)] },
					[issue.name]: { main: [to('loop')] },
				},
			}),
		);
		assert.equal(execution.status, 'success', execution.error?.message);
		assert.equal(accountsOf('LOOP').length, 30);
		assert.equal(execution.runs[issue.name]?.length, 10);
		const { nicepayItems = {} } = (execution.contextData[`node:${issue.name}`] ?? {}) as {
			nicepayItems?: object;
		};
		assert.equal(Object.keys(nicepayItems).length, 3);
		return `${accountsOf('LOOP').length} accounts in 10 rounds, 3 in the record`;
	});

	await report.check('the editor’s Retry after a restart issues only what is missing', async () => {
		const orders = ordersOf('RESTART', ITEMS);
		const workflow = await client.createWorkflow(
			chain('Restart', webhook('restart'), splitOut(), issueAccounts(credentials), noOp()),
		);
		await client.activate(workflow);
		sandbox.faults.set([
			{ endpoint: 'issue', kind: 'code:4126', times: 1, orderId: orders[FAILING]?.orderId },
		]);
		await post(productionUrl(client, 'restart'), { items: orders });
		const failed = await waitFor('the execution to fail', async () => {
			const [newest] = await client.executions(workflow.id);
			return newest?.['status'] === 'error' ? newest : undefined;
		});
		const issuedBefore = accountsOf('RESTART').length;
		assert.ok(issuedBefore >= FAILING && issuedBefore < ITEMS, `${issuedBefore} accounts`);

		world.n8n = await world.n8n.restart();
		const retried = await client.retry(String(failed['id']));
		assert.equal(retried.status, 'success', retried.error?.message);
		const items = itemsOf(retried);
		assert.deepEqual(
			items.map(({ orderId }) => orderId),
			orders.map(({ orderId }) => orderId),
		);
		for (const { orderId, accountNumber } of items) {
			assert.equal(accountNumber, sandbox.books.findByOrder(String(orderId))?.accountNumber);
		}
		assert.equal(accountsOf('RESTART').length, ITEMS);
		return `${issuedBefore} accounts before, ${accountsOf('RESTART').length} after, ${items.length} items`;
	});
}
