import assert from 'node:assert/strict';

import type { Execution, Json } from '../../../../harness/n8n/N8nClient';
import { control } from '../trigger';
import type { Office } from './Office';

const student = (studentId: string, more: Json = {}): Json => ({
	studentId,
	name: `학생${studentId}`,
	email: `student-${studentId}@example.com`,
	course: '피아노',
	tuition: 150_000,
	active: true,
	...more,
});

/** The rows the office is told of, by outcome. */
const failures = ({ runs }: Execution): ReadonlyMap<unknown, Json> =>
	new Map(
		(runs['Failures']?.[0]?.data?.main?.[0] ?? []).map(({ json }) => [json['outcome'], json]),
	);

/** A table of students becomes accounts; what failed is listed by outcome. */
export async function monthlyTuition({ world, tables, mailbox, importWorkflow }: Office) {
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('monthly-tuition');
	const month = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7).replace('-', '');
	const order = (id: string) => `TUITION-${month}-${id}`;
	const accounts = async () =>
		(await tables.rows('nicepay_accounts')).filter(({ orderId }) =>
			String(orderId).startsWith('TUITION-'),
		);

	await report.check('the first run makes the tables', async () => {
		const run = await client.runManually(workflow);
		assert.equal(run.status, 'success', run.error?.message);
		assert.equal((await tables.rows('nicepay_students')).length, 0);
	});

	const students = Array.from({ length: 20 }, (_, index) => student(`S${index + 1}`));
	await tables.insert('nicepay_students', [
		...students,
		student('LONG', { course: '아주 길고 긴 이름을 가진 음악 이론 강좌 심화반' }),
		student('REFUSED'),
		student('LOST'),
		student('GONE', { active: false }),
	]);

	await report.check('issues in bulk, stores, mails, and lists failures by outcome', async () => {
		await control(world, 'PUT', '/faults', [
			{ endpoint: 'issue', kind: 'code:A212', orderId: order('REFUSED') },
			{ endpoint: 'any', kind: 'processThenDrop', times: 'always', orderId: order('LOST') },
		]);
		const run = await client.runManually(workflow);
		assert.equal(run.status, 'success', run.error?.message);
		for (const { studentId } of students) {
			const account = sandbox.books.findByOrder(order(String(studentId)));
			const row = await tables.row('nicepay_accounts', 'orderId', order(String(studentId)));
			assert.equal(row['tid'], account?.tid);
			assert.equal(row['accountNumber'], account?.accountNumber);
			assert.equal(row['amount'], 150_000);
			assert.equal(row['buyerName'], account?.buyerName);
			assert.equal(row['state'], 'open');
			const [mail] = mailbox.to(`student-${String(studentId)}@example.com`);
			assert.ok(mail?.body.includes(account?.accountNumber ?? '-'), `a mail to ${studentId}`);
		}
		const listed = failures(run);
		assert.deepEqual([...listed.keys()].sort(), ['invalid', 'rejected', 'unknown']);
		assert.match(String(listed.get('invalid')?.['list']), /LONG.*40/);
		assert.match(String(listed.get('rejected')?.['list']), /REFUSED.*A212/);
		assert.match(String(listed.get('unknown')?.['list']), /LOST/);
		assert.equal(mailbox.to('office@example.com', 'tuition').length, 3);
		const lost = await tables.row('nicepay_accounts', 'orderId', order('LOST'));
		assert.equal(lost['state'], 'unknown');
		assert.equal((await accounts()).length, students.length + 1);
		return `${students.length} accounts, 3 failures`;
	});

	await report.check('again: only what was mended is issued', async () => {
		await control(world, 'PUT', '/faults', []);
		await tables.update('nicepay_students', 'studentId', 'LONG', { course: '음악 이론' });
		const before = sandbox.books.all().length;
		const run = await client.runManually(workflow);
		assert.equal(run.status, 'success', run.error?.message);
		assert.equal(sandbox.books.all().length, before + 2);
		assert.equal((await accounts()).length, students.length + 3);
		assert.equal(failures(run).size, 0);
	});
}
