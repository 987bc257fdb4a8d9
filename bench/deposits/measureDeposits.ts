import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import pLimit from 'p-limit';
import { Pool } from 'undici';

import { exampleOrder } from '../../harness/exampleOrder';
import { Cleanup } from '../../harness/n8n/Cleanup';
import { installN8n } from '../../harness/n8n/installN8n';
import type { N8nClient, SavedWorkflow } from '../../harness/n8n/N8nClient';
import { N8nServer } from '../../harness/n8n/N8nServer';
import { confirmDeposit, nicepayTrigger, noOp, webhook } from '../../harness/n8n/nodes';
import { packPackage, readBuild } from '../../harness/n8n/packPackage';
import { waitFor } from '../../harness/n8n/waitFor';
import { chain, type NodeJson, type WorkflowJson } from '../../harness/n8n/workflow';
import type { Account } from '../../sandbox/account';
import { depositFields, encodeFields } from '../../sandbox/notifications/message';
import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../../sandbox/options';

/** Requests of one burst, and how many of them wait for their reply at the same time. */
const BURST = 200;
const AT_A_TIME = 20;

/**
 * - `webhook`: n8n's own Webhook node with a header-auth credential. It replies when n8n has stored the execution.
 * - `stored`: NICEPAY Trigger, the same.
 * - `confirmed`: NICEPAY Trigger that waits for Confirm Deposit.
 * - `stranger`: NICEPAY Trigger that refuses the sender.
 * - `reached`: NICEPAY Trigger that is asked by GET whether it is there. It does nothing but say `OK`.
 */
export type Contestant = 'webhook' | 'stored' | 'confirmed' | 'stranger' | 'reached';

/** Requests a second, by round. */
export type DepositResults = Readonly<Record<Contestant, readonly number[]>>;

/**
 * How n8n evaluates expressions (`N8N_EXPRESSION_ENGINE`). `vm`, the default of n8n 2, makes a JavaScript
 * engine of its own for each request.
 */
export type ExpressionEngine = 'vm' | 'legacy';

/** Sends bursts of deposits to one running n8n, to each contestant by turns. */
export async function measureDeposits(
	engine: ExpressionEngine,
	rounds: number,
): Promise<DepositResults> {
	const cleanup = new Cleanup();
	try {
		const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-bench-'));
		cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
		const tarball = await packPackage(folder, readBuild());
		const n8n = await N8nServer.start({
			install: await installN8n(),
			tarball,
			userFolder: path.join(folder, 'n8n'),
			env: { N8N_LOG_LEVEL: 'info', N8N_EXPRESSION_ENGINE: engine },
		});
		cleanup.add(async () => await n8n.stop());
		const client = n8n.client();
		await client.setUpOwner();
		const contestants = await publish(client);
		const pool = new Pool(n8n.url, { connections: AT_A_TIME });
		cleanup.add(async () => await pool.destroy());

		const results: Record<Contestant, number[]> = {
			webhook: [],
			stored: [],
			confirmed: [],
			stranger: [],
			reached: [],
		};
		for (let round = 0; round <= rounds; round++) {
			for (const contestant of contestants) {
				const rate = await burst(pool, contestant);
				await settle(client, contestant, (round + 1) * BURST);
				// The first round warms up.
				if (round > 0) results[contestant.name].push(rate);
			}
			console.error(`${engine}: ${round === 0 ? 'warmed up' : `round ${round} of ${rounds}`}`);
		}
		return results;
	} finally {
		await cleanup.run();
	}
}

interface Running {
	readonly name: Contestant;
	readonly workflow: SavedWorkflow;
	readonly path: string;
	readonly method: 'POST' | 'GET';
	readonly status: number;
}

const KEY_HEADER = { name: 'X-Key', value: 'not-a-secret' };

async function publish(client: N8nClient): Promise<readonly Running[]> {
	const credential = async (type: string, data: Record<string, string>) => {
		const id = await client.createCredential(type, type, data);
		return { credentials: { [type]: { id, name: type } } };
	};
	const nicepay = await credential('nicepayApi', {
		mid: SAMPLE_MID,
		merchantKey: SAMPLE_MERCHANT_KEY,
		baseUrl: 'http://127.0.0.1:7070',
	});
	const header = await credential('httpHeaderAuth', KEY_HEADER);
	const plain = { ...webhook('bench', { authentication: 'headerAuth' }), ...header };

	const start = async (
		name: Contestant,
		json: WorkflowJson,
		{ method = 'POST', status = 200 }: Partial<Running> = {},
	): Promise<Running> => {
		const workflow = await client.createWorkflow(json);
		await client.activate(workflow);
		const { webhookId } = workflow.nodes[0] as NodeJson;
		const url = name === 'webhook' ? '/webhook/bench' : `/webhook/${webhookId}/nicepay`;
		await waitFor('the webhook', async () => {
			const response = await fetch(client.url + url, { method: 'POST' });
			return response.status !== 404;
		});
		return { name, workflow, path: url, method, status };
	};
	const trigger = (parameters: NodeJson['parameters'] = {}) => nicepayTrigger(nicepay, parameters);
	return [
		await start('webhook', chain('webhook', plain, noOp())),
		await start('stored', chain('stored', trigger(), noOp())),
		await start(
			'confirmed',
			chain('confirmed', trigger({ acknowledge: 'workflow' }), confirmDeposit()),
		),
		await start('stranger', chain('stranger', trigger({ senderCheck: 'nicepay' }), noOp()), {
			status: 403,
		}),
		await start('reached', chain('reached', trigger(), noOp()), { method: 'GET' }),
	];
}

/** @returns requests a second, from the first to the last reply */
async function burst(pool: Pool, { path: url, method, status }: Running): Promise<number> {
	const limit = pLimit(AT_A_TIME);
	const bodies = Array.from({ length: BURST }, (_, index) => notification(index));
	const begin = performance.now();
	await Promise.all(
		bodies.map((body) =>
			limit(async () => {
				const response = await pool.request({
					method,
					path: url,
					headers: {
						'content-type': 'application/x-www-form-urlencoded',
						[KEY_HEADER.name]: KEY_HEADER.value,
					},
					body: method === 'POST' ? body : null,
				});
				await response.body.text();
				if (response.statusCode !== status) throw new Error(`${url}: ${response.statusCode}`);
			}),
		),
	);
	return (BURST / (performance.now() - begin)) * 1000;
}

/** Waits until the executions of the bursts so far have ended, so that they do not weigh on the next. */
async function settle(client: N8nClient, { name, workflow }: Running, count: number) {
	if (name === 'stranger' || name === 'reached') return;
	await waitFor(
		'the executions',
		async () => (await client.countEnded(workflow.id)).success >= count,
		{ seconds: 120 },
	);
}

let deposits = 0;

function notification(index: number): string {
	const number = String(++deposits).padStart(16, '0');
	const amount = 55_000 + index;
	const order = { tid: `${SAMPLE_MID}0301${number}`, orderId: `ORDER-${number}`, amount };
	const account: Account = {
		...exampleOrder(order),
		accountNumber: '91476488881',
		state: 'deposited',
		depositedAmount: amount,
		depositorName: '김철수',
		refunds: [],
		remaining: amount,
		issuedAt: '2026-01-01T00:00:00+09:00',
		depositedAt: '2026-01-02T00:00:00+09:00',
		closedAt: null,
	};
	return encodeFields(depositFields(account, SAMPLE_MID), 'plus');
}
