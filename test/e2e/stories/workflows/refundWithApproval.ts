import assert from 'node:assert/strict';

import type { Json } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { APPROVER } from './examples';
import { answerPage, chosen, lastPage, nextPage, refusals, submitForm } from './forms';
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
	const ask = async (
		orderId: unknown,
		amount: number,
		{ bank = '신한은행', reason = '고객 요청' } = {},
	) => {
		const account = [bank, '110-123-456789', '홍길동'];
		const values = [orderId, amount, ...account, reason, REQUESTER];
		const page = await lastPage(await submitForm(world, workflow, values, 'Refund request'));
		return { page, number: /신청번호: (\d+)/.exec(page)?.[1] ?? '' };
	};
	/** Opens the page that shows a request. */
	const open = async (number: string) =>
		await submitForm(world, workflow, [number], 'Decision', APPROVER);
	/** Answers it. @returns the last page */
	const answer = async (
		url: string | undefined,
		decision: '승인' | '거절',
		approver = '김승인',
	): Promise<string> => {
		assert.ok(url);
		await answerPage(url, [chosen(decision), approver]);
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

		assert.match(await decide(number, '승인'), /처리했습니다.*refundAccepted/);
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
			const first = await ask(part['orderId'], 50_000, { bank: 'KB국민은행' });
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
		assert.match(await decide(number, '승인'), /환불하지 않았습니다.*rejected.*2032/);
		assert.equal((await refund(number))['status'], 'rejected');
		assert.equal((await account(paid['orderId']))['state'], 'paid');
		await waitFor('the report', () => mailbox.to(REQUESTER, 'rejected').length > 0);
	});

	await report.check('who asks cannot approve: the decision takes a password', async () => {
		const paid = await stillPaid();
		const { number } = await ask(paid['orderId'], Number(paid['amount']));
		const before = await waitFor('the request in the list', async () => {
			const listed = await client.executions(workflow.id);
			return listed.some(({ id }) => id === number) && listed;
		});
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
		assert.match(await answer(yours, '거절', '이승인'), /처리할 신청이 없습니다/);
		assert.match(await lastPage(await open(number)), /처리할 신청이 없습니다/);
		assert.equal((await refund(number))['status'], 'refundAccepted');
		assert.equal((await refund(number))['decidedBy'], '김승인');
		assert.equal(refundsOf(paid['tid']).length, 1);
	});

	await report.check('the approver sees the order’s other requests, and no HTML', async () => {
		const paid = await stillPaid();
		const first = await ask(paid['orderId'], 1_000);
		const reason =
			'요청\n받는 계좌: 위조\\n주문자: 위조 <iframe src="https://example.com"></iframe>';
		const { number } = await ask(paid['orderId'], 2_000, { reason });
		const html = await nextPage(await open(number));
		assert.ok(html.includes(`이 주문의 다른 신청 ${first.number}: 1,000원, requested`), html);
		assert.ok(html.includes(`주문자: ${String(paid['buyerName'])}`), html);
		assert.ok(!html.includes('<iframe'), html);
		assert.match(html, /사유: 요청 받는 계좌: 위조 주문자: 위조 .*iframe/);
		for (const each of [first.number, number]) await decide(each, '거절');
	});

	await report.check('a part was refunded meanwhile: the whole is no longer', async () => {
		const paid = await stillPaid();
		const whole = await ask(
			paid['orderId'],
			Number(paid['amount']) - Number(paid['refundedAmount']),
		);
		const part = await ask(paid['orderId'], 1_000);
		assert.match(await decide(part.number, '승인'), /refundAccepted/);
		const requests = sandbox.requests.all().length;
		assert.match(await decide(whole.number, '승인'), /환불하지 않았습니다.*남은 금액이 모자랍니다/);
		assert.equal((await refund(whole.number))['status'], 'notRefundable');
		assert.equal(sandbox.requests.all().length, requests);
		assert.equal((await account(paid['orderId']))['state'], 'paid');
	});

	await report.check('a mail that fails hides nothing', async () => {
		const paid = await stillPaid();
		mailbox.isOpen = false;
		const { number } = await ask(paid['orderId'], 1_000);
		assert.match(await decide(number, '거절'), /처리했습니다.*declined/);
		mailbox.isOpen = true;
	});

	await report.check('the reply was lost: no further refund until a human has looked', async () => {
		const paid = await stillPaid();
		const before = refundsOf(paid['tid']).length;
		const waiting = await ask(paid['orderId'], 1_000);
		const lost = await ask(paid['orderId'], 1_000);
		const orderId = String((await refund(lost.number))['refundOrderId']);
		sandbox.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 'always', orderId }]);
		assert.match(await decide(lost.number, '승인'), /확인이 필요합니다.*unknown/);
		sandbox.faults.set([]);
		assert.equal((await refund(lost.number))['status'], 'unknown');
		assert.equal((await account(paid['orderId']))['state'], 'refunding');
		const mail = await mailbox.next(REQUESTER, 'unknown');
		assert.match(mail.body, /다시 신청하지 말고/);
		assert.doesNotMatch(mail.body, /접수되었습니다/);

		assert.match(
			await decide(waiting.number, '승인'),
			/환불하지 않았습니다.*다른 환불이 끝나지 않았습니다/,
		);
		assert.equal((await refund(waiting.number))['status'], 'notRefundable');
		const { page } = await ask(paid['orderId'], 1_000);
		assert.match(page, /주문 상태: refunding, 환불할 수 있는 금액: 0원/);
		assert.equal(refundsOf(paid['tid']).length, before + 1);
	});

	await report.check(
		'the order’s row is gone: nothing is refunded, and the page says so',
		async () => {
			const paid = await stillPaid();
			const before = refundsOf(paid['tid']).length;
			const { number } = await ask(paid['orderId'], 1_000);
			await tables.update('nicepay_accounts', 'orderId', paid['orderId'], { orderId: 'GONE' });
			assert.match(await decide(number, '승인'), /지금 입금 상태가 아니거나/);
			assert.equal((await refund(number))['status'], 'notRefundable');
			assert.equal(refundsOf(paid['tid']).length, before);
			await tables.update('nicepay_accounts', 'orderId', 'GONE', { orderId: paid['orderId'] });
		},
	);

	await report.check(
		'n8n is killed while it refunds: no further refund, and Retry sends none',
		async () => {
			const paid = await stillPaid();
			const before = refundsOf(paid['tid']).length;
			const { number } = await ask(paid['orderId'], 1_000);
			sandbox.faults.set([{ endpoint: 'cancel', kind: 'processThenHang', times: 1 }]);
			const page = await open(number);
			assert.ok(page);
			await answerPage(page, [chosen('승인'), '김승인']);
			await waitFor('the refund', () => refundsOf(paid['tid']).length > before);
			await world.n8n.kill();
			sandbox.faults.set([]);
			world.n8n = await world.n8n.restart();
			const [killed] = (await client.executions(workflow.id)).filter(
				({ status }) => status === 'crashed',
			);
			await client.request('POST', `/executions/${String(killed?.['id'])}/retry`, {
				loadWorkflow: false,
			});
			await waitFor('the retry', async () =>
				(await client.executions(workflow.id)).some(({ retryOf }) => retryOf === killed?.['id']),
			);
			assert.equal((await refund(number))['status'], 'approved');
			assert.match((await ask(paid['orderId'], 1_000)).page, /환불할 수 없습니다/);
			assert.equal(refundsOf(paid['tid']).length, before + 1);
		},
	);
}
