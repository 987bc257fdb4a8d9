import assert from 'node:assert/strict';

import type { Locator, Page } from '../../../harness/n8n/openBrowser';

import { encodeForm, FORM_CONTENT_TYPE } from '../../../nodes/Nicepay/protocol/form';
import { formatKst } from '../../../nodes/Nicepay/protocol/kst';
import {
	CANCEL,
	type Endpoint,
	ISSUE,
	type MessageFields,
} from '../../../nodes/Nicepay/protocol/messageFields';
import type { ReplyFields } from '../../../nodes/Nicepay/protocol/reply';
import { signMessage } from '../../../nodes/Nicepay/protocol/sign';
import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../../../sandbox/options';
import { waitFor } from '../../../harness/n8n/waitFor';
import { control } from './trigger';

let issued = 0;

/** Posts a message as a client of NICEPAY's would. */
async function send(url: string, endpoint: Endpoint, fields: MessageFields): Promise<ReplyFields> {
	const merchant = { mid: SAMPLE_MID, merchantKey: SAMPLE_MERCHANT_KEY };
	const reply = await fetch(url + endpoint.path, {
		method: 'POST',
		headers: { 'content-type': FORM_CONTENT_TYPE },
		body: encodeForm(signMessage(endpoint, { ...fields, CharSet: 'utf-8' }, merchant, new Date())),
	});
	return (await reply.json()) as ReplyFields;
}

interface Sale {
	readonly order: string;
	readonly goods: string;
	readonly amount?: number;
	readonly bank?: string;
	readonly buyer?: string;
}

/** Issues an account. @returns its TID */
async function sell(url: string, sale: Sale): Promise<string> {
	const { order, goods, amount = 50_000, bank = '004', buyer = '' } = sale;
	const now = formatKst(new Date());
	const tid = `${SAMPLE_MID}0301${now.slice(2)}${String(++issued).padStart(4, '0')}`;
	const reply = await send(url, ISSUE, {
		TID: tid,
		Moid: order,
		Amt: String(amount),
		GoodsName: goods,
		BuyerName: buyer,
		CashReceiptType: '0',
		BankCode: bank,
		VbankExpDate: `${Number(now.slice(0, 4)) + 1}1231`,
	});
	assert.equal(reply['ResultCode'], '4100', reply['ResultMsg']);
	return tid;
}

/** Issues an account like many others. @returns its order */
async function issue(url: string, goods: string): Promise<string> {
	const order = `SCREEN-${formatKst(new Date())}-${issued}`;
	await sell(url, { order, goods });
	return order;
}

const SALES: readonly Sale[] = [
	{ goods: '수학 정규반 수강료', amount: 180_000, bank: '088', buyer: '김하늘' },
	{ goods: '태권도 승급 심사비', amount: 65_000, bank: '003', buyer: '이도윤' },
	{ goods: '피아노 레슨 8회', amount: 240_000, bank: '020', buyer: '박서연' },
	{ goods: '요가 회원권', amount: 99_000, bank: '003', buyer: '최지우' },
	{ goods: '캠프 참가비', amount: 1_250_000, bank: '081', buyer: '정민준' },
	{ goods: '3월 수강료', amount: 350_000, bank: '011', buyer: '강예린' },
	{ goods: '영어 교재', amount: 48_000, bank: '004', buyer: '윤서준' },
].map((sale, index) => ({ ...sale, order: `TUITION-2026-000${index + 1}` }));

/**
 * Fills the console with a day's work: deposits, one of them never acknowledged, a refund, a refused
 * refund, a cancel and an expired account.
 *
 * @param hook answers notifications
 */
export async function fillConsole(url: string, hook: string): Promise<void> {
	const world = { sandboxUrl: url };
	await control(world, 'PUT', '/notification-settings', { url: hook });
	const [first = '', second = '', third = '', fourth = '', fifth = ''] = await inTurn(
		SALES,
		async (sale) => await sell(url, sale),
	);
	await control(world, 'POST', `/accounts/${first}/deposit`);
	await control(world, 'POST', `/accounts/${second}/deposit`);
	await control(world, 'POST', `/accounts/${third}/expire`);
	await send(url, CANCEL, cancelOf(fourth, { order: 'C-1', amount: 99_000 }));
	const account = { RefundAcctNo: '1002123456789', RefundBankCd: '020', RefundAcctNm: '이도윤' };
	await send(url, CANCEL, { ...cancelOf(second, { order: 'C-2', amount: 70_000 }), ...account });
	await send(url, CANCEL, { ...cancelOf(second, { order: 'C-2', amount: 65_000 }), ...account });
	await control(world, 'PUT', '/notification-settings', { url: `${hook}/busy` });
	await control(world, 'POST', `/accounts/${fifth}/deposit`, { depositorName: '정민준 어머니' });
}

