import assert from 'node:assert/strict';

import type { Account } from '../../../sandbox/Sandbox';
import type { SavedWorkflow } from '../../../harness/n8n/N8nClient';
import {
	confirmDeposit,
	nicepayTrigger,
	noOp,
	onlyWhere,
	postItem,
} from '../../../harness/n8n/nodes';
import { PaymentBook } from '../../../harness/n8n/PaymentBook';
import { waitFor } from '../../../harness/n8n/waitFor';
import { chain, type NodeSettings } from '../../../harness/n8n/workflow';
import { depositors, payIn } from './depositors';
import { control, notificationUrl, notify } from './trigger';
import type { World } from './World';

const MARK_PAID = 'Mark paid';

/** A workflow that marks an order as paid, and then confirms the deposit. Not active. */
export const confirmingWorkflow = (
	name: string,
	credentials: NodeSettings,
	bookUrl: string,
	parameters: NodeSettings['parameters'] = {},
) =>
	chain(
		name,
		nicepayTrigger(credentials, { acknowledge: 'workflow', ...parameters }),
		postItem(bookUrl, MARK_PAID),
		onlyWhere('answer', 'paid'),
		confirmDeposit(),
		noOp(),
	);

/** What NICEPAY has heard of a deposit, oldest first: `200 OK`, `500 …`, or why there was no reply. */
export const repliesTo = ({ sandbox }: Pick<World, 'sandbox'>, { tid }: Account): string[] =>
	sandbox.notifier
		.all()
		.filter((delivery) => delivery.tid === tid)
		.map(({ reply, error }) => (reply ? `${reply.status} ${reply.body}` : String(error)));

/** Waits until NICEPAY has heard OK of a deposit. @returns all that it has heard, OK last */
export async function heardOk(
	world: Pick<World, 'sandbox'>,
	account: Account,
	seconds = 60,
): Promise<string[]> {
	return await waitFor(
		`OK for ${account.orderId}`,
		() => {
			const replies = repliesTo(world, account);
			return replies.at(-1) === '200 OK' && replies;
		},
		{ seconds },
	);
}

