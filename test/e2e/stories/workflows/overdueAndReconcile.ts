import assert from 'node:assert/strict';

import type { Office } from './Office';

const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();

/** What is overdue is cancelled; what differs at NICEPAY goes to a human. */
export async function overdueAndReconcile({ world, tables, mailbox, importWorkflow }: Office) {
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('overdue-and-reconcile');
	const row = async (orderId: string) => await tables.row('nicepay_accounts', 'orderId', orderId);
	const underReview = new Set((await tables.rows('nicepay_review')).map(({ tid }) => tid));
	const open = (await tables.rows('nicepay_accounts'))
		.filter(
			({ state, tid }) =>
				state === 'open' &&
				sandbox.books.find(String(tid))?.state === 'issued' &&
				!underReview.has(tid),
		)
		.map(({ tid }) => sandbox.books.find(String(tid)))
		.filter((account) => account !== undefined);
	const [unpaid, paid, expired, refused, cancelledElsewhere, untouched] = open;
	assert.ok(unpaid && paid && expired && refused && cancelledElsewhere && untouched);
	for (const { orderId } of [unpaid, paid, expired, refused]) {
		await tables.update('nicepay_accounts', 'orderId', orderId, { depositDeadline: YESTERDAY });
	}
	// Paid while nobody listened.
	sandbox.books.deposit(paid, paid.amount, '김늦음');
	sandbox.books.expire(expired);
	sandbox.books.cancel(cancelledElsewhere);
	sandbox.faults.set([
		{ endpoint: 'cancel', kind: 'code:2014', times: 'always', orderId: refused.orderId },
	]);

	const evening = async (): Promise<void> => {
		const run = await client.runManually(workflow);
		assert.equal(run.status, 'success', run.error?.message);
	};
	const tasksOf = async (tid: string) =>
		(await tables.rows('nicepay_review')).filter((task) => task['tid'] === tid);

	await report.check('cancels what is overdue, and only that', async () => {
		await evening();
		assert.equal(sandbox.books.find(unpaid.tid)?.state, 'cancelled');
		assert.equal((await row(unpaid.orderId))['state'], 'cancelled');
		assert.equal(sandbox.books.find(untouched.tid)?.state, 'issued');
		assert.equal((await row(untouched.orderId))['state'], 'open');
	});

	await report.check('2016 and 2014: the account is expired, and nobody is bothered', async () => {
		for (const { orderId, tid } of [expired, refused]) {
			assert.equal((await row(orderId))['state'], 'expired');
			assert.deepEqual(await tasksOf(tid), []);
		}
	});

	await report.check('2047: the money is there, a human looks at it', async () => {
		assert.equal((await row(paid.orderId))['state'], 'open');
		assert.equal(sandbox.books.find(paid.tid)?.state, 'deposited');
		const reasons = (await tasksOf(paid.tid)).map(({ reason }) => String(reason));
		assert.ok(
			reasons.some((reason) => reason.startsWith('Overdue but paid')),
			reasons.join(),
		);
		await mailbox.next('office@example.com', 'Overdue but paid');
	});

	await report.check('reconciling finds what differs', async () => {
		const [task] = await tasksOf(cancelledElsewhere.tid);
		assert.match(String(task?.['detail']), /NICEPAY says cancelled/);
		assert.deepEqual(await tasksOf(untouched.tid), []);
	});

	await report.check('the next evening changes nothing more', async () => {
		const before = (await tables.rows('nicepay_review')).length;
		await evening();
		assert.equal((await tables.rows('nicepay_review')).length, before);
		assert.equal((await row(untouched.orderId))['state'], 'open');
	});
}
