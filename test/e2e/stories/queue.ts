import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { EndStatus, SavedWorkflow } from '../../../harness/n8n/N8nClient';
import {
	issueAccounts,
	nicepayTrigger,
	noOp,
	postItem,
	removeDuplicateEvents,
	splitOut,
	webhook,
} from '../../../harness/n8n/nodes';
import { post, productionUrl } from '../../../harness/n8n/post';
import { OrderBook } from '../../../harness/n8n/OrderBook';
import type { Service } from '../../../harness/n8n/Service';
import { waitFor } from '../../../harness/n8n/waitFor';
import { chain, node, type NodeSettings } from '../../../harness/n8n/workflow';
import { itemsOf, runNode } from './operations';
import { type Order, ordersOf } from './orders';
import { control, notify } from './trigger';
import type { World } from './World';

/** An n8n in queue mode. */
export interface Cluster extends World {
	readonly workers: Service[];
	readonly startWorker: () => Promise<Service>;
	/** @param url - where an earlier one was, by default anywhere */
	readonly startWebhookProcessor: (url?: string) => Promise<{ url: string; service: Service }>;
}

const EXECUTIONS = 400;
const BATCHES = 10;
const BATCH = 200;
const SECONDS = 300;

/** A workflow that issues an account for each item posted to it, active. */
async function issuingWorkflow(
	{ client, credentials }: World,
	path: string,
	settings: NodeSettings = {},
) {
	const issue = issueAccounts({ ...credentials, ...settings });
	const workflow = await client.createWorkflow(
		chain(path, webhook(path), splitOut(), issue, noOp()),
	);
	await client.activate(workflow);
	await waitFor('the webhook', async () => {
		const response = await fetch(productionUrl(client, path));
		// “Did you mean to make a POST request?”: the path is known.
		return /POST/.test(await response.text());
	});
	return workflow;
}

async function allSucceeded({ client }: World, { id }: SavedWorkflow, count: number) {
	await waitFor(
		`${count} executions`,
		async () => {
			const { success, error, crashed } = await client.countEnded(id);
			assert.equal(error + crashed, 0, `${error + crashed} executions failed`);
			return success === count;
		},
		{ seconds: SECONDS, pause: 1_000 },
	);
}

const sum = ({ success, error, crashed }: Readonly<Record<EndStatus, number>>): number =>
	success + error + crashed;

/** Every order has one account, and none that was not asked for. */
function assertOneAccountEach({ sandbox }: World, name: string, orders: readonly Order[]): void {
	const issued = sandbox.books.all().filter(({ orderId }) => orderId.startsWith(`${name}-`));
	assert.equal(new Set(issued.map(({ orderId }) => orderId)).size, issued.length);
	assert.deepEqual(
		issued.map(({ orderId }) => orderId).sort(),
		orders.map(({ orderId }) => orderId).sort(),
	);
}

/** Executions that each worker has begun, by its log. */
const begun = (worker: Service): number =>
	worker.log().match(/Worker started execution/g)?.length ?? 0;

/** How often NICEPAY's books refused a transaction ID or an order as a duplicate. */
const duplicates = ({ sandbox }: World, code: string): number =>
	sandbox.requests.all().filter(({ reply }) => reply?.['ResultCode'] === code).length;