/** NICEPAY hears OK when the workflow has dealt with the deposit, and not before. */
export async function acknowledge(world: World): Promise<void> {
	const { report, client, sandbox, credentials } = world;
	const book = new PaymentBook();
	const bookUrl = await book.listen();
	const publish = async (...parameters: Parameters<typeof confirmingWorkflow>) => {
		const saved = await client.createWorkflow(confirmingWorkflow(...parameters));
		await client.activate(saved);
		return saved;
	};
	/** A deposit that the book does not take twice, and then does. @returns what NICEPAY has heard */
	const madeUpFor = async (account: Account, trouble: 'isBroken' | 'isClosed') => {
		book[trouble] = true;
		payIn(world, account);
		await waitFor('two replies', () => repliesTo(world, account).length >= 2);
		book[trouble] = false;
		const replies = await heardOk(world, account);
		assert.ok(replies.slice(0, -1).every((reply) => !/OK/.test(reply)));
		assert.ok(book.paid.has(account.tid));
		return replies.map((reply) => JSON.stringify(reply)).join(', ');
	};
	const statuses = async ({ id }: SavedWorkflow) =>
		(await client.executions(id)).map(({ status }) => String(status));

	try {
		const workflow = await publish('Confirmed', credentials, bookUrl);
		await notify(world, workflow);
		const [first, second, third, fourth, fifth] = depositors(world, 'CONFIRM', 5);
		assert.ok(first && second && third && fourth && fifth);

		await report.check('the workflow confirms a deposit: NICEPAY hears exactly OK', async () => {
			payIn(world, first);
			assert.deepEqual(await heardOk(world, first), ['200 OK']);
			assert.ok(book.paid.has(first.tid));
			await waitFor('the execution', async () => (await statuses(workflow))[0] === 'success');
		});

		await report.check('the reply has no line break, and is plain text', async () => {
			const raw =
				sandbox.notifier
					.all()
					.at(-1)
					?.rawBody.replace(/&?MerchantKey=[^&]*/, '') ?? '';
			const response = await fetch(notificationUrl(world, workflow), {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: raw,
			});
			const bytes = Buffer.from(await response.arrayBuffer());
			assert.deepEqual([...bytes], [0x4f, 0x4b]);
			assert.equal(response.status, 200);
			assert.match(String(response.headers.get('content-type')), /^text\/plain/);
			return String(response.headers.get('content-type'));
		});

		await report.check(
			'a step before it fails: no OK, and the next notification pays',
			async () => {
				// n8n 1 answers 200 with nothing in it, n8n 2 answers 500.
				return await madeUpFor(second, 'isBroken');
			},
		);

		await report.check('Confirm Deposit is not reached: no OK, and sent again', async () => {
			return await madeUpFor(third, 'isClosed');
		});

		await report.check('Retry of a failed execution confirms nothing, and says so', async () => {
			book.isBroken = true;
			payIn(world, fourth);
			await waitFor('a refusal', () => repliesTo(world, fourth).length >= 1);
			const failed = (await client.executions(workflow.id)).find(
				({ status }) => status === 'error',
			);
			book.isBroken = false;
			const retried = await client.retry(String(failed?.['id']));
			assert.equal(retried.status, 'success', retried.error?.message);
			assert.match(retried.text, /Confirm Deposit did nothing/);
			await heardOk(world, fourth);
			return repliesTo(world, fourth).join(', ');
		});

		await report.check('n8n is killed between “paid” and “confirm”: paid once', async () => {
			await killedInBetween(world, book, fifth, async () => {
				await world.n8n.kill();
				world.n8n = await world.n8n.restart();
			});
			assert.equal(book.told.get(fifth.tid), 2);
			return repliesTo(world, fifth).join(', ');
		});

		await report.check('what is not chosen in Trigger On gets its OK at once', async () => {
			const others = await publish('Others only', credentials, bookUrl, { events: ['other'] });
			await notify(world, others);
			const [account] = depositors(world, 'UNCHOSEN', 1);
			assert.ok(account);
			payIn(world, account);
			assert.deepEqual(await heardOk(world, account), ['200 OK']);
			assert.deepEqual(await statuses(others), []);
			assert.ok(!book.paid.has(account.tid));
		});

		await report.check('whoever tests the URL hears OK, and nothing runs', async () => {
			const url = notificationUrl(world, workflow);
			const before = (await statuses(workflow)).length;
			for (const method of ['GET', 'HEAD', 'POST']) {
				const response = await fetch(url, { method });
				assert.equal(
					`${response.status} ${await response.text()}`.trim(),
					method === 'HEAD' ? '200' : '200 OK',
				);
			}
			assert.equal((await statuses(workflow)).length, before);
			assert.match(world.n8n.log(), /was reached from 127\.0\.0\.1 \(GET\)/);
			assert.match(world.n8n.log(), /was reached from 127\.0\.0\.1 \(an empty POST\)/);
		});

		await report.check('n8n does not publish what could never say OK', async () => {
			const silent = await client.createWorkflow(
				chain('Silent', nicepayTrigger(credentials, { acknowledge: 'workflow' }), noOp()),
			);
			assert.match(
				await client.activationRefusal(silent),
				/No Confirm Deposit comes behind this trigger/,
			);
			const id = await client.createCredential('Of an item', 'nicepayApi', {
				mid: '={{ $json.mid }}',
				merchantKey: 'x',
				baseUrl: world.sandboxUrl,
			});
			const credential = { credentials: { nicepayApi: { id, name: 'Of an item' } } };
			const unreadable = await client.createWorkflow(
				chain('Unreadable', nicepayTrigger(credential), noOp()),
			);
			const refusal = await client.activationRefusal(unreadable);
			assert.match(refusal, /The trigger cannot use its credential/);
			return refusal;
		});
	} finally {
		book.close();
	}
}

/** Has something killed after a deposit was marked as paid, and before it was confirmed. */
export async function killedInBetween(
	world: World,
	book: PaymentBook,
	account: Account,
	kill: () => Promise<void>,
): Promise<void> {
	const marked = new Promise<void>((resolve) => {
		book.afterwards = async () => {
			resolve();
			// Whoever waits for this answer will not be there any more.
			await new Promise(() => {});
		};
	});
	// Starting takes longer than ten seconds.
	await control(world, 'PUT', '/notification-settings', { intervalSeconds: 5 });
	payIn(world, account);
	await control(world, 'PUT', '/notification-settings', { intervalSeconds: 1 });
	await marked;
	book.afterwards = async () => {};
	assert.deepEqual(repliesTo(world, account), []);
	await kill();
	const replies = await heardOk(world, account, 120);
	assert.ok(
		replies.slice(0, -1).every((reply) => !/OK/.test(reply)),
		replies.join(', '),
	);
	assert.ok(book.paid.has(account.tid));
}
