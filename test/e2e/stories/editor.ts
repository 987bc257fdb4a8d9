import assert from 'node:assert/strict';

import type { Album } from '../../../harness/n8n/Album';
import type { Editor } from '../../../harness/n8n/Editor';
import { inDays } from '../../../harness/n8n/nodes';
import { waitFor } from '../../../harness/n8n/waitFor';
import { MERCHANT } from './merchant';
import { control } from './trigger';
import { createApprover, EXAMPLES, readExample, withCredentials } from './workflows/examples';
import type { World } from './World';

/** A person finds the node, sets it up and runs it, without reading any documentation. */
export async function findTheNode({ report }: World, editor: Editor, album: Album): Promise<void> {
	await editor.openNewWorkflow();
	for (const text of ['nicepay', '가상계좌', '나이스페이', '입금', 'virtual account']) {
		await report.check(`typing “${text}” into the node panel finds NICEPAY`, async () => {
			const names = await editor.searchNodes(text);
			assert.ok(
				names.some((name) => name.startsWith('NICEPAY')),
				names.join(', '),
			);
			return `${names.length} found`;
		});
	}

	await report.check('the panel lists its actions and the trigger’s events', async () => {
		await editor.searchNodes('nicepay');
		await editor.openNodeDetails('NICEPAY');
		const actions = await editor.listedActions();
		for (const wanted of [
			/^On deposit/,
			/^On other notification/,
			/^Issue a virtual account/,
			/^Cancel or refund/,
			/^Get the status/,
			/^Confirm a deposit/,
		]) {
			assert.ok(
				actions.some((action) => wanted.test(action)),
				`${wanted}: ${actions.join(', ')}`,
			);
		}
		await album.take(editor.page, 'node-panel');
		return actions.join(' · ');
	});
}