const cancelOf = (tid: string, { order, amount }: { order: string; amount: number }) => ({
	TID: tid,
	Moid: order,
	CancelAmt: String(amount),
	CancelMsg: '고객 요청',
	PartialCancelCode: '0',
});

async function inTurn<Item, Result>(
	items: readonly Item[],
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	for (const item of items) results.push(await work(item));
	return results;
}

const rowOf = (page: Page, order: string): Locator =>
	page.locator('#account-rows tr').filter({ hasText: order });

async function see(locator: Locator): Promise<void> {
	await locator.first().waitFor({ state: 'visible', timeout: 10_000 });
}

const notice = (page: Page, text: string | RegExp): Locator =>
	page.locator('#notice').filter({ hasText: text });

/** What has the keyboard's focus, in the words a screen reader has for it. */
const focused = async (page: Page): Promise<string> =>
	(await page.evaluate(
		`(({ activeElement: it }) => it.getAttribute('aria-label') || it.labels?.[0]?.textContent.trim() || it.textContent.trim())(document)`,
	)) as string;

async function tabTo(page: Page, wanted: string): Promise<void> {
	for (let presses = 0; presses < 80; presses++) {
		if ((await focused(page)) === wanted) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab never reaches “${wanted}”`);
}

/**
 * Uses the sandbox's console as a person does, and leaves the sandbox reset. Throws what is wrong.
 *
 * @param page a page of Chromium, of any size and colour scheme
 * @param url where a sandbox with the sample merchant listens, without a slash at its end
 */
export async function checkConsole(page: Page, url: string): Promise<void> {
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(String(error)));
	page.on('console', (message) => {
		// A refused form is an HTTP 400, which the browser logs.
		if (message.type() === 'error' && !message.text().includes('400')) {
			problems.push(message.text());
		}
	});
	await page.goto(`${url}/?lang=en`);
	await see(page.getByText('This is a sandbox: no money moves.'));

	await payIn(page, url);
	await settings(page);
	await faults(page);
	await keyboardOnly(page, url);
	await search(page, url);
	await language(page);
	await reset(page);
	assert.deepEqual(problems, []);
}

/** New accounts appear by themselves, as text whatever their goods are called; what is typed stays. */
async function payIn(page: Page, url: string): Promise<void> {
	const right = await issue(url, '<b>goods</b>');
	await see(rowOf(page, right).getByText('<b>goods</b>'));
	await page.getByRole('button', { name: `Pay ₩50,000 into ${right}` }).click();
	await see(notice(page, `₩50,000 paid into ${right}.`));
	await see(rowOf(page, right).getByText('Paid'));

	const other = await issue(url, 'goods');
	await page.getByRole('button', { name: `Pay another amount into ${other}` }).click();
	const dialog = page.getByRole('dialog', { name: `Pay into ${other}` });
	await dialog.getByLabel('Depositor name').fill('😀');
	await dialog.getByLabel('Amount (won)').fill('12345');
	const later = await issue(url, 'later');
	await see(rowOf(page, later));
	assert.equal(await dialog.getByLabel('Amount (won)').inputValue(), '12345');
	await dialog.getByRole('button', { name: 'Pay this amount' }).click();
	await see(dialog.getByText(/only contain characters of EUC-KR/));
	await dialog.getByLabel('Depositor name').fill('LEE');
	await dialog.getByRole('button', { name: 'Pay this amount' }).click();
	await see(rowOf(page, other).getByText('₩37,655 short'));
	await see(rowOf(page, other).getByText('by LEE'));

	await page.getByRole('button', { name: `Pay another amount into ${later}` }).click();
	await page.getByRole('button', { name: 'Too much: ₩51,000' }).click();
	await see(rowOf(page, later).getByText('₩1,000 over'));
}

async function settings(page: Page): Promise<void> {
	const form = page.locator('#settings-form');
	await form.getByLabel('Notification URL').fill('http://127.0.0.1:9/hook');
	await form.getByLabel('Attempts', { exact: true }).fill('3');
	await form.getByLabel('%20').check();
	await form.getByRole('button', { name: 'Save' }).click();
	await see(notice(page, 'Notification settings saved.'));
	await page.reload();
	assert.equal(await form.getByLabel('Attempts', { exact: true }).inputValue(), '3');
	assert.ok(await form.getByLabel('%20').isChecked());
}

async function faults(page: Page): Promise<void> {
	const section = page.getByRole('region', { name: 'Faults' });
	assert.equal(await section.getByLabel('ResultCode').isVisible(), false);
	await section.getByLabel('What goes wrong').selectOption('code');
	await section.getByLabel('ResultCode').fill('A246');
	await section.getByLabel('How often').selectOption('always');
	await section.getByRole('button', { name: 'Add fault' }).click();
	await see(section.locator('#fault-list').getByText('code:A246'));
	await section.getByRole('button', { name: 'Remove fault code:A246' }).click();
	await see(notice(page, 'Fault removed.'));
	assert.equal(await section.locator('#fault-list li').count(), 0);
}

/** Pays in, expires and unfolds the logs without a pointing device; focus never gets lost. */
async function keyboardOnly(page: Page, url: string): Promise<void> {
	const [paid, expired] = [await issue(url, 'keyboard'), await issue(url, 'keyboard')];
	await see(rowOf(page, expired));
	await page.reload();
	await page.keyboard.press('Tab');
	assert.equal(await focused(page), 'Skip to accounts');
	await page.keyboard.press('Enter');

	await tabTo(page, `Expire ${expired} now`);
	await page.keyboard.press('Enter');
	await see(rowOf(page, expired).getByText('Expired'));
	assert.match(await focused(page), new RegExp(expired), 'focus stays in the row');

	await tabTo(page, `Pay another amount into ${paid}`);
	await page.keyboard.press('Enter');
	assert.equal(await focused(page), 'Amount (won)');
	await page.keyboard.press('Escape');
	assert.equal(await focused(page), `Pay another amount into ${paid}`);
	await page.keyboard.press('Enter');
	await page.keyboard.type('60000');
	await page.keyboard.press('Enter');
	await see(rowOf(page, paid).getByText('₩10,000 over'));
	assert.match(await focused(page), new RegExp(paid), 'focus stays in the row');

	const log = page.locator('#notification-list li').filter({ hasText: paid });
	await see(log);
	await log.locator('summary').first().focus();
	await page.keyboard.press('Enter');
	await see(log.getByText('POST http://127.0.0.1:9/hook'));
	await see(log.getByText(/VbankNum=/));
	await see(log.getByText(/No reply: ECONNREFUSED/));

	const request = page.locator('#request-list li').filter({ hasText: paid });
	await request.locator('summary').focus();
	await page.keyboard.press('Space');
	await see(request.getByText('EUC-KR (KS X 1001)'));
}

async function search(page: Page, url: string): Promise<void> {
	const order = await issue(url, 'needle in a haystack');
	await see(rowOf(page, order));
	await page.getByLabel('Search accounts and logs').fill('NEEDLE');
	await waitFor('one row', async () => (await page.locator('#account-rows tr').count()) === 1);
	await see(rowOf(page, order));
	await page.getByLabel('Search accounts and logs').fill('');
	await waitFor('all rows', async () => (await page.locator('#account-rows tr').count()) > 1);
}

async function language(page: Page): Promise<void> {
	await page.getByRole('link', { name: '한국어' }).click();
	await see(page.getByText('실제 입출금은 발생하지 않습니다.'));
	assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
	await page.goto(page.url().replace(/\?.*/, ''));
	await see(page.getByRole('heading', { name: '가상계좌' }));
	await page.getByRole('link', { name: 'English' }).click();
	await see(page.getByRole('heading', { name: 'Accounts' }));
}

async function reset(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Reset …' }).click();
	assert.equal(await focused(page), 'Close', 'Enter alone deletes nothing');
	await page.getByRole('button', { name: 'Delete everything' }).click();
	await see(notice(page, 'Everything was deleted.'));
	await see(page.getByText(/^No accounts yet/));
}
