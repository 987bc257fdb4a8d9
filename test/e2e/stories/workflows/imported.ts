import assert from 'node:assert/strict';

import type { Editor } from '../../../../harness/n8n/Editor';
import type { Execution, Json, SavedWorkflow } from '../../../../harness/n8n/N8nClient';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { control, notify } from '../trigger';
import type { World } from '../World';
import { DataTables } from './DataTables';
import { APPROVER, createApprover, EXAMPLES, fileOf } from './examples';
import { answerPage, chosen, lastPage, submitForm } from './forms';
import { orderOf, student } from './students';

const HOUR = 3_600_000;
const ORDER = 'IMPORTED-1';

/** Somebody's n8n, new and as it comes: no tables, no mail server, another time zone. */
export interface Newcomer {
	readonly world: World;
	readonly editor: Editor;
	readonly tables: DataTables;
}

/** What a person does with an example once it is imported, and what comes of it. */
type Trial = (newcomer: Newcomer) => Promise<string>;

/** In the order in which they make each other's data. A new example is a new line. */
const TRIALS: Readonly<Record<string, Trial>> = {
	'issue-from-form': issueFromForm,
	'deposit-to-paid': depositToPaid,
	'order-to-delivery': orderToDelivery,
	'refund-with-approval': refundWithApproval,
	'monthly-tuition': monthlyTuition,
	'overdue-and-reconcile': overdueAndReconcile,
	'live-check': liveCheck,
};

/** Each example is imported in the editor, and works with nothing but the credential. */
export async function importExamples(world: World, editor: Editor): Promise<void> {
	const tables = await DataTables.open(world.client);
	assert.deepEqual(Object.keys(TRIALS).sort(), [...EXAMPLES].sort());
	for (const [example, trial] of Object.entries(TRIALS)) {
		await world.report.check(`${example} is imported, and works`, async () => {
			await editor.importFile(fileOf(example));
			return await trial({ world, editor, tables });
		});
	}
}

async function issueFromForm({ world, editor, tables }: Newcomer): Promise<string> {
	const workflow = await published(world, editor);
	const payBy = new Date(Date.now() + 3 * 24 * HOUR).toISOString().slice(0, 10);
	const order = [ORDER, '홍길동', 'gildong@example.com', 120_000, '토이 블록', payBy];
	const page = await lastPage(await submitForm(world, workflow, order));
	const account = world.sandbox.books.findByOrder(ORDER);
	assert.ok(account && page.includes(account.accountNumber), page);
	assert.equal(account.depositDeadline.slice(0, 16), `${payBy}T23:59`);
	assert.ok(page.includes(`${payBy} 23:59`), page);
	assert.equal((await tables.row('nicepay_accounts', 'orderId', ORDER))['state'], 'open');
	return account.accountNumber;
}

async function depositToPaid({ world, editor, tables }: Newcomer): Promise<string> {
	// The sandbox's notifications come from this machine.
	await editor.openNode('Deposit');
	await editor.choose('senderCheck', 'Custom Addresses');
	await editor.fill('allowedAddresses', '127.0.0.1, ::1');
	await editor.closeNode();
	const workflow = await published(world, editor);
	await notify(world, workflow);
	const account = world.sandbox.books.findByOrder(ORDER);
	assert.ok(account);
	await control(world, 'POST', `/accounts/${account.tid}/deposit`);
	const row = await waitFor('the order to be paid', async () => {
		const found = await tables.row('nicepay_accounts', 'orderId', ORDER);
		return found['state'] === 'paid' && found;
	});
	return String(row['paidAt']);
}

async function orderToDelivery({ world, editor, tables }: Newcomer): Promise<string> {
	const { client, sandbox } = world;
	const workflow = await published(world, editor);
	const orderId = 'IMPORTED-2';
	const isNow = async (wanted: string) =>
		await waitFor(`the order to be ${wanted}`, async () => {
			const [execution] = await client.executions(workflow.id);
			return execution?.['status'] === wanted;
		});
	await submitForm(world, workflow, [
		orderId,
		'홍길동',
		'gildong@example.com',
		30_000,
		'토이 블록',
	]);
	await isNow('waiting');
	// The workflow before this one hears of the deposit, and wakes the order.
	await control(world, 'POST', `/accounts/${sandbox.books.findByOrder(orderId)?.tid}/deposit`);
	await isNow('success');
	return String((await tables.row('nicepay_accounts', 'orderId', orderId))['note']);
}

