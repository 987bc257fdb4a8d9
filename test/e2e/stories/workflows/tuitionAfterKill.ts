import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Cleanup } from '../../../../harness/n8n/Cleanup';
import type { Execution, Json } from '../../../../harness/n8n/N8nClient';
import { webhook } from '../../../../harness/n8n/nodes';
import { post, productionUrl } from '../../../../harness/n8n/post';
import type { Service } from '../../../../harness/n8n/Service';
import { waitFor } from '../../../../harness/n8n/waitFor';
import { node, type NodeJson, type WorkflowJson } from '../../../../harness/n8n/workflow';
import { Sandbox } from '../../../../sandbox/Sandbox';
import { MERCHANT } from '../merchant';
import { createMerchant } from '../openWorld';
import type { Cluster } from '../queue';
import { unstored } from './monthlyTuition';
import { type Office, openOffice } from './Office';
import { enrolOnly, orderOf, studentsOf, withParameters } from './students';

const ROUND = 100;
const SECONDS = 300;

const TRIGGER = 'First of the month';
const STORE = 'Store the round';

/**
 * Workers are killed while they run the monthly tuition, and it is started over. NICEPAY takes an order
 * again here although it has an open account: nothing but the workflow and its node keeps accounts apart.
 */
export async function tuitionAfterKill(cluster: Cluster): Promise<void> {
	const cleanup = new Cleanup();
	try {
		const sandbox = new Sandbox({ ...MERCHANT, orderReuse: 'always' });
		cleanup.add(async () => await sandbox.close());
		const sandboxUrl = await sandbox.listen();
		const credentials = await createMerchant(cluster.client, sandboxUrl);
		const world = { ...cluster, sandbox, sandboxUrl, credentials };
		await killAndStartOver(world, await openOffice(world, cleanup));
	} finally {
		await cleanup.run();
	}
}