export async function setItUp(world: World, editor: Editor, album: Album): Promise<void> {
	const { report, sandboxUrl } = world;
	const { page } = editor;

	await report.check('an action adds the node with that operation', async () => {
		await editor.addAction('Issue a virtual account');
		assert.match(
			await editor.parameter('operation').locator('input').inputValue(),
			/Issue Virtual Account/,
		);
	});

	await report.check('fields come and go with operation and options', async () => {
		const issue = await editor.parameters();
		assert.ok(issue.includes('deadlineDays') && !issue.includes('cashReceiptNumber'));
		await editor.choose('deadlineType', 'A Number of Hours');
		await editor.parameter('deadlineHours').waitFor();
		await editor.choose('deadlineType', 'At a Date or Time');
		await editor.parameter('depositDeadline').waitFor();
		assert.ok(!(await editor.parameters()).includes('deadlineDays'));
		await editor.choose('cashReceiptType', 'Income Deduction');
		await editor.parameter('cashReceiptNumber').waitFor();
		await editor.choose('cashReceiptType', 'None');
		await editor.parameter('cashReceiptNumber').waitFor({ state: 'detached' });

		await editor.choose('operation', 'Cancel/Refund');
		await editor.parameter('reason').waitFor();
		const cancel = await editor.parameters();
		assert.ok(!cancel.includes('refundAccountNumber') && !cancel.includes('deadlineType'));
		await editor.choose('cancelType', 'Refund After Deposit');
		await editor.parameter('refundAccountNumber').waitFor();
		const refund = await editor.parameters();
		for (const name of ['refundBankCode', 'refundAccountHolder', 'partial']) {
			assert.ok(refund.includes(name), name);
		}
		await album.take(page, 'refund');
		const labels = await editor.choices('refundBankCode');
		const codes = labels.flatMap((label) => /(\d{3})\)$/.exec(label)?.slice(1) ?? []);
		for (const code of ['004', '035', '050', '064', '092', '264']) {
			assert.ok(codes.includes(code), code);
		}
		const firstFirm = codes.findIndex((code) => code.startsWith('2'));
		const lastBank = codes.findLastIndex((code) => !code.startsWith('2'));
		assert.ok(firstFirm > lastBank, 'banks come first');

		await editor.choose('operation', 'Get Transaction Status');
		await editor.parameter('reason').waitFor({ state: 'detached' });
		const status = await editor.parameters();
		await editor.choose('operation', 'Confirm Deposit');
		await editor.parameter('tid').waitFor({ state: 'detached' });
		const confirm = await editor.parameters();
		for (const name of ['tid', 'orderId', 'amount', 'simplify']) {
			assert.ok(!confirm.includes(name), name);
		}
		assert.equal(await page.getByText('Add option').count(), 0);
		assert.equal(await page.getByTestId('node-credentials-select').count(), 0);
		await editor.choose('operation', 'Issue Virtual Account');
		await editor.parameter('deadlineType').waitFor();
		const counts = { issue, cancel, refund, status, confirm };
		return Object.entries(counts)
			.map(([name, fields]) => `${name} ${fields.length}`)
			.join(', ');
	});

	const dialog = page.getByRole('dialog').filter({ has: editor.parameter('merchantKey') });
	await report.check('a credential with a wrong key says why NICEPAY refuses it', async () => {
		await page.getByTestId('node-credentials-select').click();
		await page.getByTestId('node-credentials-select-item-new').click();
		await dialog.waitFor();
		// n8n's server finds the name. Without it, the credential cannot be saved.
		const named = page.getByTestId('inline-edit-preview').getByText('NICEPAY account');
		await dialog.locator(named).waitFor();
		await editor.fill('mid', MERCHANT.mid);
		await editor.fill('merchantKey', 'x'.repeat(88));
		await editor.fill('baseUrl', sandboxUrl);
		await page.getByTestId('credential-save-button').click();
		await dialog.getByText('More details').click();
		const reason = dialog.getByText(/NICEPAY refused: [0-9A-Z]{4}/);
		await reason.waitFor();
		return await reason.innerText();
	});

	await report.check('with the right key it is saved and tested', async () => {
		await editor.fill('merchantKey', MERCHANT.merchantKey);
		await page.getByTestId('credential-save-button').click();
		// n8n closes the dialog when the test passes; opened again, it shows the result.
		await dialog.waitFor({ state: 'detached' });
		await page.getByTestId('credential-edit-button').first().click();
		const success = dialog.getByText('Connection tested successfully');
		await success.waitFor();
		await album.take(page, 'credential');
		const words = await success.innerText();
		// One key for the dialog and the node behind it.
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		await editor.openNode('NICEPAY');
		return words;
	});
}

export async function runIt(world: World, editor: Editor, album: Album): Promise<void> {
	const { report, sandbox } = world;
	await report.check('it runs, and the output panel shows the account number', async () => {
		await editor.fill('orderId', 'ORDER-2026-0001');
		await editor.fill('amount', '55000');
		await editor.fill('goodsName', '11월 수강료');
		await editor.choose('bankCode', '088');
		await editor.executeStep();
		const account = await waitFor('the account', () =>
			sandbox.books.findByOrder('ORDER-2026-0001'),
		);
		await editor.showOutputAs('json');
		await editor.output.getByText(account.accountNumber).first().waitFor();
		await editor.dismissToasts();
		await album.take(editor.page, 'issue');
		assert.match(account.depositDeadline, /T23:59:/);
		return `account ${account.accountNumber}, until ${account.depositDeadline}`;
	});

	await report.check('a time without a zone: the output panel says how it was read', async () => {
		await editor.fill('orderId', 'ORDER-2026-0002');
		await editor.choose('deadlineType', 'At a Date or Time');
		await editor.pickTime('depositDeadline', `${inDays(3).slice(0, 10)} 18:00:00`);
		await editor.executeStep();
		const hint = editor.output.getByText(/names no time zone/);
		await hint.waitFor();
		const words = await hint.innerText();
		const account = sandbox.books.findByOrder('ORDER-2026-0002');
		assert.ok(
			words.includes(String(account?.depositDeadline).slice(0, 16).replace('T', ' ')),
			words,
		);
		await editor.dismissToasts();
		await album.take(editor.page, 'deadline');
		return words;
	});
}