/** Many executions at once, over all workers. */
export async function load(cluster: Cluster): Promise<void> {
	const { report, client, workers } = cluster;
	let workflow: SavedWorkflow;

	await report.check(
		`${EXECUTIONS} executions at once: every order exactly one account`,
		async () => {
			workflow = await issuingWorkflow(cluster, 'burst');
			const orders = ordersOf('BURST', EXECUTIONS);
			const start = Date.now();
			await Promise.all(
				orders.map((order) => post(productionUrl(client, 'burst'), { items: [order] })),
			);
			await allSucceeded(cluster, workflow, EXECUTIONS);
			assertOneAccountEach(cluster, 'BURST', orders);
			return `${(EXECUTIONS / ((Date.now() - start) / 1000)).toFixed(0)} executions a second`;
		},
	);

	await report.check('the same once more: the node refuses what it has handed on', async () => {
		const sent = cluster.sandbox.requests.all().length;
		await Promise.all(
			ordersOf('BURST', EXECUTIONS).map((order) =>
				post(productionUrl(client, 'burst'), { items: [order] }),
			),
		);
		await waitFor(
			'the executions to end',
			async () => sum(await client.countEnded(workflow.id)) === 2 * EXECUTIONS,
			{ seconds: SECONDS, pause: 1_000 },
		);
		const again = cluster.sandbox.requests.all().length - sent;
		// Two workers may overwrite each other once in a while.
		assert.ok(again <= EXECUTIONS / 100, `${again} of ${EXECUTIONS} sent again`);
		return `${again} of ${EXECUTIONS} sent again`;
	});

	await report.check(
		`${BATCHES} batches of ${BATCH} items: every order exactly one account`,
		async () => {
			const workflow = await issuingWorkflow(cluster, 'batches');
			const orders = ordersOf('BATCH', BATCHES * BATCH);
			const batches = Array.from({ length: BATCHES }, (_, index) =>
				orders.slice(index * BATCH, (index + 1) * BATCH),
			);
			await Promise.all(batches.map((items) => post(productionUrl(client, 'batches'), { items })));
			await allSucceeded(cluster, workflow, BATCHES);
			assertOneAccountEach(cluster, 'BATCH', orders);
			const outputs = await Promise.all(
				(await client.executions(workflow.id)).map(async ({ id }) =>
					itemsOf(await client.executionEnd(String(id))),
				),
			);
			assert.equal(outputs.flat().length, orders.length);
			return `${outputs.flat().length} accounts in the outputs`;
		},
	);

	await report.check(
		'no transaction ID was used twice, but by executions a hundred apart in the same second',
		() => {
			// The four digits of a second begin at a hundred places: by the execution's number.
			const refused = cluster.sandbox.requests
				.all()
				.filter(({ reply }) => reply?.['ResultCode'] === 'A225')
				.map(({ fields }) => `${fields['Moid']} ${fields['TID']}`);
			const unexplained = refused.filter((each) => !/^BURST-.*00$/.test(each));
			assert.deepEqual(unexplained, []);
			assert.ok(refused.length <= EXECUTIONS / 100, refused.join(', '));
			const issues = cluster.sandbox.requests.all().filter(({ endpoint }) => endpoint === 'issue');
			return `${issues.length} issues, ${refused.length} under another ID`;
		},
	);

	await report.check('both workers did their share', () => {
		const counts = workers.map(begun);
		for (const count of counts) assert.ok(count > 0, counts.join(' and '));
		return counts.join(' and ');
	});
}

const CRASHING_BATCHES = 6;
const DEPOSITS = 40;

/** A worker dies in the middle of its batches while deposits come in. */
export async function crash(cluster: Cluster): Promise<void> {
	const { report, client, sandbox, credentials, workers } = cluster;
	const deposits = await client.createWorkflow(
		chain('Deposits', nicepayTrigger(credentials), removeDuplicateEvents(), noOp()),
	);
	await client.activate(deposits);
	await notify(cluster, deposits);
	const paid = itemsOf(
		await runNode(cluster, issueAccounts(credentials), ordersOf('PAID', DEPOSITS)),
	);

	const batches = await issuingWorkflow(cluster, 'crash');
	const orders = ordersOf('CRASH', CRASHING_BATCHES * BATCH);
	sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs: 150 }]);
	for (let start = 0; start < orders.length; start += BATCH) {
		await post(productionUrl(client, 'crash'), { items: orders.slice(start, start + BATCH) });
	}
	const issued = () =>
		sandbox.books.all().filter(({ orderId }) => orderId.startsWith('CRASH-')).length;
	await waitFor('the batches to be under way', () => issued() > BATCH);

	const [victim, ...others] = workers.sort((a, b) => begun(b) - begun(a));
	assert.ok(victim);
	const payIn = (async () => {
		for (const { tid } of paid) {
			await control(cluster, 'POST', `/accounts/${String(tid)}/deposit`);
			await sleep(100);
		}
	})();
	await sleep(1_000);
	await victim.kill();
	const issuedAtKill = issued();
	await payIn;
	sandbox.faults.set([]);

	await report.check('deposits are accepted while a worker dies', async () => {
		const deliveries = await waitFor('all deliveries', () => {
			const all = sandbox.notifier.all().filter(({ accepted }) => accepted);
			return all.length >= DEPOSITS && all;
		});
		assert.ok(deliveries.every(({ attempt }) => attempt === 1));
		return `${deliveries.length} of ${DEPOSITS} at the first attempt`;
	});

	await report.check('each accepted deposit has an execution that says how it went', async () => {
		const counts = await waitFor(
			'the executions of the deposits',
			async () => {
				const counts = await client.countEnded(deposits.id);
				return sum(counts) === DEPOSITS && counts;
			},
			{ seconds: SECONDS, pause: 1_000 },
		);
		return JSON.stringify(counts);
	});

	const counts = await waitFor(
		'the batches to end',
		async () => {
			const counts = await client.countEnded(batches.id);
			return sum(counts) === CRASHING_BATCHES && counts;
		},
		{ seconds: SECONDS, pause: 1_000 },
	);
	report.note(
		`${issuedAtKill} of ${orders.length} accounts at the kill, ${issued()} in the end; batches: ${JSON.stringify(counts)}`,
	);

	await report.check('n8n runs no crashed batch again by itself: no order has two accounts', () => {
		const all = sandbox.books.all().filter(({ orderId }) => orderId.startsWith('CRASH-'));
		assert.equal(new Set(all.map(({ orderId }) => orderId)).size, all.length);
		assert.equal(duplicates(cluster, 'A127'), 0);
		assert.ok(counts.success < CRASHING_BATCHES, 'no batch was hit');
		return `${all.length} accounts`;
	});

	await report.check('n8n goes on with the other worker and with a new one', async () => {
		workers.splice(0, workers.length, ...others, await cluster.startWorker());
		const orders = ordersOf('AFTERWARDS', 20);
		const workflow = await issuingWorkflow(cluster, 'afterwards');
		await Promise.all(
			orders.map((order) => post(productionUrl(client, 'afterwards'), { items: [order] })),
		);
		await allSucceeded(cluster, workflow, orders.length);
		assertOneAccountEach(cluster, 'AFTERWARDS', orders);
	});

	await report.check('n8n’s Retry of such an execution does nothing at all', async () => {
		const before = sandbox.requests.all().length;
		const hit = (await client.executions(batches.id)).filter(({ status }) => status !== 'success');
		const messages = new Set<string | undefined>();
		for (const { id } of hit) {
			const retried = await client.retry(String(id));
			assert.notEqual(retried.status, 'success');
			messages.add(retried.error?.message);
		}
		assert.equal(sandbox.requests.all().length, before);
		return Array.from(messages).join('; ');
	});

	await report.check(
		'run again with Continue On Fail: every order exactly one account',
		async () => {
			const before = issued();
			const again = await issuingWorkflow(cluster, 'again', { onError: 'continueRegularOutput' });
			await post(productionUrl(client, 'again'), { items: orders });
			await allSucceeded(cluster, again, 1);
			assertOneAccountEach(cluster, 'CRASH', orders);
			const [{ id } = {}] = await client.executions(again.id);
			const items = itemsOf(await client.executionEnd(String(id)));
			const refused = items.filter(({ resultCode }) => resultCode === 'A127');
			assert.equal(refused.length, before);
			assert.ok(refused.every(({ outcome }) => outcome === 'rejected'));
			return `${refused.length} refused as issued before (A127), ${items.length - refused.length} issued`;
		},
	);
}