async function killAndStartOver(cluster: Cluster, office: Office): Promise<void> {
	const { report, sandbox } = cluster;
	const { tables, mailbox } = office;
	const school = await openSchool(cluster, office);
	// Makes the tables.
	await school.run();

	const accountsOf = (students: readonly Json[]) => {
		const orders = new Set(students.map(({ studentId }) => orderOf(studentId)));
		return sandbox.books.all().filter(({ orderId }) => orders.has(orderId));
	};
	const rowsOf = async (students: readonly Json[]) => {
		const orders = new Set(students.map(({ studentId }) => orderOf(studentId)));
		return (await tables.rows('nicepay_accounts')).filter(({ orderId }) =>
			orders.has(String(orderId)),
		);
	};
	const mailsTo = (students: readonly Json[]) =>
		students.flatMap(({ email }) => mailbox.to(String(email)));
	const issuedIs = async (students: readonly Json[], count: number) =>
		await waitFor(`${count} accounts`, () => accountsOf(students).length >= count, {
			seconds: SECONDS,
			pause: 5,
		});

	/**
	 * Every student has one row, and its account is open. Every mail names that account.
	 *
	 * @returns the accounts that are open and in no row
	 */
	const assertOneAccountEach = async (students: readonly Json[], atMost: number) => {
		const rows = await rowsOf(students);
		for (const { studentId, email } of students) {
			const [row = {}, ...others] = rows.filter(({ orderId }) => orderId === orderOf(studentId));
			assert.equal(others.length, 0, `${others.length + 1} rows of ${String(studentId)}`);
			const account = sandbox.books.find(String(row['tid']));
			assert.equal(account?.state, 'issued', `the account of ${String(studentId)}`);
			assert.equal(account.orderId, row['orderId']);
			assert.equal(account.accountNumber, row['accountNumber']);
			assert.equal(row['state'], 'open');
			const mails = mailbox.to(String(email));
			assert.ok(mails.length > 0, `no mail to ${String(studentId)}`);
			for (const { body } of mails) assert.ok(body.includes(account.accountNumber), body);
		}
		const stored = new Set(rows.map(({ tid }) => tid));
		const unused = accountsOf(students).filter(
			({ tid, state }) => state === 'issued' && !stored.has(tid),
		);
		const told = mailbox.mails.map(({ body }) => body).join('\n');
		for (const { accountNumber } of unused) assert.ok(!told.includes(accountNumber));
		assert.ok(unused.length <= atMost, `${unused.length} open accounts in no row`);
		return unused.length;
	};

	await report.check('killed in round 3 of 5 and started over: one account each', async () => {
		const students = studentsOf('KILL', 5 * ROUND);
		await enrolOnly(tables, students);
		sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs: 100 }]);
		const run = await school.start();
		await issuedIs(students, 2.5 * ROUND);
		await run.kill();
		const [issued, stored] = [accountsOf(students).length, (await rowsOf(students)).length];
		assert.ok(issued > 2 * ROUND && issued < 3 * ROUND, `${issued} issued`);
		assert.equal(stored, 2 * ROUND);
		sandbox.faults.set([]);

		const over = await school.run();
		const unused = await assertOneAccountEach(students, ROUND);
		assert.equal(unused, issued - stored);
		assert.equal(mailsTo(students).length, students.length);
		return `at the kill ${issued} issued, ${stored} stored; ${unused} accounts that nobody was told of; rounds stored ${unstored(over).join(', ')} ms after they were handed on`;
	});

	await report.check(
		'killed between hand-on and store: listed, and issued when told to',
		async () => {
			const students = studentsOf('WINDOW', ROUND + 20);
			await enrolOnly(tables, students);
			await school.killBeforeStore(async () => {
				await issuedIs(students, ROUND);
				// The node hands them on, and the workflow comes to its wait.
				await sleep(3_000);
			});
			assert.equal((await rowsOf(students)).length, 0);

			const over = await school.run();
			const listed = failuresOf(over).find(({ outcome }) => outcome === 'invalid');
			assert.equal(listed?.['count'], ROUND);
			assert.match(String(listed['list']), /has a virtual account already/);
			assert.match(String(listed['whatToDo']), /Issue Another/);
			assert.equal((await rowsOf(students)).length, students.length - ROUND);
			assert.equal(mailsTo(students).length, students.length - ROUND);

			await school.runIssuingAnother();
			const unused = await assertOneAccountEach(students, ROUND);
			assert.equal(mailsTo(students).length, students.length);
			return `${unused} accounts that nobody was told of`;
		},
	);

	await report.check('killed anywhere, again and again: one account each', async () => {
		const students = studentsOf('AGAIN', 3 * ROUND);
		await enrolOnly(tables, students);
		sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 'always', delayMs: 20 }]);
		const notes: string[] = [];
		let kills = 0;
		const kill = async (run: Run) => {
			await run.kill();
			kills++;
			const [issued, stored] = [accountsOf(students).length, (await rowsOf(students)).length];
			notes.push(`${issued} issued, ${stored} stored, ${mailsTo(students).length} mailed`);
		};

		for (let round = 1; round <= 2; round++) {
			const before = accountsOf(students).length;
			const run = await school.start();
			await issuedIs(students, before + randomInt(1, ROUND + 1));
			await sleep(randomInt(0, 600));
			await kill(run);
		}
		const mailing = await school.start();
		await waitFor('mails', () => mailsTo(students).length > students.length / 4, {
			seconds: SECONDS,
			pause: 5,
		});
		await kill(mailing);
		sandbox.faults.set([]);

		const over = await school.run();
		const refused = failuresOf(over).find(({ outcome }) => outcome === 'invalid')?.['count'] ?? 0;
		if (refused !== 0) await school.runIssuingAnother();
		const unused = await assertOneAccountEach(students, kills * ROUND);
		const mails = mailsTo(students).length - students.length;
		return `at the kills: ${notes.join('; ')}; ${String(refused)} orders to be told about, ${unused} accounts that nobody was told of, ${mails} mails twice`;
	});

	await report.check('n8n runs no killed execution again by itself', async () => {
		const ends = await school.endOfKilled();
		assert.ok(!ends.includes('success'), ends.join(', '));
		return ends.join(', ');
	});
}

/** The rows the office is told of. */
const failuresOf = ({ runs }: Execution): readonly Json[] =>
	(runs['Failures'] ?? []).flatMap(({ data }) => data?.main?.[0] ?? []).map(({ json }) => json);

/** A run that is under way. */
interface Run {
	readonly executionId: string;
	/** Kills its worker, and starts another one. */
	readonly kill: () => Promise<void>;
}

