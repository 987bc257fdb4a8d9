import assert from 'node:assert/strict';

import { control } from '../trigger';
import { lastPage, submitForm } from './forms';
import type { Office } from './Office';

/** A day in Korea, `YYYY-MM-DD`. @param days after today */
const inKorea = (days: number): string =>
	new Date(Date.now() + (days * 24 + 9) * 3_600_000).toISOString().slice(0, 10);

/** A form issues an account, stores it and tells where to pay in. */
export async function issueFromForm({ world, tables, mailbox, importWorkflow }: Office) {
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('issue-from-form');
	await client.activate(workflow);
	/** @param payBy as n8n's date field gives it */
	const order = (orderId: string, payBy = inKorea(3)) => [
		orderId,
		'홍길동',
		'gildong@example.com',
		120_000,
		'토이 블록',
		payBy,
	];
	const issued = () => sandbox.books.all().length;

	await report.check('the last page and the mail tell where to pay in', async () => {
		const page = await lastPage(await submitForm(world, workflow, order('FORM-1')));
		const account = sandbox.books.findByOrder('FORM-1');
		assert.ok(account);
		assert.equal(account.amount, 120_000);
		assert.equal(account.buyerName, '홍길동');
		assert.equal(account.depositDeadline.slice(0, 16), `${inKorea(3)}T23:59`);
		for (const text of [account.accountNumber, account.bankName, '120,000', '23:59']) {
			assert.ok(page.includes(text), `${text} is on the page: ${page}`);
		}
		const mail = await mailbox.next('gildong@example.com', '토이 블록');
		assert.ok(mail.body.includes(account.accountNumber), mail.body);
		const row = await tables.row('nicepay_accounts', 'orderId', 'FORM-1');
		assert.equal(row['tid'], account.tid);
		assert.equal(row['amount'], 120_000);
		assert.equal(row['state'], 'open');
		assert.equal(
			Date.parse(String(row['depositDeadline'])),
			Date.parse(account.depositDeadline),
			'the deadline is stored',
		);
		return account.accountNumber;
	});

	await report.check('the same order again: the same account, no second one', async () => {
		const before = issued();
		const page = await lastPage(await submitForm(world, workflow, order('FORM-1')));
		assert.equal(issued(), before);
		assert.ok(page.includes(sandbox.books.findByOrder('FORM-1')?.accountNumber ?? '-'), page);
	});

	await report.check('today is still possible, yesterday is refused', async () => {
		await lastPage(await submitForm(world, workflow, order('FORM-TODAY', inKorea(0))));
		const account = sandbox.books.findByOrder('FORM-TODAY');
		assert.match(String(account?.depositDeadline), /T23:59:/);
		const before = issued();
		const page = await lastPage(await submitForm(world, workflow, order('FORM-4', inKorea(-1))));
		assert.match(page, /발급하지 못했습니다.*Deposit Deadline is in the past/);
		assert.equal(issued(), before);
	});

	await report.check('a refusal is shown, and nothing is stored', async () => {
		await control(world, 'PUT', '/faults', [{ endpoint: 'issue', kind: 'code:4126' }]);
		const page = await lastPage(await submitForm(world, workflow, order('FORM-2')));
		assert.match(page, /발급하지 못했습니다.*4126/);
		assert.equal((await tables.rows('nicepay_accounts')).length, 2);
	});

	await report.check('a lost reply is stored as unknown, and not issued again', async () => {
		await control(world, 'PUT', '/faults', [
			{ endpoint: 'any', kind: 'processThenDrop', times: 'always', orderId: 'FORM-3' },
		]);
		const page = await lastPage(await submitForm(world, workflow, order('FORM-3')));
		assert.match(page, /확인이 필요합니다/);
		await control(world, 'PUT', '/faults', []);
		const row = await tables.row('nicepay_accounts', 'orderId', 'FORM-3');
		assert.equal(row['state'], 'unknown');
		assert.equal(String(row['tid']).length, 30);
		const before = issued();
		const again = await lastPage(await submitForm(world, workflow, order('FORM-3')));
		assert.match(again, /이미 신청된 주문.*확인 중/);
		assert.equal(issued(), before);
	});
}
