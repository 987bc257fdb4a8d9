import assert from 'node:assert/strict';

import type { Account } from '../../../../sandbox/Sandbox';
import type { Json } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { control, notify } from '../trigger';
import type { Office } from './Office';

const ENDED: ReadonlySet<string> = new Set(['success', 'error', 'crashed', 'canceled']);

/** A deposit is compared, marked, confirmed and thanked for, whatever fails in between. */
export async function depositToPaid(office: Office) {
	const { world, tables, mailbox, importWorkflow } = office;
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('deposit-to-paid', {
		Deposit: { senderCheck: 'custom', allowedAddresses: '127.0.0.1' },
	});
	await client.activate(workflow);
	await notify(world, workflow, { intervalSeconds: 1 });

	const [first, second, third, fourth, ...others] = sandbox.books
		.all()
		.filter(({ orderId, state }) => /^TUITION-\d+-S/.test(orderId) && state === 'issued');
	const [known, ...unpaid] = others;
	assert.ok(first && second && third && fourth && known);
	const rest = unpaid.slice(0, 10);
	const row = async (orderId: string) => await tables.row('nicepay_accounts', 'orderId', orderId);
	const payInto = async (tid: string, body: Json = {}) =>
		await control(world, 'POST', `/accounts/${tid}/deposit`, body);
	const executions = async () => await client.executions(workflow.id);
	const ended = async (count: number): Promise<void> => {
		await waitFor(`${count} executions to end`, async () => {
			const all = await executions();
			return all.length >= count && all.every(({ status }) => ENDED.has(String(status)));
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
		sandbox.notifier.notifyDeposit({ ...known, orderId: fourth.orderId, depositedAmount: 1 });
		await ended(before + 1);
		assert.match(String((await reviewOf(known.tid))[0]?.['reason']), /another TID/);
		assert.equal((await row(fourth.orderId))['state'], 'open');
		assert.equal((await row(known.orderId))['state'], 'open');
	});

	const repliesOf = ({ tid }: Account) =>
		sandbox.notifier
			.all()
			.filter((delivery) => delivery.tid === tid)
			.map(({ reply }) => `${reply?.status} ${reply?.body}`);

	await report.check('it fails before the order is marked: the next notice makes up', async () => {
		await tables.renameColumn('nicepay_accounts', 'paidAt', 'paidOn');
		await payInto(third.tid);
		await waitFor('two refusals', () => repliesOf(third).length >= 2);
		assert.equal((await row(third.orderId))['state'], 'open');
		await tables.renameColumn('nicepay_accounts', 'paidOn', 'paidAt');
		await mailbox.next(third.buyerEmail, '입금 확인');
		await waitFor('OK', () => repliesOf(third).at(-1) === '200 OK');
		assert.equal((await row(third.orderId))['state'], 'paid');
		assert.equal(thanks(third.buyerEmail), 1);
		return repliesOf(third).join(', ');
	});

	await report.check('Retry of such an execution changes nothing more', async () => {
		const failed = (await executions()).find(({ status }) => status === 'error');
		// In the meantime, a refund has begun.
		const becomes = async (state: string) =>
			await tables.update('nicepay_accounts', 'orderId', third.orderId, { state });
		await becomes('refunding');
		const retried = await client.retry(String(failed?.['id']));
		assert.equal(retried.status, 'success', retried.error?.message);
		assert.equal((await row(third.orderId))['state'], 'refunding');
		await becomes('paid');
		assert.equal(thanks(third.buyerEmail), 1);
	});

	await report.check('it fails in the thanks: Retry sends them, once', async () => {
		const before = (await executions()).length;
		mailbox.isOpen = false;
		await payInto(fourth.tid);
		await ended(before + 1);
		const [newest] = await executions();
		assert.equal(newest?.['status'], 'error');
		assert.equal((await row(fourth.orderId))['state'], 'paid');
		assert.deepEqual(repliesOf(fourth), ['200 OK']);
		mailbox.isOpen = true;
		const retried = await client.retry(String(newest['id']));
		assert.equal(retried.status, 'success', retried.error?.message);
		assert.equal(thanks(fourth.buyerEmail), 1);
	});

	await report.check('n8n is killed meanwhile: all paid, nobody is thanked twice', async () => {
		for (const { tid } of rest) await payInto(tid);
		await waitFor('the first order', async () => {
			const rows = await Promise.all(rest.map(({ orderId }) => row(orderId)));
			return rows.some(({ state }) => state === 'paid');
		});
		await world.n8n.kill();
		world.n8n = await world.n8n.restart();
		for (const account of rest) {
			await waitFor(`OK for ${account.orderId}`, () => repliesOf(account).includes('200 OK'));
			assert.equal((await row(account.orderId))['state'], 'paid');
		}
		await ended(1);
		const mails = rest.map(({ buyerEmail }) => thanks(buyerEmail));
		assert.ok(
			mails.every((count) => count <= 1),
			mails.join(', '),
		);
		const again = rest.filter((account) => repliesOf(account).length > 1).length;
		const missing = mails.filter((count) => count === 0).length;
		return `${rest.length} deposits, ${again} sent again; ${missing} thanks lost between OK and the mail`;
	});
}