const WEBHOOK = 'tuition';

/** The monthly tuition, to be started by a webhook, so that a worker runs it. */
async function openSchool(cluster: Cluster, office: Office) {
	const { client, workers } = cluster;
	const killed: string[] = [];
	let starting: Promise<void> | undefined;
	const startWorker = async () => void workers.push(await cluster.startWorker());
	await startWorker();

	const usual = byWebhook(await office.importWorkflow('monthly-tuition'));
	let saved = await client.createWorkflow(usual);
	const publish = async (workflow: WorkflowJson): Promise<void> => {
		saved = await client.saveWorkflow({ ...saved, ...workflow });
		await client.activate(saved);
		// n8n answers before the webhook starts the new version.
		await sleep(3_000);
	};
	await client.activate(saved);
	await waitFor('the webhook', async () => {
		const response = await fetch(productionUrl(client, WEBHOOK));
		// “Did you mean to make a POST request?”: the path is known.
		return /POST/.test(await response.text());
	});

	const start = async (): Promise<Run> => {
		const { id } = saved;
		const before = new Set((await client.executions(id)).map((execution) => execution['id']));
		const begun = new Map(workers.map((worker) => [worker, executionsBegun(worker)]));
		await post(productionUrl(client, WEBHOOK), {});
		const started = await waitFor('the execution', async () =>
			(await client.executions(id)).find((execution) => !before.has(execution['id'])),
		);
		const executionId = String(started['id']);
		const victim = await waitFor('a worker', () =>
			workers.find((worker) => executionsBegun(worker) > (begun.get(worker) ?? 0)),
		);
		return {
			executionId,
			kill: async () => {
				await victim.kill();
				killed.push(executionId);
				workers.splice(workers.indexOf(victim), 1);
				await starting;
				starting = startWorker();
			},
		};
	};
	const run = async (): Promise<Execution> => {
		const { executionId } = await start();
		const ended = await client.executionEnd(executionId, { seconds: SECONDS });
		assert.equal(ended.status, 'success', ended.error?.message);
		return ended;
	};
	return {
		start,
		run,
		/** Runs it once with “Issue Another”. */
		runIssuingAnother: async (): Promise<Execution> => {
			const options = { orderHasAccount: 'issueAnother' };
			await publish(withParameters(usual, 'Issue accounts', { options }));
			const ended = await run();
			await publish(usual);
			return ended;
		},
		/** Starts it with a minute of waiting before the store, and kills it meanwhile. */
		killBeforeStore: async (isWaiting: () => Promise<unknown>): Promise<void> => {
			await publish(held(usual));
			const { kill } = await start();
			await isWaiting();
			await kill();
			await publish(usual);
		},
		/** How the killed executions ended. n8n takes a minute to notice. */
		endOfKilled: async (): Promise<string[]> => {
			await starting;
			const ends = killed.map((id) => client.executionEnd(id, { seconds: SECONDS }));
			return (await Promise.all(ends)).map(({ status }) => status);
		},
	};
}

/** The workflow with a webhook in the place of its trigger. */
function byWebhook({ name, nodes, connections, settings }: WorkflowJson): WorkflowJson {
	const trigger = { ...webhook(WEBHOOK), name: TRIGGER };
	return {
		name: `${name}, by webhook`,
		nodes: nodes.map((each) => (each.name === TRIGGER ? trigger : each)),
		connections,
		settings,
		active: false,
	};
}

/** Executions that a worker has begun, by its log. */
const executionsBegun = (worker: Service): number =>
	worker.log().match(/Worker started execution/g)?.length ?? 0;

/** With a minute of waiting before the store. */
function held(workflow: WorkflowJson): WorkflowJson {
	const place = workflow.nodes.find(({ name }) => name === STORE)?.position ?? [0, 0];
	const wait: NodeJson = {
		...node('n8n-nodes-base.wait', { amount: 60, unit: 'seconds' }, { typeVersion: 1.1 }),
		position: place,
	};
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 as const }]] });
	return {
		...workflow,
		nodes: [...workflow.nodes, wait],
		connections: {
			...workflow.connections,
			'To be stored': to(wait.name),
			[wait.name]: to(STORE),
		},
	};
}
