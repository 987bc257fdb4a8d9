import assert from 'node:assert/strict';

import type { Account } from '../../../../sandbox/Sandbox';
import type { Json, SavedWorkflow } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { node } from '../../../../harness/n8n/workflow';
import { control, notify } from '../trigger';
import { submitForm } from './forms';
import type { Office } from './Office';

const LOOK = 'Look at the order';
const WAIT = 'Wait for the deposit';
/** Until the deadline of the orders that nobody pays, in milliseconds. */
const TIME_TO_PAY = 25_000;
const HOUR = 3_600_000;

/** How the subjects of mails to customers begin. */
const [DELIVERED, CANCELLED] = ['[발송 안내]', '[주문 취소]'];

/** One execution for each order: it waits for the deposit or the deadline, and delivers or cancels. */
export async function orderToDelivery(office: Office) {
	const { world, tables, mailbox, importWorkflow } = office;
	const { report, client, sandbox } = world;

	const deposits = await importWorkflow('deposit-to-paid', {
		Deposit: { senderCheck: 'custom', allowedAddresses: '127.0.0.1' },
	});
	await client.activate(deposits);
	await notify(world, deposits);

	const publish = async (changes: { graceHours?: number } = {}): Promise<SavedWorkflow> => {
		const saved = await importWorkflow('order-to-delivery', { 'The order': changes });
		await client.activate(saved);
		return saved;
	};
	const submit = async (workflow: SavedWorkflow, orderId: string) =>
		await submitForm(world, workflow, [orderId, '홍길동', mailTo(orderId), 30_000, '토이 블록']);
	const row = async (orderId: string) => await tables.row('nicepay_accounts', 'orderId', orderId);
	const accountOf = (orderId: string): Account => {
		const account = sandbox.books.findByOrder(orderId);
		assert.ok(account, `there is no account for ${orderId}`);
		return account;
	};
	/** The order's URL, once it is stored. */
	const urlOf = async (orderId: string): Promise<string> =>
		await waitFor(`the URL of ${orderId}`, async () => {
			const found = await tables.rows('nicepay_accounts');
			const url = found.find((each) => each['orderId'] === orderId)?.['resumeUrl'];
			return typeof url === 'string' && url !== '' && url;
		});
	const executionOf = async (orderId: string) =>
		await client.execution(executionIn(await urlOf(orderId)));
	const isNow = async (orderId: string, status: string) =>
		await waitFor(
			`${orderId} to be ${status}`,
			async () => (await executionOf(orderId))?.status === status,
		);
	/** Orders, and waits until the order waits. */
	const ordered = async (workflow: SavedWorkflow, orderId: string): Promise<Account> => {
		await submit(workflow, orderId);
		await mailbox.next(mailTo(orderId), '입금 안내');
		await isNow(orderId, 'waiting');
		return accountOf(orderId);
	};
	const payInto = async ({ tid }: Account, body: Json = {}) =>
		await control(world, 'POST', `/accounts/${tid}/deposit`, body);
	const call = async (url: string) => {
		const response = await fetch(url, { method: 'POST' });
		await response.text();
		return response.status;
	};
	/** What the customer was told after the account: DELIVERED, CANCELLED. */
	const told = (orderId: string) =>
		mailbox
			.to(mailTo(orderId))
			.map(({ subject }) => /^\[.*?\]/.exec(subject)?.[0])
			.filter((kind) => kind === DELIVERED || kind === CANCELLED);
	const delivered = async (orderId: string) => {
		await isNow(orderId, 'success');
		assert.deepEqual(told(orderId), [DELIVERED]);
		const { state, note } = await row(orderId);
		assert.deepEqual({ state, note }, { state: 'paid', note: 'delivery begun' });
	};
	const reviewOf = async (orderId: string) =>
		(await tables.rows('nicepay_review')).filter((task) => task['orderId'] === orderId);
	const depositsSucceeded = async () => {
		await waitFor('the deposits to be dealt with', async () =>
			(await client.executions(deposits.id)).every(({ status }) => status === 'success'),
		);
	};

	const failures = async ({ id }: SavedWorkflow) =>
		(await client.executions(id)).filter(({ status }) => status === 'error');

	const workflow = await publish();

	await report.check('an order waits for its deposit, and then it is delivered', async () => {
		const account = await ordered(workflow, 'DELIVER-1');
		const [mail] = mailbox.to(mailTo('DELIVER-1'), '입금 안내');
		assert.ok(mail?.body.includes(account.accountNumber), mail?.body);
		assert.deepEqual(told('DELIVER-1'), []);
		await payInto(account);
		await delivered('DELIVER-1');
	});

	await report.check('the same order again gets no second account', async () => {
		const requests = sandbox.requests.all().length;
		await submit(workflow, 'DELIVER-1');
		await waitFor('the second execution', async () => {
			const all = await client.executions(workflow.id);
			return all.length === 2 && all.every(({ status }) => status === 'success');
		});
		assert.equal(sandbox.requests.all().length, requests);
		await delivered('DELIVER-1');
	});

	await report.check('while it is refunded, it is not delivered', async () => {
		const account = await ordered(workflow, 'REFUNDING-1');
		const becomes = async (state: string) =>
			await tables.update('nicepay_accounts', 'orderId', 'REFUNDING-1', { state });
		await becomes('refunding');
		assert.equal(await call(await urlOf('REFUNDING-1')), 200);
		await waitFor(
			'a second look',
			async () => (await executionOf('REFUNDING-1'))?.runs[LOOK]?.length === 2,
		);
		await isNow('REFUNDING-1', 'waiting');
		assert.deepEqual(told('REFUNDING-1'), []);
		await becomes('open');
		await payInto(account);
		await delivered('REFUNDING-1');
	});

	await report.check('whoever calls the URL wakes it up, and no more', async () => {
		await ordered(workflow, 'DELIVER-2');
		const url = await urlOf('DELIVER-2');
		assert.equal(await call(url.replace(/\?.*/, '')), 401);
		assert.equal(await call(url), 200);
		await waitFor(
			'a second look',
			async () => (await executionOf('DELIVER-2'))?.runs[LOOK]?.length === 2,
		);
		await isNow('DELIVER-2', 'waiting');
		assert.deepEqual(told('DELIVER-2'), []);
		assert.equal((await row('DELIVER-2'))['state'], 'open');
		return url.replace(/=.*/, '=…');
	});

	await report.check('paid before it waits: it does not wait', async () => {
		mailbox.beforeAnswer = async ({ to }) => {
			if (to !== mailTo('DELIVER-3')) return;
			mailbox.beforeAnswer = async () => {};
			await payInto(accountOf('DELIVER-3'));
			await waitFor('the order', async () => (await row('DELIVER-3'))['state'] === 'paid');
		};
		await submit(workflow, 'DELIVER-3');
		await delivered('DELIVER-3');
		assert.equal((await executionOf('DELIVER-3'))?.runs[WAIT], undefined);
	});

	await report.check(
		'paid between the look and the wait: it is woken up when it waits',
		async () => {
			const imported = await importWorkflow('order-to-delivery');
			const slow = await client.saveWorkflow(withPauseBefore(WAIT, imported));
			await client.activate(slow);
			await submit(slow, 'DELIVER-4');
			assert.equal(await call(await urlOf('DELIVER-4')), 409);
			await payInto(accountOf('DELIVER-4'));
			await delivered('DELIVER-4');
		},
	);

	await report.check('a deposit that is notified three times is delivered once', async () => {
		const account = await ordered(workflow, 'DELIVER-5');
		await payInto(account);
		sandbox.notifier.notifyDeposit(account);
		await delivered('DELIVER-5');
		sandbox.notifier.notifyDeposit(account);
		await waitFor('three replies', () => {
			const replies = sandbox.notifier.all().filter(({ tid }) => tid === account.tid);
			return replies.length === 3 && replies.every(({ reply }) => reply?.body === 'OK');
		});
		await depositsSucceeded();
		await delivered('DELIVER-5');
	});

	const unpaid = {
		cancelled: 'UNPAID-1',
		expired: 'UNPAID-2',
		paidUnheard: 'UNPAID-3',
		replyLost: 'UNPAID-4',
		cancelledElsewhere: 'UNPAID-5',
		wrongAmount: 'UNPAID-6',
	};

	await report.check(
		'n8n is killed while orders wait, and is back after the deadline',
		async () => {
			const deadline = Date.parse(accountOf('DELIVER-2').depositDeadline);
			const closeAt = Date.now() + TIME_TO_PAY;
			// The accounts are open for three days. A grace below zero lets these orders end before that.
			const impatient = await publish({ graceHours: (closeAt - deadline) / HOUR });
			await Promise.all(Object.values(unpaid).map((orderId) => ordered(impatient, orderId)));
			sandbox.books.expire(accountOf(unpaid.expired));
			sandbox.books.deposit(accountOf(unpaid.paidUnheard), 30_000, '김늦음');
			await payInto(accountOf(unpaid.wrongAmount), { amount: 29_000 });
			await tables.update('nicepay_accounts', 'orderId', unpaid.cancelledElsewhere, {
				state: 'cancelled',
			});
			sandbox.faults.set([
				{ endpoint: 'cancel', kind: 'processThenDrop', times: 'always', orderId: unpaid.replyLost },
			]);
			for (const orderId of Object.values(unpaid)) assert.deepEqual(told(orderId), []);
			assert.ok(Date.now() < closeAt, 'the orders still wait');
			await world.n8n.kill();
			await waitFor('the deadline', () => Date.now() > closeAt);
			world.n8n = await world.n8n.restart();
			let early = 0;
			for (const orderId of Object.values(unpaid)) {
				const looks = await waitFor(`${orderId} to look again`, async () => {
					const found = await executionOf(orderId);
					const all = found?.status === 'running' ? undefined : found?.runs[LOOK];
					return all && all.length > 1 && all;
				});
				if (!looks[1]?.data?.main?.[1]?.length) continue;
				// n8n resumed it before its data tables were ready. It would look again in six minutes.
				early++;
				assert.equal(await call(await urlOf(orderId)), 200);
			}
			for (const orderId of [unpaid.cancelled, unpaid.expired, unpaid.cancelledElsewhere]) {
				await isNow(orderId, 'success');
			}
			for (const orderId of [unpaid.paidUnheard, unpaid.replyLost, unpaid.wrongAmount]) {
				await waitFor('a question to a human', async () =>
					(await reviewOf(orderId)).some(({ reason }) => /^Overdue/.test(String(reason))),
				);
				await isNow(orderId, 'waiting');
			}
			return `${early} of ${Object.keys(unpaid).length} were resumed before n8n was ready`;
		},
	);

	await report.check('not paid: the account is cancelled, and the customer is told', async () => {
		assert.equal(accountOf(unpaid.cancelled).state, 'cancelled');
		assert.equal((await row(unpaid.cancelled))['state'], 'cancelled');
		assert.equal((await row(unpaid.expired))['state'], 'expired');
		for (const orderId of [unpaid.cancelled, unpaid.expired, unpaid.cancelledElsewhere]) {
			assert.deepEqual(told(orderId), [CANCELLED], orderId);
			assert.deepEqual(await reviewOf(orderId), []);
		}
	});

	await report.check('paid and not heard of, or another amount: only a human is told', async () => {
		for (const orderId of [unpaid.paidUnheard, unpaid.wrongAmount]) {
			assert.equal((await row(orderId))['state'], 'open');
			assert.deepEqual(told(orderId), []);
			const reasons = (await reviewOf(orderId)).map(({ reason }) => String(reason));
			assert.ok(
				reasons.some((reason) => reason.startsWith('Overdue but paid')),
				reasons.join(),
			);
		}
	});

	await report.check('its notification comes after all: it is delivered', async () => {
		sandbox.notifier.notifyDeposit(accountOf(unpaid.paidUnheard));
		await delivered(unpaid.paidUnheard);
	});

	await report.check('the reply to the cancel was lost: told once it is certain', async () => {
		const [task] = await reviewOf(unpaid.replyLost);
		assert.match(String(task?.['reason']), /not cancelled/);
		assert.deepEqual(told(unpaid.replyLost), []);
		assert.equal((await row(unpaid.replyLost))['state'], 'open');
		sandbox.faults.set([]);
		// As the next day does.
		assert.equal(await call(await urlOf(unpaid.replyLost)), 200);
		await isNow(unpaid.replyLost, 'success');
		assert.deepEqual(told(unpaid.replyLost), [CANCELLED]);
	});

	await report.check('a deposit that comes after the cancel goes to a human', async () => {
		const account = accountOf(unpaid.cancelled);
		sandbox.notifier.notifyDeposit({ ...account, depositedAmount: account.amount });
		await waitFor('a question to a human', async () => {
			const [task] = await reviewOf(unpaid.cancelled);
			return /account that is cancelled/.test(String(task?.['reason']));
		});
		assert.deepEqual(told(unpaid.cancelled), [CANCELLED]);
	});

	await report.check('an order that waited through the restart is paid and delivered', async () => {
		await isNow('DELIVER-2', 'waiting');
		await payInto(accountOf('DELIVER-2'));
		await delivered('DELIVER-2');
	});

	await report.check(
		'the reply to the issue was lost: a human is told, nobody is mailed',
		async () => {
			sandbox.faults.set([
				{ endpoint: 'any', kind: 'processThenDrop', times: 'always', orderId: 'DELIVER-6' },
			]);
			await submit(workflow, 'DELIVER-6');
			await waitFor('a question to a human', async () => (await reviewOf('DELIVER-6')).length > 0);
			await isNow('DELIVER-6', 'waiting');
			sandbox.faults.set([]);
			assert.equal((await row('DELIVER-6'))['state'], 'unknown');
			assert.deepEqual(mailbox.to(mailTo('DELIVER-6')), []);
		},
	);

	await report.check('a refusal fails the execution, and nothing is stored', async () => {
		sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4126', times: 1, orderId: 'DELIVER-7' }]);
		await submit(workflow, 'DELIVER-7');
		const failed = await waitFor('the refusal', async () => (await failures(workflow))[0]);
		const { error } = await client.executionEnd(String(failed['id']));
		assert.match(String(error?.message), /DELIVER-7 has no account: .*4126/);
		const found = await tables.rows('nicepay_accounts');
		assert.ok(!found.some(({ orderId }) => orderId === 'DELIVER-7'));
		return error?.message;
	});

	await report.check('a mail that fails: Retry sends it, and the order goes on', async () => {
		const failed = new Set((await failures(workflow)).map(({ id }) => id));
		mailbox.isOpen = false;
		await submit(workflow, 'DELIVER-8');
		const unsent = await waitFor('the failure', async () =>
			(await failures(workflow)).find(({ id }) => !failed.has(id)),
		);
		mailbox.isOpen = true;
		const requests = sandbox.requests.all().length;
		const retry = `/executions/${String(unsent['id'])}/retry`;
		await client.request('POST', retry, { loadWorkflow: false });
		await mailbox.next(mailTo('DELIVER-8'), '입금 안내');
		await isNow('DELIVER-8', 'waiting');
		assert.equal(sandbox.requests.all().length, requests);
		await payInto(accountOf('DELIVER-8'));
		await delivered('DELIVER-8');
	});
}

const mailTo = (orderId: string): string => `${orderId.toLowerCase()}@example.com`;

/** The execution that a URL resumes. */
const executionIn = (url: string): string =>
	/\/webhook-waiting\/(\d+)\?signature=\w+$/.exec(url)?.[1] ?? 'none';

/** The workflow with three seconds between what leads to a node and the node. */
function withPauseBefore(name: string, workflow: SavedWorkflow): SavedWorkflow {
	const pause = {
		...node('n8n-nodes-base.wait', { amount: 3, unit: 'seconds' }, { typeVersion: 1.1 }),
		name: 'Pause',
	};
	const to = (target: string) => ({ node: target, type: 'main', index: 0 as const });
	const redirected = Object.entries(workflow.connections).map(([from, { main = [] }]) => {
		const outputs = main.map((output) =>
			output.map((each) => (each.node === name ? to(pause.name) : each)),
		);
		return [from, { main: outputs }] as const;
	});
	return {
		...workflow,
		nodes: [...workflow.nodes, pause],
		connections: Object.fromEntries([...redirected, [pause.name, { main: [[to(name)]] }] as const]),
	};
}
