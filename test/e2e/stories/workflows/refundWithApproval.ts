import assert from 'node:assert/strict';

import type { Json } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { answerPage, submitForm } from './forms';
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

	/** Asks for a refund. @returns how many were asked for before */
	const ask = async (orderId: unknown, amount: number, bank = '신한은행'): Promise<number> => {
		const count = (await tables.rows('nicepay_refunds').catch(() => [])).length;
		const account = [bank, '110-123-456789', '홍길동'];
		await submitForm(world, workflow, [orderId, amount, ...account, '고객 요청', REQUESTER]);
		return count;
	};
	/** The newest refund, once its status is no longer one of those on the way. */
	const settled = async (count: number, ...onTheWay: string[]): Promise<Json> =>
		await waitFor('the refund to be settled', async () => {
			const row = (await tables.rows('nicepay_refunds').catch(() => []))[count];
			return row && !onTheWay.includes(String(row['status'])) ? row : undefined;
		});
	const approvals = () => mailbox.to('approver@example.com', '환불 승인');
	let answered = 0;
	const decide = async (decision: '승인' | '거절'): Promise<void> => {
		const mail = await waitFor('the approver’s mail', () => approvals()[answered]);
		answered++;
		const link = /href="([^"]*webhook-waiting[^"]*)"/
			.exec(mail.body)?.[1]
			?.replaceAll('&amp;', '&');
		assert.ok(link, mail.body);
		await answerPage(link, [JSON.stringify([decision]), '김승인']);
	};
	const refundsOf = (tid: unknown) => sandbox.books.find(String(tid))?.refunds ?? [];
	const account = async (orderId: unknown) =>
		await tables.row('nicepay_accounts', 'orderId', orderId);

	await report.check('nothing is refunded before somebody approves', async () => {
		const count = await ask(whole['orderId'], Number(whole['amount']));
		await waitFor('the approver’s mail', () => approvals().length > 0);
		assert.equal(refundsOf(whole['tid']).length, 0);
		await decide('승인');
		const refund = await settled(count, 'requested', 'approved');
		assert.equal(refund['status'], 'refundAccepted');
		assert.equal(refund['decidedBy'], '김승인');
		assert.equal(refund['refundOrderId'], whole['orderId']);
		const [done] = refundsOf(whole['tid']);
		assert.deepEqual(
			{ ...done, at: '' },
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
			let count = await ask(part['orderId'], 50_000, 'KB국민은행');
			await decide('승인');
			const refund = await settled(count, 'requested', 'approved');
			assert.equal(refund['status'], 'refundAccepted', String(refund['message']));
			assert.match(
				String(refund['refundOrderId']),
				new RegExp(`^${String(part['orderId'])}-R\\d+$`),
			);
			assert.equal(refundsOf(part['tid'])[0]?.partial, true);
			assert.equal(refundsOf(part['tid'])[0]?.moid, refund['refundOrderId']);
			assert.equal((await account(part['orderId']))['refundedAmount'], 50_000);
			assert.equal((await account(part['orderId']))['state'], 'paid');

			count = await ask(part['orderId'], amount - 50_000);
			await decide('승인');
			await settled(count, 'requested', 'approved');
			assert.equal((await account(part['orderId']))['state'], 'refunded');
			assert.equal(refundsOf(part['tid']).length, 2);
		},
	);

	await report.check('more than is left is refused without asking anybody', async () => {
		const mails = approvals().length;
		const refund = await settled(await ask(part['orderId'], 1_000), 'requested');
		assert.equal(refund['status'], 'notRefundable');
		assert.equal(approvals().length, mails);
	});

	await report.check('a no refunds nothing', async () => {
		const paid = (await tables.rows('nicepay_accounts')).find(({ state }) => state === 'paid');
		assert.ok(paid);
		const count = await ask(paid['orderId'], Number(paid['amount']));
		await decide('거절');
		const refund = await settled(count, 'requested', 'approved');
		assert.equal(refund['status'], 'declined');
		assert.equal(refundsOf(paid['tid']).length, 0);
	});

	await report.check('a refusal by NICEPAY is reported', async () => {
		const paid = (await tables.rows('nicepay_accounts')).find(({ state }) => state === 'paid');
		assert.ok(paid);
		const before = mailbox.to(REQUESTER, 'rejected').length;
		const count = await ask(paid['orderId'], Number(paid['amount']));
		sandbox.faults.set([{ endpoint: 'cancel', kind: 'code:2032', times: 1 }]);
		await decide('승인');
		const refund = await settled(count, 'requested', 'approved');
		assert.equal(refund['status'], 'rejected');
		assert.match(String(refund['message']), /2032/);
		await waitFor('the report', () => mailbox.to(REQUESTER, 'rejected').length > before);
	});
}
