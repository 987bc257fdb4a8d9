import assert from 'node:assert/strict';

import type { Json } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { control, notify } from '../trigger';
import type { Office } from './Office';

/** A deposit is compared, marked and thanked for, whatever fails in between. */
export async function depositToPaid(office: Office) {
	const { world, tables, mailbox, importWorkflow } = office;
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('deposit-to-paid', {
		Deposit: { senderCheck: 'custom', allowedAddresses: '127.0.0.1' },
	});
	await client.activate(workflow);
	await notify(world, workflow, { intervalSeconds: 1 });

	const [first, second, third, fourth, fifth] = sandbox.books
		.all()
		.filter(({ orderId, state }) => /^TUITION-\d+-S/.test(orderId) && state === 'issued');
	assert.ok(first && second && third && fourth && fifth);
	const row = async (orderId: string) => await tables.row('nicepay_accounts', 'orderId', orderId);
	const payInto = async (tid: string, body: Json = {}) =>
		await control(world, 'POST', `/accounts/${tid}/deposit`, body);
	const executions = async () => await client.executions(workflow.id);
	const ended = async (count: number): Promise<void> => {
		await waitFor(`${count} executions to end`, async () => {
			const all = await executions();
			return all.length >= count && all.every(({ status }) => status !== 'running');
		});
	};
	const reviewOf = async (tid: string) =>
		(await tables.rows('nicepay_review')).filter((task) => task['tid'] === tid);
	const thanks = (buyerEmail: string) => mailbox.to(buyerEmail, '입금 확인').length;

	await report.check('a deposit marks the order as paid, and the payer is thanked', async () => {
		await payInto(first.tid, { depositorName: '김입금' });
		await mailbox.next(first.buyerEmail, '입금 확인');
		const paid = await row(first.orderId);
		assert.equal(paid['state'], 'paid');
		assert.equal(paid['depositorName'], '김입금');
		assert.equal(paid['eventId'], `${first.tid}:4110`);
		assert.equal(
			Date.parse(String(paid['paidAt'])),
			Date.parse(sandbox.books.find(first.tid)?.depositedAt ?? ''),
		);
	});

	await report.check('the same deposit again: still paid, thanked once', async () => {
		const before = (await executions()).length;
		sandbox.notifier.notifyDeposit(first);
		sandbox.notifier.notifyDeposit(first);
		await ended(before + 2);
		assert.equal((await row(first.orderId))['state'], 'paid');
		assert.equal(thanks(first.buyerEmail), 1);
	});

	await report.check('another amount goes to a human and is not paid', async () => {
		await payInto(second.tid, { amount: second.amount - 1_000 });
		await mailbox.next('office@example.com', 'another amount');
		assert.equal((await row(second.orderId))['state'], 'open');
		const [task] = await reviewOf(second.tid);
		assert.equal(task?.['amount'], second.amount - 1_000);
		assert.equal(task?.['resolved'], false);
	});

	await report.check('a forged notice (one TID, another order) goes to a human', async () => {
		const before = (await executions()).length;
		sandbox.notifier.notifyDeposit({ ...third, orderId: fourth.orderId, depositedAmount: 1 });
		await ended(before + 1);
		assert.match(String((await reviewOf(third.tid))[0]?.['reason']), /another TID/);
		assert.equal((await row(fourth.orderId))['state'], 'open');
		assert.equal((await row(third.orderId))['state'], 'open');
	});

	const failed = async (count: number): Promise<string> => {
		await ended(count);
		const [newest] = await executions();
		assert.equal(newest?.['status'], 'error');
		return String(newest?.['id']);
	};
	const broken = async (orderId: string, tid: string): Promise<string> => {
		const before = (await executions()).length;
		await tables.renameColumn('nicepay_accounts', 'paidAt', 'paidOn');
		await payInto(tid);
		const id = await failed(before + 1);
		assert.equal((await row(orderId))['state'], 'open');
		await tables.renameColumn('nicepay_accounts', 'paidOn', 'paidAt');
		return id;
	};

	await report.check('it failed before the order was marked: Retry makes up for it', async () => {
		const retried = await client.retry(await broken(third.orderId, third.tid));
		assert.equal(retried.status, 'success', retried.error?.message);
		assert.equal((await row(third.orderId))['state'], 'paid');
		assert.equal(thanks(third.buyerEmail), 1);
	});

	await report.check('and so does the same deposit, told again', async () => {
		await broken(fourth.orderId, fourth.tid);
		const account = sandbox.books.find(fourth.tid);
		assert.ok(account);
		sandbox.notifier.notifyDeposit(account);
		await mailbox.next(fourth.buyerEmail, '입금 확인');
		assert.equal((await row(fourth.orderId))['state'], 'paid');
	});

	await report.check('it failed in the thanks: Retry sends them, once', async () => {
		const before = (await executions()).length;
		mailbox.isOpen = false;
		await payInto(fifth.tid);
		const id = await failed(before + 1);
		assert.equal((await row(fifth.orderId))['state'], 'paid');
		mailbox.isOpen = true;
		const retried = await client.retry(id);
		assert.equal(retried.status, 'success', retried.error?.message);
		assert.equal(thanks(fifth.buyerEmail), 1);
	});
}
