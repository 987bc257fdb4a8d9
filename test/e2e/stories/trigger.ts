import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { NotificationSettings } from '../../../sandbox/Sandbox';
import type { Json, SavedWorkflow } from '../../../harness/n8n/N8nClient';
import {
	issueAccounts,
	nicepayTrigger,
	noOp,
	removeDuplicateEvents,
} from '../../../harness/n8n/nodes';
import { productionUrl } from '../../../harness/n8n/post';
import { waitFor } from '../../../harness/n8n/waitFor';
import { chain } from '../../../harness/n8n/workflow';
import { itemsOf, runNode } from './operations';
import type { World } from './World';

/** Where NICEPAY is to send its notifications for a workflow that starts with our trigger. */
export const notificationUrl = (
	{ client, webhookUrl = client.url }: Receiver,
	workflow: SavedWorkflow,
) => productionUrl({ url: webhookUrl }, `${workflow.nodes[0]?.webhookId}/nicepay`);

/** Who receives notifications: n8n itself, or a webhook processor at `webhookUrl`. */
type Receiver = Pick<World, 'client'> & { readonly webhookUrl?: string };

/** Asks the sandbox's control API, as a person at its desk would. */
export async function control(
	{ sandboxUrl }: Pick<World, 'sandboxUrl'>,
	method: 'PUT' | 'POST',
	path: string,
	body: unknown = {},
): Promise<unknown> {
	const response = await fetch(`${sandboxUrl}/internal${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`);
	return await response.json();
}

/** Has the sandbox notify a workflow. Waits until its production webhook answers. */
export async function notify(
	world: Receiver & Pick<World, 'sandboxUrl'>,
	workflow: SavedWorkflow,
	settings: Partial<NotificationSettings> = {},
): Promise<void> {
	const url = notificationUrl(world, workflow);
	await waitFor('the trigger’s webhook', async () => {
		const response = await fetch(url, { method: 'POST', body: '' });
		await response.text();
		return response.status !== 404;
	});
	await control(world, 'PUT', '/notification-settings', {
		url,
		intervalSeconds: 1,
		attempts: 10,
		...settings,
	});
}

/** Notifications of deposits start a workflow. */
export async function trigger(world: World): Promise<void> {
	const { report, client, sandbox, credentials } = world;
	const workflow = await client.createWorkflow(
		chain('Deposits', nicepayTrigger(credentials), removeDuplicateEvents(), noOp()),
	);
	await client.activate(workflow);
	await notify(world, workflow);
	const orders = Array.from({ length: 4 }, (_, index) => ({
		orderId: `TRIGGER-${index}`,
		amount: 50_000 + index,
	}));
	const accounts = itemsOf(await runNode(world, issueAccounts(credentials), orders));

	const outputs = async (node: string): Promise<Json[]> => {
		const listed = await client.executions(workflow.id);
		const ended = await Promise.all(listed.map(({ id }) => client.executionEnd(String(id))));
		return ended.flatMap(({ runs }) =>
			(runs[node]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json),
		);
	};
	const payInto = async (index: number, depositorName: string): Promise<void> => {
		await control(world, 'POST', `/accounts/${String(accounts[index]?.['tid'])}/deposit`, {
			depositorName,
		});
	};
	const eventOf = async (index: number): Promise<Json> =>
		await waitFor('the deposit to arrive', async () =>
			(await outputs('noOp')).find(({ tid }) => tid === accounts[index]?.['tid']),
		);
	const deliveriesOf = (index: number) =>
		sandbox.notifier.all().filter(({ tid }) => tid === accounts[index]?.['tid']);

	const wireForms: ReadonlyArray<Partial<NotificationSettings>> = [
		{ charsetInHeader: false, space: 'plus', merchantKey: true },
		{ charsetInHeader: true, space: 'percent', merchantKey: false },
	];
	for (const [index, settings] of wireForms.entries()) {
		const how = `${settings.charsetInHeader ? 'with' : 'without'} charset, spaces as ${settings.space}`;
		await report.check(`a deposit starts the workflow (${how})`, async () => {
			await control(world, 'PUT', '/notification-settings', settings);
			await payInto(index, '김 철수');
			const event = await eventOf(index);
			assert.equal(event['event'], 'deposit');
			assert.equal(event['eventId'], `${String(event['tid'])}:4110`);
			assert.equal(event['orderId'], orders[index]?.orderId);
			assert.equal(event['amount'], orders[index]?.amount);
			assert.equal(event['depositorName'], '김 철수');
			assert.equal(event['buyerName'], '홍길동');
			assert.equal(event['goodsName'], '11월 수강료');
			const deliveries = deliveriesOf(index);
			assert.equal(deliveries.length, 1);
			assert.equal(deliveries[0]?.accepted, true);
			assert.equal(deliveries[0]?.reply?.body, 'OK');
		});
	}

	await report.check('Remove Duplicates on eventId lets a replay through once', async () => {
		await payInto(2, '홍길동');
		await eventOf(2);
		const before = (await client.executions(workflow.id)).length;
		const raw = deliveriesOf(2)[0]?.rawBody.replace(/&?MerchantKey=[^&]*/, '') ?? '';
		const replies = await Promise.all(
			[1, 2].map(async () => {
				const response = await fetch(notificationUrl(world, workflow), {
					method: 'POST',
					headers: { 'content-type': 'application/x-www-form-urlencoded' },
					body: raw,
				});
				return `${response.status} ${await response.text()}`;
			}),
		);
		assert.deepEqual(replies, ['200 OK', '200 OK']);
		await waitFor('two more executions', async () => {
			return (await client.executions(workflow.id)).length === before + 2;
		});
		const tid = accounts[2]?.['tid'];
		const ofTid = (items: readonly Json[]) => items.filter((item) => item['tid'] === tid).length;
		// n8n 1 stores an execution's data after its status.
		await waitFor('their data', async () => ofTid(await outputs('nicepayTrigger')) === 3);
		assert.equal(ofTid(await outputs('noOp')), 1);
		return '3 deliveries, 3 executions, 1 item';
	});

	await report.check('a sender outside the list is refused, and the log says why', async () => {
		const strict = await client.createWorkflow(
			chain('Strict', nicepayTrigger(credentials, { senderCheck: 'nicepay' }), noOp()),
		);
		await client.activate(strict);
		await notify(world, strict, { attempts: 1 });
		await payInto(3, '홍길동');
		const [delivery] = await waitFor('the refusal', () => {
			const deliveries = deliveriesOf(3);
			return deliveries.length > 0 && deliveries;
		});
		assert.equal(delivery?.reply?.status, 403);
		assert.equal(delivery?.reply?.body, 'FAIL');
		await sleep(500);
		assert.equal((await client.executions(strict.id)).length, 0);
		const line = world.n8n
			.log()
			.split('\n')
			.find((text) => text.includes('N8N_PROXY_HOPS'));
		assert.ok(line, 'the log does not say why');
		return line.trim();
	});

	await report.check('a notification with another MID or another key is refused', async () => {
		const raw = deliveriesOf(0)[0]?.rawBody.replace(/&?MerchantKey=[^&]*/, '') ?? '';
		const send = async (body: string) => {
			const response = await fetch(notificationUrl(world, workflow), {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body,
			});
			return `${response.status} ${await response.text()}`;
		};
		assert.equal(await send(raw.replace(/(^|&)MID=[^&]*/, '$1MID=somebody0m')), '403 FAIL');
		assert.equal(await send(`${raw}&MerchantKey=${'x'.repeat(88)}`), '403 FAIL');
		assert.equal(await send('hello=world'), '403 FAIL');
	});
}
