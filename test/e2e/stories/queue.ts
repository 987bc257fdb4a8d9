import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { SavedWorkflow } from '../support/N8nClient';
import {
	issueAccounts,
	nicepayTrigger,
	noOp,
	removeDuplicateEvents,
	splitOut,
	webhook,
} from '../support/nodes';
import { post, productionUrl } from '../support/post';
import type { Service } from '../support/Service';
import { waitFor } from '../support/waitFor';
import { chain } from '../support/workflow';
import { itemsOf, runNode } from './operations';
import { control, notify } from './trigger';
import type { World } from './World';

/** An n8n in queue mode. */
export interface Cluster extends World {
	readonly workers: Service[];
	readonly startWorker: () => Promise<Service>;
}

const EXECUTIONS = 400;
const BATCHES = 10;
const BATCH = 200;
const SECONDS = 300;

interface Order {
	readonly orderId: string;
	readonly amount: number;
}

const ordersOf = (name: string, count: number): Order[] =>
	Array.from({ length: count }, (_, index) => ({
		orderId: `${name}-${String(index).padStart(4, '0')}`,
		amount: 1_000 + index,
	}));

/** A workflow that issues an account for each item posted to it, active. */
async function issuingWorkflow({ client, credentials }: World, path: string) {
	const workflow = await client.createWorkflow(
		chain(path, webhook(path), splitOut(), issueAccounts(credentials), noOp()),
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
			const counts = await client.countExecutions(id);
			const failed = (counts['error'] ?? 0) + (counts['crashed'] ?? 0);
			assert.equal(failed, 0, `${failed} executions failed`);
			return counts['success'] === count;
		},
		{ seconds: SECONDS, pause: 1_000 },
	);
}

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

	await report.check(
		`${EXECUTIONS} executions at once: every order exactly one account`,
		async () => {
			const workflow = await issuingWorkflow(cluster, 'burst');
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

	await report.check('no transaction ID was refused as a duplicate', () => {
		assert.equal(duplicates(cluster, 'A225'), 0);
		const issues = cluster.sandbox.requests.all().filter(({ endpoint }) => endpoint === 'issue');
		const tids = new Set(issues.map(({ fields }) => fields['TID']));
		assert.equal(tids.size, issues.length);
		return `${tids.size} transaction IDs`;
	});

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
				const { success = 0, error = 0, crashed = 0 } = await client.countExecutions(deposits.id);
				return success + error + crashed === DEPOSITS && { success, error, crashed };
			},
			{ seconds: SECONDS, pause: 1_000 },
		);
		return JSON.stringify(counts);
	});

	const counts = await waitFor(
		'the batches to end',
		async () => {
			const { success = 0, error = 0, crashed = 0 } = await client.countExecutions(batches.id);
			return success + error + crashed === CRASHING_BATCHES && { success, error, crashed };
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

	await report.check('a crashed batch that is retried issues nothing a second time', async () => {
		const listed = await client.executions(batches.id);
		const crashed = listed.filter(({ status }) => status !== 'success');
		const before = issued();
		for (const { id } of crashed) {
			const failed = await client.executionEnd(String(id));
			report.note(
				`execution ${failed.id}: ${failed.status}, ${failed.error?.message ?? 'no message'}; data of ${Object.keys(failed.runs).join(', ') || 'no node'}`,
			);
		}
		const messages: string[] = [];
		for (const { id } of crashed) {
			const retried = await client.retry(String(id));
			messages.push(`${retried.status}: ${retried.error?.message ?? ''}`);
		}
		const all = sandbox.books.all().filter(({ orderId }) => orderId.startsWith('CRASH-'));
		assert.equal(new Set(all.map(({ orderId }) => orderId)).size, all.length);
		return `${before} accounts before, ${all.length} after; ${messages.join('; ')}`;
	});
}
