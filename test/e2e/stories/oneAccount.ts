import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Json, SavedWorkflow } from '../../../harness/n8n/N8nClient';
import { issueAccounts, noOp, scheduleOnce, splitOut, webhook } from '../../../harness/n8n/nodes';
import { post, productionUrl } from '../../../harness/n8n/post';
import { waitFor } from '../../../harness/n8n/waitFor';
import { chain, node, type WorkflowJson } from '../../../harness/n8n/workflow';
import { Sandbox } from '../../../sandbox/Sandbox';
import { MERCHANT } from './merchant';
import { type Order, ordersOf } from './orders';
import type { Cluster } from './queue';
import type { World } from './World';

const BATCH = 60;
/** How late the sandbox answers, in milliseconds: a batch takes about four seconds. */
const DELAY = 300;

/**
 * One order, one account, whatever stops the run. NICEPAY takes every order again here: only the node and
 * n8n keep a customer from having two accounts.
 */
export async function oneAccount(world: World & Partial<Pick<Cluster, 'workers'>>): Promise<void> {
	const { report, client, workers } = world;
	/** What all processes of this n8n have logged. */
	const log = () => [world.n8n, ...(workers ?? [])].map((each) => each.log()).join('\n');
	const sandbox = new Sandbox({ ...MERCHANT, orderReuse: 'always' });
	const baseUrl = await sandbox.listen();
	const name = 'NICEPAY that takes orders again';
	const id = await client.createCredential(name, 'nicepayApi', { ...MERCHANT, baseUrl });
	const credentials = { credentials: { nicepayApi: { id, name } } };

	const accountsOf = (prefix: string) =>
		sandbox.books.all().filter(({ orderId }) => orderId.startsWith(`${prefix}-`));
	const beSlow = (delayMs = DELAY): void =>
		void sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs }]);
	const activate = async (workflow: WorkflowJson): Promise<SavedWorkflow> => {
		const saved = await client.createWorkflow(workflow);
		await client.activate(saved);
		return saved;
	};
	const byWebhook = async (path: string, settings: WorkflowJson['settings'] = {}) => {
		const line = chain(path, webhook(path), splitOut(), issueAccounts(credentials), noOp());
		return await activate({ ...line, settings: { ...line.settings, ...settings } });
	};
	const send = async (path: string, items: readonly Order[]) =>
		await post(productionUrl(client, path), { items });

	/** Waits until as many executions have ended, and gives what each has put out, oldest first. */
	const outputs = async ({ id }: SavedWorkflow, count: number) => {
		const ended = await waitFor(
			`${count} executions to end`,
			async () => {
				const all = await client.executions(id);
				const isOver = ({ status }: Json) => status !== 'running' && status !== 'new';
				return all.length === count && all.every(isOver) && all;
			},
			{ seconds: 180 },
		);
		// n8n stores the end of an execution a moment after its status.
		await sleep(500);
		return await Promise.all(
			[...ended].reverse().map(async (execution) => {
				const { runs, status, error } = await client.executionEnd(String(execution['id']));
				const items = (runs['noOp'] ?? []).flatMap(({ data }) => data?.main?.[0] ?? []);
				return { status, error, told: items.map(({ json }) => json) };
			}),
		);
	};

	/** No order has two accounts that anyone was told of, and each open account can be found. */
	const audit = (prefix: string, told: readonly Json[], mayBeLost = 0): string => {
		const orders = told.map(({ orderId }) => orderId);
		assert.equal(new Set(orders).size, orders.length, 'an order has two accounts');
		const inOutput = new Set(told.map(({ tid }) => tid));
		const open = accountsOf(prefix).filter(({ state }) => state === 'issued');
		for (const tid of inOutput) assert.ok(open.some((account) => account.tid === tid));
		const text = log();
		const untold = open.filter(({ tid }) => !inOutput.has(tid));
		const lost = untold.filter(
			({ orderId, tid }) => !text.includes(`Order ${orderId}, TID ${tid}: issued.`),
		);
		assert.ok(lost.length <= mayBeLost, `${lost.length} accounts are nowhere`);
		const numbers = untold.map(({ accountNumber }) => accountNumber);
		assert.ok(!numbers.some((number) => text.includes(number)), 'an account number in the log');
		return `${open.length} open: ${inOutput.size} in the output, ${untold.length - lost.length} in the log, ${lost.length} lost`;
	};

	/** Sends a batch, waits until a part of it is issued, does something to it, and starts it over. */
	const interrupted = async (
		prefix: string,
		settings: WorkflowJson['settings'],
		interrupt: (workflow: SavedWorkflow) => Promise<void>,
		delay = DELAY,
	) => {
		const path = prefix.toLowerCase();
		const workflow = await byWebhook(path, settings);
		const orders = ordersOf(prefix, BATCH);
		beSlow(delay);
		await send(path, orders);
		await waitFor('some accounts', () => accountsOf(prefix).length >= 12);
		await interrupt(workflow);
		const [first] = await outputs(workflow, 1);
		// What was under way finishes.
		await sleep(3 * delay);
		const issued = accountsOf(prefix).length;
		await sleep(3 * delay);
		assert.equal(accountsOf(prefix).length, issued, 'something was sent after the stop');
		assert.ok(issued < BATCH, `${issued} accounts`);
		assert.deepEqual(first?.told, []);
		sandbox.faults.set([]);

		await send(path, orders);
		const [, second] = await outputs(workflow, 2);
		assert.equal(second?.status, 'success', second?.error?.message);
		assert.equal(second.told.length, BATCH);
		return { first, told: second.told };
	};

	try {
		await report.check('stopped in the middle of a batch, and started over', async () => {
			const { first, told } = await interrupted('STOP', {}, async ({ id }) => {
				const [execution] = await client.executions(id);
				await client.request('POST', `/executions/${String(execution?.['id'])}/stop`);
			});
			assert.equal(first?.status, 'canceled');
			return audit('STOP', told);
		});

		await report.check(
			'a workflow timeout in the middle of a batch, and started over',
			async () => {
				const { first, told } = await interrupted(
					'TIMEOUT',
					// Started over, it has to be faster than that, whatever else the machine does.
					{ executionTimeout: 6 },
					async () => {},
					1_000,
				);
				assert.match(String(first?.status), /^(canceled|error)$/);
				return audit('TIMEOUT', told);
			},
		);

		if (!workers) {
			await report.check('n8n killed in the middle of a batch, and started over', async () => {
				const { first, told } = await interrupted('KILL', {}, async () => {
					await world.n8n.kill();
					world.n8n = await world.n8n.restart();
				});
				assert.match(String(first?.status), /^(crashed|error)$/);
				// Lost, and told to nobody.
				return audit('KILL', told, BATCH);
			});
		}

		await report.check('a webhook delivered twice, one after the other', async () => {
			const workflow = await byWebhook('twice');
			const orders = ordersOf('TWICE', 5);
			await send('twice', orders);
			const [first] = await outputs(workflow, 1);
			assert.equal(first?.status, 'success', first?.error?.message);
			const sent = sandbox.requests.all().length;
			await send('twice', orders);
			const [, second] = await outputs(workflow, 2);
			assert.equal(second?.status, 'error');
			assert.match(String(second.error?.message), /Order TWICE-0000 has a virtual account already/);
			assert.equal(sandbox.requests.all().length, sent);
			return audit('TWICE', first.told);
		});

		// Between workers, n8n's memory is no lock: there, both may pass (docs/guarantees.md).
		if (!workers) {
			await report.check('a webhook delivered twice, within milliseconds', async () => {
				const workflow = await byWebhook('double');
				const orders = ordersOf('DOUBLE', 5);
				await Promise.all([send('double', orders), send('double', orders)]);
				const both = await outputs(workflow, 2);
				return audit(
					'DOUBLE',
					both.flatMap(({ told }) => told),
				);
			});
		}

		// Between workers, for the same reason, a second apart: both run, and one ends before the other.
		const apart = workers ? 1_000 : 0;
		await report.check(`the same batch by two schedules, ${apart} ms apart`, async () => {
			const at = Date.now() + 15_000;
			const one = scheduleOnce('one', new Date(at));
			const other = scheduleOnce('other', new Date(at + apart));
			const list = node(
				'n8n-nodes-base.set',
				{
					mode: 'raw',
					jsonOutput: JSON.stringify({ body: { items: ordersOf('SCHEDULES', BATCH) } }),
				},
				{ typeVersion: 3.4 },
			);
			const line = chain(
				'Two schedules',
				one,
				list,
				splitOut(),
				issueAccounts(credentials),
				noOp(),
			);
			beSlow();
			const workflow = await activate({
				...line,
				nodes: [...line.nodes, other],
				connections: {
					...line.connections,
					[other.name]: { main: [[{ node: list.name, type: 'main', index: 0 }]] },
				},
			});
			const both = await outputs(workflow, 2);
			sandbox.faults.set([]);
			const told = both.flatMap((execution) => execution.told);
			assert.equal(told.length, BATCH);
			assert.equal(both.filter(({ status }) => status === 'success').length, 1);
			return audit('SCHEDULES', told);
		});
	} finally {
		await sandbox.close();
	}
}
