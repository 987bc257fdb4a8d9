import assert from 'node:assert/strict';

import type { Json } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { APPROVER } from './examples';
import { answerPage, chosen, lastPage, refusals, submitForm } from './forms';
import type { Office } from './Office';

const REQUESTER = 'requester@example.com';

/** A human decides; only then money goes back. */
export async function refundWithApproval({ world, tables, mailbox, importWorkflow }: Office) {
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('refund-with-approval');
	await client.activate(workflow);
	const [whole, part] = (await tables.rows('nicepay_accounts')).filter(
		({ state }) => state === 'paid',
	);
	assert.ok(whole && part);

	/** Asks for a refund. @returns the last page, and the request's number on it */
	const ask = async (orderId: unknown, amount: number, bank = '신한은행') => {
		const account = [bank, '110-123-456789', '홍길동'];
		const values = [orderId, amount, ...account, '고객 요청', REQUESTER];
		const page = await lastPage(await submitForm(world, workflow, values, 'Refund request'));
		return { page, number: /신청번호: (\d+)/.exec(page)?.[1] ?? '' };
	};
	/** Opens the page that shows a request. */
	const open = async (number: string) =>
		await submitForm(world, workflow, [number], 'Decision', APPROVER);
	/** Answers it. @returns the last page */
	const answer = async (url: string | undefined, decision: '승인' | '거절'): Promise<string> => {
		assert.ok(url);
		await answerPage(url, [chosen(decision), '김승인']);
		return await lastPage(url);
	};
	const decide = async (number: string, decision: '승인' | '거절') =>
		await answer(await open(number), decision);
	const refund = async (number: string): Promise<Json> =>
		await tables.row('nicepay_refunds', 'requestId', number);
	const refundsOf = (tid: unknown) => sandbox.books.find(String(tid))?.refunds ?? [];
	const account = async (orderId: unknown) =>
		await tables.row('nicepay_accounts', 'orderId', orderId);
	const stillPaid = async (): Promise<Json> => {
		const paid = (await tables.rows('nicepay_accounts')).find(({ state }) => state === 'paid');
		assert.ok(paid);
		return paid;
	};

	await report.check('nothing is refunded before somebody approves', async () => {
		const { number } = await ask(whole['orderId'], Number(whole['amount']));
		const mail = await mailbox.next('approver@example.com', '환불 승인');
		assert.ok(mail.body.includes(`신청번호 ${number}`), mail.body);
		assert.equal((await refund(number))['status'], 'requested');
		assert.equal(refundsOf(whole['tid']).length, 0);

		assert.match(await decide(number, '승인'), /refundAccepted/);
		const done = await refund(number);
		assert.equal(done['status'], 'refundAccepted');
		assert.equal(done['decidedBy'], '김승인');
		assert.equal(done['refundOrderId'], whole['orderId']);
		const [paidBack] = refundsOf(whole['tid']);
		assert.deepEqual(
			{ ...paidBack, at: '' },
			{
				moid: whole['orderId'],
				amount: whole['amount'],
				partial: false,
				account: '110123456789',
				bank: '088',
				holder: '홍길동',
				at: '',
			},
		);
		assert.equal((await account(whole['orderId']))['state'], 'refunded');
		await mailbox.next(REQUESTER, 'refundAccepted');
	});

	await report.check(
		'a part is refunded under an order ID of its own, and then the rest',
		async () => {
			const amount = Number(part['amount']);
			const first = await ask(part['orderId'], 50_000, 'KB국민은행');
			await decide(first.number, '승인');
			const done = await refund(first.number);
			assert.equal(done['status'], 'refundAccepted', String(done['message']));
			assert.match(String(done['refundOrderId']), new RegExp(`^${String(part['orderId'])}-R\\d+$`));
			assert.equal(refundsOf(part['tid'])[0]?.partial, true);
			assert.equal(refundsOf(part['tid'])[0]?.moid, done['refundOrderId']);
			assert.equal((await account(part['orderId']))['refundedAmount'], 50_000);
			assert.equal((await account(part['orderId']))['state'], 'paid');

			const rest = await ask(part['orderId'], amount - 50_000);
			await decide(rest.number, '승인');
			assert.equal((await account(part['orderId']))['state'], 'refunded');
			assert.equal(refundsOf(part['tid']).length, 2);
		},
	);

	await report.check('more than is left is refused at once, without asking anybody', async () => {
		const mails = mailbox.to('approver@example.com').length;
		const { page } = await ask(part['orderId'], 1_000);
		assert.match(page, /환불할 수 없습니다/);
		const refused = (await tables.rows('nicepay_refunds')).at(-1);
		assert.equal(refused?.['status'], 'notRefundable');
		assert.equal(mailbox.to('approver@example.com').length, mails);
	});

	await report.check('a no refunds nothing', async () => {
		const paid = await stillPaid();
		const { number } = await ask(paid['orderId'], Number(paid['amount']));
		assert.match(await decide(number, '거절'), /declined/);
		assert.equal((await refund(number))['status'], 'declined');
		assert.equal(refundsOf(paid['tid']).length, 0);
	});

	await report.check('a refusal by NICEPAY is shown and reported', async () => {
		const paid = await stillPaid();
		const { number } = await ask(paid['orderId'], Number(paid['amount']));
		sandbox.faults.set([{ endpoint: 'cancel', kind: 'code:2032', times: 1 }]);
		assert.match(await decide(number, '승인'), /rejected.*2032/);
		assert.equal((await refund(number))['status'], 'rejected');
		await waitFor('the report', () => mailbox.to(REQUESTER, 'rejected').length > 0);
	});

	await report.check('who asks cannot approve: the decision takes a password', async () => {
		const paid = await stillPaid();
		const { number } = await ask(paid['orderId'], Number(paid['amount']));
		const before = await client.executions(workflow.id);
		const statuses = await refusals(world, workflow, [number], 'Decision');
		assert.deepEqual(statuses, [401, 401, 401, 401]);
		assert.equal((await client.executions(workflow.id)).length, before.length);
		assert.equal((await refund(number))['status'], 'requested');
	});

	await report.check('a request is decided once, whoever has its page open', async () => {
		const paid = await stillPaid();
		const { number } = await ask(paid['orderId'], Number(paid['amount']));
		const [mine, yours] = [await open(number), await open(number)];
		assert.match(await answer(mine, '승인'), /refundAccepted/);
		assert.ok(yours);
		await answerPage(yours, [chosen('거절'), '이승인']);
		assert.match(await lastPage(await open(number)), /처리할 신청이 없습니다/);
		assert.equal((await refund(number))['status'], 'refundAccepted');
		assert.equal((await refund(number))['decidedBy'], '김승인');
		assert.equal(refundsOf(paid['tid']).length, 1);
	});
}