/** A window in which the notes on the canvas can be read. */
const CANVAS_SIZE = { width: 1600, height: 1000 };

/** What the examples look like, as the docs show them. */
export async function showExamples(
	{ report, client, credentials }: World,
	editor: Editor,
	album: Album,
): Promise<void> {
	const { page } = editor;
	const usual = page.viewportSize();
	await page.setViewportSize(CANVAS_SIZE);
	const httpBasicAuth = { name: 'Approver', id: await createApprover(client) };
	const chosen = { ...credentials.credentials, httpBasicAuth };
	for (const example of EXAMPLES) {
		await report.check(`${example} can be looked at, and its notes read`, async () => {
			const workflow = readExample(example);
			const { id } = (await client.request('POST', '/workflows', {
				...workflow,
				nodes: workflow.nodes.map((node) => withCredentials(node, chosen)),
			})) as { id: string };
			await editor.openWorkflow(id);
			const notes = page.getByTestId('sticky');
			assert.equal(
				(await page.getByTestId('canvas-node').count()) + (await notes.count()),
				workflow.nodes.length,
			);
			await album.take(page, example);
			assert.deepEqual(await notes.evaluateAll(cutOff), []);
			return `${await notes.count()} notes`;
		});
	}
	if (usual) await page.setViewportSize(usual);
}

/** What the page tells of an element. */
interface Shown {
	readonly scrollHeight: number;
	readonly clientHeight: number;
	readonly innerText: string;
	readonly querySelectorAll: (selector: string) => Iterable<Shown>;
}

/** The notes that show less than they say. */
const cutOff = (notes: readonly Shown[]): string[] =>
	notes
		.filter((note) =>
			[note, ...note.querySelectorAll('*')].some(
				({ scrollHeight, clientHeight }) => clientHeight > 0 && scrollHeight > clientHeight + 1,
			),
		)
		.map(({ innerText }) => innerText);

export async function listen(world: World, editor: Editor, album: Album): Promise<void> {
	const { report, sandbox } = world;
	const { page } = editor;
	await report.check('listening on the test URL receives a deposit', async () => {
		const account = sandbox.books.findByOrder('ORDER-2026-0001');
		assert.ok(account);
		await editor.openNewWorkflow();
		await editor.searchNodes('nicepay');
		await editor.openNodeDetails('NICEPAY');
		await editor.addAction('On deposit');
		await editor.choose('senderCheck', 'Custom Addresses');
		await editor.fill('allowedAddresses', '127.0.0.1');
		await page.getByText('Webhook URLs').click();
		const url = await page
			.getByText(/^http\S+\/webhook-test\/\S+$/)
			.first()
			.innerText();
		await album.take(page, 'trigger');
		await editor.choose('acknowledge', 'When the Workflow Confirms');
		await page.getByText('behind the step that marks the order as paid').waitFor();
		await editor.choose('acknowledge', 'When Stored');
		await page.getByText('Webhook URLs').click();
		await page.getByTestId('trigger-execute-button').click();
		await page.getByTestId('trigger-listening').waitFor();
		await control(world, 'PUT', '/notification-settings', { url: url.trim() });
		await control(world, 'POST', `/accounts/${account.tid}/deposit`, { depositorName: '김철수' });
		await page.getByTestId('trigger-listening').waitFor({ state: 'detached' });
		await editor.showOutputAs('json');
		await editor.output.getByText(account.accountNumber).first().waitFor();
		await editor.output.getByText('김철수').first().waitFor();
		await editor.dismissToasts();
		await album.take(page, 'deposit');
		return url.trim();
	});
}
