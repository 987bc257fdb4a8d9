import assert from 'node:assert/strict';

import { type Execution, N8nClient, type SavedWorkflow } from '../../../harness/n8n/N8nClient';
import { issueAccounts, nicepayTrigger, noOp, splitOut, webhook } from '../../../harness/n8n/nodes';
import { post, productionUrl } from '../../../harness/n8n/post';
import { waitFor } from '../../../harness/n8n/waitFor';
import { chain } from '../../../harness/n8n/workflow';
import type { Stack } from '../docker/openStack';
import { MERCHANT } from './merchant';
import { itemsOf } from './operations';
import { ordersOf } from './orders';
import { control, notificationUrl, notify } from './trigger';

/** Addresses for documentation (RFC 5737). */
const NICEPAY = '203.0.113.7';
const STRANGER = '203.0.113.8';

/** Where the worker finds the sandbox: see `compose.override.yaml`. */
const SANDBOX_URL = 'http://127.0.0.1:7070';

const N8N = ['main', 'webhook', 'worker'];

/** From a clone to a deposit, as docs/install.md has it. */
export async function inContainers(stack: Stack): Promise<void> {
	const { report, sandbox, compose } = stack;

	for (const secret of ['N8N_ENCRYPTION_KEY', 'POSTGRES_PASSWORD']) {
		await report.check(`nothing starts without ${secret}`, async () => {
			await assert.rejects(compose(['up'], { [secret]: '' }), new RegExp(`${secret} is not set`));
		});
	}

	await report.check('the image is built, and everything becomes healthy', async () => {
		await compose(['up', '--build', '--detach', '--wait']);
	});

	const url = await stack.enterFrom(NICEPAY);
	const client = new N8nClient(url);
	await client.setUpOwner();

	await report.check('n8n has the nodes, and does not run as root', async () => {
		const names = (await client.nodeTypes()).map(({ name }) => name);
		assert.ok(names.includes('n8n-nodes-nicepay.nicepay'));
		assert.ok(names.includes('n8n-nodes-nicepay.nicepayTrigger'));
		for (const service of N8N) {
			assert.equal(await compose(['exec', '-T', service, 'id', '--user']), '1000\n');
		}
	});

	const name = 'NICEPAY';
	const data = { ...MERCHANT, baseUrl: SANDBOX_URL };
	const id = await client.createCredential(name, 'nicepayApi', data);
	const credentials = { credentials: { nicepayApi: { id, name } } };
	const issuing = await client.createWorkflow(
		chain('issue', webhook('issue'), splitOut(), issueAccounts(credentials), noOp()),
	);
	await client.activate(issuing);
	const issue = async (prefix: string) => {
		const execution = await nextExecution(client, issuing, async () => {
			await post(productionUrl({ url }, 'issue'), { items: ordersOf(prefix, 1) });
		});
		return itemsOf(execution)[0];
	};

	await report.check('webhook takes the request, worker issues the account', async () => {
		assert.equal((await issue('CONTAINER'))?.['status'], 'issued');
		assert.match(await compose(['logs', 'worker']), /Worker started execution/);
		const ask = `fetch('http://127.0.0.1:5678/webhook/issue', { method: 'POST' })
			.then(({ status }) => console.log(status))`;
		assert.equal(await compose(['exec', '-T', 'main', 'node', '-e', ask]), '404\n');
	});

	const deposits = await client.createWorkflow(
		chain('deposits', nicepayTrigger(credentials, { allowedAddresses: NICEPAY }), noOp()),
	);
	await client.activate(deposits);
	await notify({ ...stack, client }, deposits);

	await report.check('a deposit arrives, with its sender’s own address', async () => {
		const [account] = sandbox.books.all();
		const execution = await nextExecution(client, deposits, async () => {
			await control(stack, 'POST', `/accounts/${account?.tid}/deposit`);
		});
		const [deposit] = itemsOf(execution, 'nicepayTrigger');
		assert.equal(deposit?.['orderId'], account?.orderId);
		assert.equal(deposit?.['sender'], NICEPAY);
	});

	await report.check('a stranger who claims that address is refused', async () => {
		const webhookUrl = await stack.enterFrom(STRANGER);
		const send = async () =>
			await fetch(notificationUrl({ client, webhookUrl }, deposits), {
				method: 'POST',
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					'x-forwarded-for': NICEPAY,
				},
				body: sandbox.notifier.all()[0]?.rawBody,
			}).catch(() => undefined);
		const response = await waitFor('the relay', send);
		assert.equal(response.status, 403);
	});

	await report.check('a worker that is stopped finishes what it has begun', async () => {
		sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs: 10_000 }]);
		const before = sandbox.requests.all().length;
		const account = issue('STOPPED');
		await waitFor('the request', () => sandbox.requests.all().length > before);
		await compose(['stop', 'worker']);
		sandbox.faults.set([]);
		assert.equal((await account)?.['status'], 'issued');
	});

	await report.check('new containers go on where the old ones stopped', async () => {
		await compose(['down']);
		await compose(['up', '--detach', '--wait']);
		await client.logIn();
		assert.equal((await issue('AFTERWARDS'))?.['status'], 'issued');
	});
}

/** The execution that `start` starts, once it has ended. */
async function nextExecution(
	client: N8nClient,
	workflow: SavedWorkflow,
	start: () => Promise<void>,
): Promise<Execution> {
	const before = (await client.executions(workflow.id)).length;
	await start();
	const id = await waitFor('the execution', async () => {
		const listed = await client.executions(workflow.id);
		return listed.length > before && String(listed[0]?.['id']);
	});
	return await client.executionEnd(id);
}