async function refundWithApproval({ world, editor, tables }: Newcomer): Promise<string> {
	// Whoever asks must not be the one who approves: without a password, there is no publishing it.
	const id = await editor.save();
	await editor.openWorkflow(id);
	assert.equal(await editor.canPublish(), false);
	await createApprover(world.client);
	await editor.openWorkflow(id);
	await editor.openNode('Decision');
	await editor.chooseCredential('Approver');
	await editor.closeNode();
	const workflow = await published(world, editor);
	const request = [
		...[ORDER, 120_000, '신한은행', '110-123-456789', '홍길동', '고객 요청'],
		'requester@example.com',
	];
	const page = await lastPage(await submitForm(world, workflow, request, 'Refund request'));
	const number = /신청번호: (\d+)/.exec(page)?.[1];
	const decision = await submitForm(world, workflow, [number], 'Decision', APPROVER);
	assert.ok(decision);
	await answerPage(decision, [chosen('승인'), '김승인']);
	const result = await lastPage(decision);
	assert.match(result, /refundAccepted/);
	assert.equal(world.sandbox.books.findByOrder(ORDER)?.refunds.length, 1);
	assert.equal((await tables.row('nicepay_accounts', 'orderId', ORDER))['state'], 'refunded');
	return `request ${number}`;
}

async function monthlyTuition({ world, editor, tables }: Newcomer): Promise<string> {
	const workflow = await saved(world, editor);
	await executed(world, editor, workflow);
	const students = ['IMPORTED-A', 'IMPORTED-B'].map((studentId) => student(studentId));
	await tables.insert('nicepay_students', students);
	await executed(world, editor, workflow);
	const nineDays = new Date(Date.now() + (9 * 24 + 9) * HOUR).toISOString().slice(0, 10);
	for (const { studentId } of students) {
		const orderId = orderOf(studentId);
		const account = world.sandbox.books.findByOrder(orderId);
		assert.equal(account?.depositDeadline.slice(0, 16), `${nineDays}T23:59`);
		assert.equal((await tables.row('nicepay_accounts', 'orderId', orderId))['state'], 'open');
	}
	return `${students.length} accounts`;
}

async function overdueAndReconcile({ world, editor, tables }: Newcomer): Promise<string> {
	const [overdue = {}, current = {}] = (await tables.rows('nicepay_accounts')).filter(
		({ state }) => state === 'open',
	);
	const payBy = async ({ orderId }: Json, hours: number): Promise<void> => {
		const depositDeadline = new Date(Date.now() + hours * HOUR).toISOString();
		await tables.update('nicepay_accounts', 'orderId', orderId, { depositDeadline });
	};
	await payBy(overdue, -1);
	await payBy(current, 1);
	await executed(world, editor, await saved(world, editor));
	const stateOf = async ({ orderId }: Json) =>
		(await tables.row('nicepay_accounts', 'orderId', orderId))['state'];
	assert.equal(await stateOf(overdue), 'cancelled');
	assert.equal(await stateOf(current), 'open');
	assert.deepEqual(await tables.rows('nicepay_review'), []);
	return 'one of two cancelled';
}

async function liveCheck({ world, editor }: Newcomer): Promise<string> {
	// n8n leaves the HTTP Request nodes to the person. One choice does for both.
	await editor.openNode('9 Reply in UTF-8');
	await editor.chooseCredential(world.credentials.credentials['nicepayApi']?.name ?? '');
	await editor.closeNode();
	const { runs } = await executed(world, editor, await saved(world, editor));
	const text = String(runs['Report']?.[0]?.data?.main?.[0]?.[0]?.json['report']);
	assert.ok(!text.includes('not asked'), text);
	assert.match(text, /left open \| 0 of \d+/);
	return text.split('\n')[0] ?? '';
}

/** Saves the workflow. Each node that needs the credential has it, and n8n has left out the time zone. */
async function saved({ client, credentials }: World, editor: Editor): Promise<SavedWorkflow> {
	const id = await editor.save();
	const workflow = (await client.request('GET', `/workflows/${id}`)) as SavedWorkflow;
	const chosen = workflow.nodes.flatMap((node) => node.credentials?.['nicepayApi'] ?? []);
	assert.deepEqual(
		[...new Set(chosen.map((credential) => credential.id))],
		[credentials.credentials['nicepayApi']?.id],
	);
	assert.equal(workflow.settings['timezone'], undefined);
	return workflow;
}

async function published(world: World, editor: Editor): Promise<SavedWorkflow> {
	const workflow = await saved(world, editor);
	await editor.publish();
	return workflow;
}

/** Runs the workflow in the editor, to its end. */
async function executed(
	{ client }: World,
	editor: Editor,
	{ id }: SavedWorkflow,
): Promise<Execution> {
	const before = (await client.executions(id)).length;
	await editor.executeWorkflow();
	const execution = await waitFor('the execution', async () => {
		const [newest, ...others] = await client.executions(id);
		return others.length === before && newest;
	});
	const ended = await client.executionEnd(String(execution['id']));
	assert.equal(ended.status, 'success', ended.error?.message);
	return ended;
}
