import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { issueAccounts, splitOut, webhook } from '../../../harness/n8n/nodes';
import { post, productionUrl } from '../../../harness/n8n/post';
import { waitFor } from '../../../harness/n8n/waitFor';
import { chain } from '../../../harness/n8n/workflow';
import type { World } from './World';

/** An execution that is stopped in the middle of a batch: n8n keeps nothing of it but its log. */
export async function stopping(world: World): Promise<void> {
	const { report, client, sandbox, credentials } = world;
	const orders = Array.from({ length: 60 }, (_, index) => ({
		orderId: `STOPPING-${index}`,
		amount: 1_000,
	}));
	const issued = () => sandbox.books.all().filter(({ orderId }) => orderId.startsWith('STOPPING-'));

	await report.check(
		'Stop: nothing new is sent, and each account’s TID is in the log',
		async () => {
			const workflow = await client.createWorkflow(
				chain('Stopping', webhook('stopping'), splitOut(), issueAccounts(credentials)),
			);
			await client.activate(workflow);
			sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs: 300 }]);
			await post(productionUrl(client, 'stopping'), { items: orders });
			await waitFor('some accounts', async () => issued().length >= 12);
			const [execution] = await client.executions(workflow.id);
			await client.request('POST', `/executions/${String(execution?.['id'])}/stop`);
			await waitFor('the execution to be stopped', async () => {
				const [newest] = await client.executions(workflow.id);
				return newest?.['status'] === 'canceled';
			});
			// What was under way finishes.
			await sleep(1_500);
			const accounts = issued();
			await sleep(1_000);
			sandbox.faults.set([]);
			assert.equal(issued().length, accounts.length);
			assert.ok(accounts.length < orders.length, `${accounts.length} accounts`);
			const log = world.n8n.log();
			const untold = accounts.filter(
				({ orderId, tid }) => !log.includes(`Order ${orderId}, TID ${tid}: issued.`),
			);
			assert.deepEqual(untold, []);
			assert.ok(!accounts.some(({ accountNumber }) => log.includes(accountNumber)));
			return `${accounts.length} accounts, all told`;
		},
	);
}