const ROUND = 20;

/** What the README recommends for long batches: rounds, each of which stores its accounts. */
export async function rounds(cluster: Cluster): Promise<void> {
	const { report, client, sandbox, credentials, workers } = cluster;
	const book = new OrderBook();
	const bookUrl = await book.listen();
	const loop = node(
		'n8n-nodes-base.splitInBatches',
		{ batchSize: ROUND, options: {} },
		{ typeVersion: 3 },
	);
	const store = postItem(bookUrl);
	const issue = issueAccounts(credentials);
	const line = chain('rounds', webhook('rounds'), splitOut(), loop, issue, store);
	const to = (name: string) => [{ node: name, type: 'main', index: 0 as const }];
	const workflow = await client.createWorkflow({
		...line,
		connections: {
			...line.connections,
			[loop.name]: { main: [[], to(issue.name)] },
			[store.name]: { main: [to(loop.name)] },
		},
		settings: { ...line.settings, saveExecutionProgress: true },
	});
	await client.activate(workflow);

	try {
		await report.check('of a killed worker’s batch, at most one round is unknown', async () => {
			const issued = () =>
				sandbox.books.all().filter(({ orderId }) => orderId.startsWith('ROUNDS-'));
			sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs: 150 }]);
			const before = workers.map(begun);
			await post(productionUrl(client, 'rounds'), { items: ordersOf('ROUNDS', BATCH) });
			await waitFor('half of the accounts', () => issued().length > BATCH / 2);
			const victim = workers.find((worker, index) => begun(worker) > (before[index] ?? 0));
			assert.ok(victim);
			await victim.kill();
			sandbox.faults.set([]);
			await waitFor(
				'the execution to end',
				async () => sum(await client.countEnded(workflow.id)) === 1,
				{ seconds: SECONDS },
			);
			const [{ id } = {}] = await client.executions(workflow.id);
			const { runs, status } = await client.executionEnd(String(id));
			assert.notEqual(status, 'success');
			const unknown = issued().length - book.entries.length;
			assert.ok(unknown >= 0 && unknown <= ROUND, `${unknown} unknown`);
			const kept = Object.values(runs).flat().length;
			return `${issued().length} issued, ${book.entries.length} stored; n8n itself has kept the data of ${kept} nodes`;
		});
	} finally {
		book.close();
	}
}
