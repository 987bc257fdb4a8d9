import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataDeduplicator } from 'n8n-workflow';

import { Sandbox } from '../../sandbox/Sandbox';
import type { NodeRunOptions } from '../../harness/engine/index';
import { ProcessedData } from '../../harness/engine/index';
import {
	AMOUNT,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	jsonOf,
	MID,
	openSetup,
	orders,
} from '../nodes/Nicepay/support';

/** Several executions share a memory, as in one n8n. NICEPAY refuses no order, which it may not. */
describe('one order, one account', () => {
	let setup: TestSetup;
	let processedData: ProcessedData;
	beforeAll(async () => {
		setup = await openSetup({ orderReuse: 'always' });
	});
	afterAll(() => setup.close());
	beforeEach(() => {
		setup.reset();
		processedData = new ProcessedData();
	});

	/** Runs the node in an execution of its own. */
	const run = async (
		options: Partial<NodeRunOptions> = {},
		store: IDataDeduplicator = processedData,
	) =>
		await (
			await setup.openEngine({ processedData: store })
		).runNode({ parameters: issuing(), items: [{ id: 'A' }], ...options });
	const another = (changes = {}) =>
		issuing({ options: { orderHasAccount: 'issueAnother' }, ...changes });
	const open = () =>
		setup.sandbox.books
			.all()
			.filter(({ state }) => state === 'issued')
			.map(({ orderId, tid }) => ({ orderId, tid }));
	const hintsOf = (ran: Awaited<ReturnType<typeof run>>) =>
		JSON.stringify(ran.tasks('NICEPAY').map(({ hints }) => hints ?? []));

	describe('an order whose account was handed on', () => {
		it('is not issued again by another execution', async () => {
			await run({ items: orders(3) });
			const again = await run({ items: orders(3) });
			expect(setup.requests()).toHaveLength(3);
			expect(again.error?.message).toBe(
				'Order ORDER-1 has a virtual account already: this node has issued one for it before [item 0]',
			);
			expect(again.error?.description).toBe(
				'Look in what you stored. Only if that account is of no use any more, for example because it was cancelled, issue another one: use another Order ID, or set the option “If the Order Has an Account” to “Issue Another”. Nothing was sent in this run: all items are checked before the first is sent. 3 items cannot be sent.',
			);
			expect(contextOf(again.error)).toMatchObject({ outcome: 'invalid', orderId: 'ORDER-1' });
		});

		it('fails alone when the node continues, and says which ways out there are', async () => {
			await run();
			const again = await run({ items: [{ id: 'A' }, { id: 'B' }], continueOnFail: true });
			expect(jsonOf(again.items)).toMatchObject([
				{ outcome: 'invalid', orderId: 'A', tid: null, resultCode: null },
				{ status: 'issued', orderId: 'B' },
			]);
			expect(again.items[0]?.json.error).toContain(
				'use another Order ID, or set the option “If the Order Has an Account” to “Issue Another”',
			);
			expect(setup.requests()).toHaveLength(2);
		});

		it('is issued again with “Issue Another”, and known afterwards', async () => {
			await run();
			await run({ parameters: another() });
			await run({ parameters: another(), items: [{ id: 'B' }] });
			expect(open().map(({ orderId }) => orderId)).toEqual(['A', 'A', 'B']);
			for (const id of ['A', 'B']) {
				const again = await run({ items: [{ id }] });
				expect(contextOf(again.error)).toMatchObject({ outcome: 'invalid' });
			}
		});

		it('is another order at another merchant and at another Base URL', async () => {
			await run();
			const elsewhere = { ...setup.credential, baseUrl: `${setup.url}/` };
			const same = await run({ credentials: { nicepayApi: elsewhere } });
			expect(contextOf(same.error)).toMatchObject({ outcome: 'invalid' });
			for (const changed of [
				{ mid: 'another00m' },
				{ baseUrl: setup.url.replace('127.0.0.1', 'localhost') },
			]) {
				const other = await run({
					credentials: { nicepayApi: { ...setup.credential, ...changed } },
				});
				expect(contextOf(other.error)?.outcome).not.toBe('invalid');
			}
		});

		it('is known in the next round of a loop', async () => {
			const first = await run({ items: [{ id: 'A' }, { id: 'B' }] });
			const next = await run({ contextData: first.contextData, items: [{ id: 'A' }] });
			expect(contextOf(next.error)).toMatchObject({ outcome: 'invalid' });
		});

		it('does not matter to a cancel of that order', async () => {
			const issued = await run();
			const closed = await run({
				parameters: cancelling(),
				items: [{ id: 'A', tid: issued.items[0]?.json.tid }],
			});
			expect(jsonOf(closed.items)).toMatchObject([{ status: 'cancelled' }]);
		});
	});

	describe('an order whose account was not handed on', () => {
		it('is issued again: another item failed the run', async () => {
			setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 1, orderId: 'B' }]);
			const failed = await run({ items: [{ id: 'A' }, { id: 'B' }] });
			expect(contextOf(failed.error)).toMatchObject({ outcome: 'rejected' });
			const again = await run({ items: [{ id: 'A' }, { id: 'B' }] });
			expect(again.items).toHaveLength(2);
		});

		it('is issued again: the run was stopped', async () => {
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'delay', times: 'always', delayMs: 300 }]);
			const stop = new AbortController();
			const stopped = run({ items: orders(20), signal: stop.signal });
			while (setup.requests().length < 8) await sleep(5);
			stop.abort();
			await stopped;
			await sleep(600);
			setup.sandbox.faults.clear();
			const again = await run({ items: orders(20) });
			expect(again.items).toHaveLength(20);
		});

		it('is issued again: it was stopped while its orders were being remembered', async () => {
			const stop = new AbortController();
			const store = new ProcessedData();
			const { checkProcessedAndRecord } = store;
			let calls = 0;
			store.checkProcessedAndRecord = async (...asked) => {
				const answer = await checkProcessedAndRecord.apply(store, asked);
				if (++calls === 3) stop.abort();
				return answer;
			};
			await run({ items: orders(3), signal: stop.signal }, store);
			await sleep(50);
			// And taken back.
			expect(calls).toBeGreaterThan(3);
			expect(open()).toHaveLength(3);
			expect((await run({ items: orders(3) }, store)).items).toHaveLength(3);
		});

		it('is issued again: NICEPAY refused it', async () => {
			setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 1 }]);
			await run({ continueOnFail: true });
			expect((await run()).items).toHaveLength(1);
		});
	});

	describe('of two executions that overlap', () => {
		it('one hands its accounts on; the other cancels its own and says so', async () => {
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'delay', times: 'always', delayMs: 200 }]);
			const ran = await Promise.all([
				run({ items: orders(10) }),
				run({ items: orders(10), continueOnFail: true }),
			]);
			const told = ran
				.flatMap(({ items }) => items.map(({ json }) => json))
				.filter(({ accountNumber }) => accountNumber)
				.map(({ orderId, tid }) => ({ orderId, tid }));
			expect(told).toHaveLength(10);
			expect(open().sort(byOrder)).toEqual(told.sort(byOrder));
			expect(setup.requests('issue')).toHaveLength(20);
			expect(setup.requests('cancel')).toHaveLength(10);
		});

		/** Starts an execution whose issues take their time, and hands on the same orders meanwhile. */
		const overtaken = async (options: Partial<NodeRunOptions>) => {
			setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 1, delayMs: 300 }]);
			const slow = run(options);
			while (setup.requests('issue').length < 1) await sleep(5);
			// Hands on at once.
			await run({ parameters: another() });
			return await slow;
		};

		it('the slower one fails for the order alone, and hands on the rest', async () => {
			const slow = await overtaken({ items: [{ id: 'A' }, { id: 'B' }], continueOnFail: true });
			expect(jsonOf(slow.items)).toMatchObject([
				{ outcome: 'rejected', orderId: 'A', resultCode: null },
				{ status: 'issued', orderId: 'B' },
			]);
			expect(slow.items[0]?.json.error).toMatch(
				/^Another execution handed on an account for order A first, so this one was cancelled \(TID \w{30}\)\. /,
			);
			expect(
				open()
					.map(({ orderId }) => orderId)
					.sort(),
			).toEqual(['A', 'B']);
			const [cancel] = setup.requests('cancel');
			expect(cancel?.fields).toMatchObject({
				Moid: 'A',
				CancelAmt: String(AMOUNT),
				CancelMsg: '중복 발급',
			});
		});

		it('the slower one hands on nothing when it does not continue, and a Retry sends nothing twice', async () => {
			const options = { parameters: issuing(), items: [{ id: 'A' }, { id: 'B' }] };
			const slow = await overtaken(options);
			expect(contextOf(slow.error)).toMatchObject({ outcome: 'rejected', orderId: 'A' });
			const sent = setup.requests().length;
			const retried = await (
				await setup.openEngine({ processedData })
			).retryNode(options, slow.saved);
			expect(contextOf(retried.error)).toMatchObject({ outcome: 'invalid', orderId: 'A' });
			expect(setup.requests()).toHaveLength(sent);
			// B was handed on by nobody.
			expect((await run({ items: [{ id: 'B' }] })).items).toHaveLength(1);
		});

		it('the slower one says that its account may be open when it cannot cancel it', async () => {
			setup.sandbox.faults.set([]);
			const slowly = overtaken({});
			await sleep(100);
			setup.sandbox.faults.set([{ endpoint: 'cancel', kind: 'http500', times: 'always' }]);
			const slow = await slowly;
			expect(contextOf(slow.error)).toMatchObject({ outcome: 'unknown', orderId: 'A' });
			expect(slow.error?.message).toContain('and this one may still be open (TID ');
			expect(open()).toHaveLength(2);
		}, 15_000);

		it('does not cancel a TID of the user’s own: it may be the other’s', async () => {
			const tid = `${MID}03012611251200000042`;
			const slow = await overtaken({ parameters: issuing({ additionalFields: { tid } }) });
			expect(contextOf(slow.error)).toMatchObject({ outcome: 'unknown', orderId: 'A', tid });
			expect(setup.requests('cancel')).toEqual([]);
		});
	});

	it('hands on once what n8n runs the node again for', async () => {
		// Under Continue On Fail, n8n runs the node again when its first item has failed.
		setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 1, orderId: 'A' }]);
		const ran = await run({
			items: [{ id: 'A' }, { id: 'B' }],
			continueOnFail: true,
			retryOnFail: true,
			waitBetweenTries: 1,
		});
		expect(jsonOf(ran.items)).toMatchObject([
			{ status: 'issued', orderId: 'A' },
			{ status: 'issued', orderId: 'B' },
		]);
		expect(setup.requests('issue')).toHaveLength(3);
		expect(setup.requests('cancel')).toEqual([]);
	});

	it('takes back what an earlier try has handed on when the next one is stopped', async () => {
		setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 9, orderId: 'A' }]);
		const stop = new AbortController();
		const stopped = run({
			items: [{ id: 'A' }, { id: 'B' }],
			continueOnFail: true,
			retryOnFail: true,
			waitBetweenTries: 1_000,
			signal: stop.signal,
		});
		while (setup.requests('issue').length < 2) await sleep(5);
		await sleep(300);
		stop.abort();
		await stopped;
		await sleep(1_500);
		expect((await run({ items: [{ id: 'B' }] })).items).toHaveLength(1);
	});

	it('says that an account may be open when it cannot be cancelled at its merchant', async () => {
		const other = new Sandbox({ orderReuse: 'always' });
		const nicepayApi = { ...setup.credential, baseUrl: await other.listen() };
		setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 1, orderId: 'B' }]);
		const options = { parameters: issuing(), items: [{ id: 'A' }, { id: 'B' }] };
		const failed = await run(options);
		await run({ credentials: { nicepayApi } });
		const retried = await (
			await setup.openEngine({ processedData })
		).retryNode({ ...options, credentials: { nicepayApi } }, failed.saved);
		await other.close();
		expect(contextOf(retried.error)).toMatchObject({ outcome: 'unknown', orderId: 'A' });
	});

	it('does not hand on an account that it has perhaps cancelled', async () => {
		setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'delay', times: 1, delayMs: 300 }]);
		const options = { parameters: issuing(), items: [{ id: 'A' }] };
		const slow = run(options);
		while (setup.requests('issue').length < 1) await sleep(5);
		await run({ parameters: another() });
		setup.sandbox.faults.set([{ endpoint: 'cancel', kind: 'processThenDrop', times: 'always' }]);
		const failed = await slow;
		expect(contextOf(failed.error)).toMatchObject({ outcome: 'unknown', orderId: 'A' });
		setup.sandbox.faults.clear();
		const retried = await (
			await setup.openEngine({ processedData })
		).retryNode({ ...options, parameters: another() }, failed.saved);
		const states = setup.sandbox.books.all().map(({ tid, state }) => [tid, state]);
		expect(states).toContainEqual([retried.items[0]?.json.tid, 'issued']);
	}, 15_000);

	describe('when n8n’s memory does not answer', () => {
		const failing = (isDown: (call: number) => boolean) => {
			const store = new ProcessedData();
			const { checkProcessedAndRecord } = store;
			let calls = 0;
			store.checkProcessedAndRecord = async (...asked) => {
				if (isDown(++calls)) throw new Error('the database is away');
				return await checkProcessedAndRecord.apply(store, asked);
			};
			return store;
		};

		it('nothing is sent', async () => {
			const ran = await run(
				{},
				failing(() => true),
			);
			expect(ran.error?.message).toBe(
				'n8n could not look up whether order A has an account, so nothing was sent [item 0]',
			);
			expect(contextOf(ran.error)).toMatchObject({ outcome: 'invalid', orderId: 'A' });
			expect(setup.requests()).toEqual([]);
		});

		it('what is issued is handed on all the same, and a hint tells that it is not remembered', async () => {
			const ran = await run(
				{},
				failing((call) => call > 1),
			);
			expect(jsonOf(ran.items)).toMatchObject([{ status: 'issued' }]);
			expect(hintsOf(ran)).toContain('could not remember which orders have an account');
			expect(hintsOf(ran)).toContain('the database is away');
		});

		it('a second try of the node does not take the first one’s account for another’s', async () => {
			setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 1, orderId: 'A' }]);
			const store = new ProcessedData();
			const { checkProcessedAndRecord } = store;
			let calls = 0;
			store.checkProcessedAndRecord = async (...asked) => {
				const answer = await checkProcessedAndRecord.apply(store, asked);
				// The orders are remembered, and n8n does not hear of it.
				if (++calls === 3) throw new Error('the database is away');
				return answer;
			};
			const ran = await run(
				{
					items: [{ id: 'A' }, { id: 'B' }],
					continueOnFail: true,
					retryOnFail: true,
					waitBetweenTries: 1,
				},
				store,
			);
			expect(jsonOf(ran.items)).toMatchObject([{ status: 'issued' }, { status: 'issued' }]);
			expect(setup.requests('cancel')).toEqual([]);
		});

		it('the log tells it, too', async () => {
			const engine = await setup.openEngine({ processedData: failing((call) => call > 1) });
			await engine.runNode({ parameters: issuing(), items: [{ id: 'A' }] });
			expect(engine.logs.text).toContain('would issue more. Cause: the database is away.');
		});

		it('orders that cannot be forgotten are told in the log', async () => {
			let isAway = false;
			const store = new ProcessedData();
			const { checkProcessedAndRecord } = store;
			store.checkProcessedAndRecord = async (...asked) => {
				if (isAway) throw new Error('the database is away');
				return await checkProcessedAndRecord.apply(store, asked);
			};
			const engine = await setup.openEngine({ processedData: store });
			const stop = new AbortController();
			const options = {
				parameters: issuing(),
				items: [{ id: 'A' }, { id: 'B' }],
				continueOnFail: true,
				retryOnFail: true,
				waitBetweenTries: 500,
				signal: stop.signal,
			};
			setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times: 9, orderId: 'A' }]);
			const stopped = engine.runNode(options);
			while (setup.requests('issue').length < 2) await sleep(5);
			await sleep(200);
			isAway = true;
			stop.abort();
			await stopped;
			await sleep(1_500);
			expect(engine.logs.text).toContain('they are refused from now on');
			isAway = false;
			const again = await run({ items: [{ id: 'B' }] }, store);
			expect(contextOf(again.error)).toMatchObject({ outcome: 'invalid', orderId: 'B' });
		});

		it('“Issue Another” does not need it', async () => {
			const ran = await run(
				{ parameters: another() },
				failing(() => true),
			);
			expect(jsonOf(ran.items)).toMatchObject([{ status: 'issued' }]);
		});
	});
});

const byOrder = (one: { orderId?: unknown }, other: { orderId?: unknown }): number =>
	String(one.orderId).localeCompare(String(other.orderId));
