import assert from 'node:assert/strict';

import type { Execution, Json } from '../../../../harness/n8n/N8nClient';
import { control } from '../trigger';
import type { Office } from './Office';
import { enrol, enrolOnly, orderOf, student, studentsOf, withParameters } from './students';

const ROUND = 100;

/** The rows the office is told of, by outcome. */
const failures = ({ runs }: Execution): ReadonlyMap<unknown, Json> =>
	new Map(
		(runs['Failures']?.[0]?.data?.main?.[0] ?? []).map(({ json }) => [json['outcome'], json]),
	);

/** For how long the accounts of each round were handed on and not stored, in milliseconds. */
export const unstored = ({ runs }: Execution): number[] => {
	// A round without a new account stores nothing.
	const issued = (runs['Issue accounts'] ?? []).filter((_, round) =>
		Boolean(runs['To be stored']?.[round]?.data?.main?.[0]?.length),
	);
	return (runs['Store the round'] ?? []).map((store, index) => {
		const issue = issued[index];
		const handedOn = (issue?.startTime ?? 0) + (issue?.executionTime ?? 0);
		return store.startTime + store.executionTime - handedOn;
	});
};

/** A table of students becomes accounts, in rounds; what failed is listed by outcome. */
export async function monthlyTuition({ world, tables, mailbox, importWorkflow }: Office) {
	const { report, client, sandbox } = world;
	const workflow = await importWorkflow('monthly-tuition');
	const accounts = async () =>
		(await tables.rows('nicepay_accounts')).filter(({ orderId }) =>
			String(orderId).startsWith('TUITION-'),
		);
	const run = async () => {
		const ended = await client.runManually(workflow);
		assert.equal(ended.status, 'success', ended.error?.message);
		return ended;
	};

	/** Every student has one row, with the account that is open, and one mail that names it. */
	const assertTold = async (students: readonly Json[]) => {
		const rows = await accounts();
		for (const { studentId, email, name } of students) {
			const orderId = orderOf(studentId);
			const account = sandbox.books.findByOrder(orderId);
			assert.equal(account?.state, 'issued', orderId);
			const [row = {}, ...others] = rows.filter((each) => each['orderId'] === orderId);
			assert.equal(others.length, 0, `${orderId}: ${others.length + 1} rows`);
			assert.equal(row['tid'], account.tid);
			assert.equal(row['accountNumber'], account.accountNumber);
			assert.equal(row['amount'], 150_000);
			assert.equal(row['buyerName'], name);
			assert.equal(row['buyerName'], account.buyerName);
			assert.equal(row['state'], 'open');
			assert.equal(row['note'], '');
			const mails = mailbox.to(String(email));
			assert.equal(mails.length, 1, `${mails.length} mails to ${String(email)}`);
			const { body = '' } = mails[0] ?? {};
			assert.ok(body.includes(account.accountNumber), `a mail to ${String(email)}`);
			assert.ok(body.includes(`${account.depositDeadline.slice(0, 10)} 23:59`));
		}
	};

	await report.check('the first run makes the tables', async () => {
		await run();
		assert.equal((await tables.rows('nicepay_students')).length, 0);
	});

	await report.check(
		'in rounds: issues, stores, mails, and lists failures by outcome',
		async () => {
			const early = studentsOf('S', 97);
			const long = studentsOf('LONG', 60, {
				course: '아주 길고 긴 이름을 가진 음악 이론 강좌 심화반',
			});
			const refused = studentsOf('REFUSED', 40);
			const late = studentsOf('T', 49);
			const [oneLong, oneRefused, lost] = [
				student('LONG', { course: '아주 길고 긴 이름을 가진 음악 이론 강좌 심화반' }),
				student('REFUSED'),
				student('LOST'),
			];
			await enrol(tables, [
				...[...early.slice(0, 50), oneLong, oneRefused, lost, ...early.slice(50)],
				// A round of failures only.
				...[...long, ...refused],
				...[...late, student('GONE', { active: false })],
			]);
			await control(world, 'PUT', '/faults', [
				...[oneRefused, ...refused].map(({ studentId }) => ({
					...{ endpoint: 'issue', kind: 'code:A212', orderId: orderOf(studentId) },
				})),
				{ endpoint: 'any', kind: 'processThenDrop', times: 'always', orderId: orderOf('LOST') },
			]);
			const ended = await run();
			assert.deepEqual(
				ended.runs['Issue accounts']?.map(({ data }) => data?.main?.[0]?.length),
				[ROUND, ROUND, 49],
			);
			await assertTold([...early, ...late]);

			const listed = failures(ended);
			assert.deepEqual([...listed.keys()].sort(), ['invalid', 'rejected', 'unknown']);
			const lines = (outcome: string) => String(listed.get(outcome)?.['list']).split('\n');
			const named = (outcome: string) => lines(outcome).map((line) => line.split(':')[0]);
			const nameOf = ({ studentId, name }: Json) => `${orderOf(studentId)} (${String(name)})`;
			assert.deepEqual(named('invalid'), [oneLong, ...long].map(nameOf));
			assert.deepEqual(named('rejected'), [oneRefused, ...refused].map(nameOf));
			assert.deepEqual(named('unknown'), [lost].map(nameOf));
			assert.ok(lines('invalid').every((line) => line.includes('40')));
			assert.ok(lines('rejected').every((line) => line.includes('A212')));
			assert.equal(mailbox.to('office@example.com', 'tuition').length, 3);

			const row = await tables.row('nicepay_accounts', 'orderId', orderOf('LOST'));
			assert.equal(row['state'], 'unknown');
			assert.equal(row['buyerName'], lost.name);
			assert.equal(row['amount'], 150_000);
			assert.equal(mailbox.to(String(lost.email)).length, 0);
			assert.equal((await accounts()).length, early.length + late.length + 1);
			return `${early.length + late.length} accounts, ${listed.size} outcomes, stored ${unstored(ended).join(', ')} ms after they were handed on`;
		},
	);

	await report.check('again: only what was mended is issued', async () => {
		await control(world, 'PUT', '/faults', []);
		await tables.update('nicepay_students', 'studentId', 'LONG', { course: '음악 이론' });
		for (const { studentId } of studentsOf('LONG', 60)) {
			await tables.update('nicepay_students', 'studentId', studentId, { active: false });
		}
		const before = sandbox.books.all().length;
		const mails = mailbox.mails.length;
		const ended = await run();
		assert.equal(sandbox.books.all().length, before + 42);
		assert.equal(mailbox.mails.length, mails + 42);
		assert.equal(failures(ended).size, 0);
		await assertTold([student('LONG'), student('REFUSED'), ...studentsOf('REFUSED', 40)]);
	});

	await report.check('once more: nothing is left to do, and nobody is told again', async () => {
		const before = [sandbox.requests.all().length, mailbox.mails.length];
		await run();
		assert.deepEqual([sandbox.requests.all().length, mailbox.mails.length], before);
	});

	await report.check('a mail that could not be sent goes out with the next run', async () => {
		const students = studentsOf('MAIL', 3);
		await enrolOnly(tables, students);
		mailbox.isOpen = false;
		await run();
		mailbox.isOpen = true;
		for (const { studentId, email } of students) {
			assert.equal(mailbox.to(String(email)).length, 0);
			const row = await tables.row('nicepay_accounts', 'orderId', orderOf(studentId));
			assert.equal(row['note'], 'to be mailed');
		}
		await run();
		await assertTold(students);
	});

	await report.check(
		'a sheet is taken as it is, and what could mean two things is not',
		async () => {
			const inDays = (days: number) => new Date(Date.now() + (days * 24 + 9) * 3_600_000);
			const [year, month, day] = inDays(5).toISOString().slice(0, 10).split('-');
			const written = [
				student('SHEET1', {
					tuition: '₩150,000',
					bank: '신한은행',
					payBy: `${year}. ${month}. ${day}.`,
				}),
				student('SHEET2', {
					...{ tuition: '150000.0', bank: '4', payBy: `${year}/${month}/${day}` },
					...{ cashReceipt: '소득공제', cashReceiptNumber: '010-1234-5678' },
				}),
				student('SHEET3', { tuition: '１５０，０００', bank: '', payBy: '' }),
			];
			const wrong = student('SHEET4', { tuition: '15만원', bank: 'NH증권' });
			const empty = student('SHEET5', { tuition: null });
			await enrolOnly(tables, [...written, wrong, empty]);
			const ended = await run();
			await assertTold(written);
			const of = ({ studentId }: Json) => sandbox.books.findByOrder(orderOf(studentId));
			assert.deepEqual(
				written.map((one) => of(one)?.bankCode),
				['088', '004', '004'],
			);
			assert.deepEqual(
				written.map((one) => of(one)?.depositDeadline.slice(0, 16)),
				[5, 5, 9].map((days) => `${inDays(days).toISOString().slice(0, 10)}T23:59`),
			);
			const { cashReceiptType, cashReceiptNumber } = of(written[1] ?? {}) ?? {};
			assert.deepEqual([cashReceiptType, cashReceiptNumber], ['1', '01012345678']);
			assert.equal(of(wrong), undefined);
			assert.equal(of(empty), undefined);
			const list = String(failures(ended).get('invalid')?.['list']);
			assert.match(
				list,
				/Amount must be a whole number of won, 1 or more, such as .* \(it is 15만원\)/,
			);
			assert.match(list, /\(it is empty\)/);
			return list;
		},
	);

	await report.check('if the store fails, the next round waits, and Retry goes on', async () => {
		const students = studentsOf('STORE', ROUND + 20);
		await enrolOnly(tables, students);
		const issued = () =>
			sandbox.books.all().filter(({ orderId }) => orderId.startsWith(orderOf('STORE'))).length;
		await tables.renameColumn('nicepay_accounts', 'bankName', 'bank');
		const failed = await client.runManually(workflow);
		await tables.renameColumn('nicepay_accounts', 'bank', 'bankName');
		assert.equal(failed.status, 'error');
		assert.equal(issued(), ROUND);
		const retried = await client.retry(failed.id);
		assert.equal(retried.status, 'success', retried.error?.message);
		assert.equal(issued(), students.length);
		await assertTold(students);
		return String(failed.error?.message);
	});

	await report.check(
		'started over instead, it lists what was not stored, and issues it when told to',
		async () => {
			const students = studentsOf('OVER', ROUND + 20);
			await enrolOnly(tables, students);
			await tables.renameColumn('nicepay_accounts', 'bankName', 'bank');
			assert.equal((await client.runManually(workflow)).status, 'error');
			await tables.renameColumn('nicepay_accounts', 'bank', 'bankName');
			// NICEPAY refuses the order as long as the account is open there. Nobody was told of it.
			for (const { tid, orderId } of sandbox.books.all()) {
				if (orderId.startsWith(orderOf('OVER')))
					await control(world, 'POST', `/accounts/${tid}/expire`);
			}
			const listed = failures(await run()).get('invalid');
			assert.equal(listed?.['count'], ROUND);
			assert.match(String(listed['list']), /has a virtual account already/);
			await assertTold(students.slice(ROUND));

			const changed = await client.saveWorkflow(
				withParameters(workflow, 'Issue accounts', {
					options: { orderHasAccount: 'issueAnother' },
				}),
			);
			const ended = await client.runManually(changed);
			assert.equal(ended.status, 'success', ended.error?.message);
			await assertTold(students);
		},
	);
}
