import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { Sandbox } from '../../sandbox/Sandbox';
import {
	AMOUNT,
	type TestSetup,
	contextOf,
	issuing,
	jsonOf,
	openSetup,
	orders,
	refunding,
	warmUp,
} from '../nodes/Nicepay/support';

describe('an execution that is stopped', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	/** Waits until what was under way is finished, and gives what the record holds. */
	const recordOf = async (run: { contextData: Record<string, object> }) => {
		await sleep(1_500);
		const { nicepayItems = {} } = (run.contextData['node:NICEPAY'] ?? {}) as {
			nicepayItems?: Record<string, { state: string; json?: { orderId: string } }>;
		};
		return Object.values(nicepayItems);
	};

	it('sends nothing new and records what finishes', async () => {
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'delay', times: 'always', delayMs: 400 }]);
		const stop = new AbortController();
		const running = setup.engine.runNode({
			parameters: issuing({ options: { concurrency: 3 } }),
			items: orders(30),
			signal: stop.signal,
		});
		while (setup.requests().length < 3) await sleep(5);
		stop.abort();
		const run = await running;
		// Having failed, not merely been cancelled, it is stored once more with what finished.
		expect(run.error?.message).toBe('The execution was stopped before this item was sent [item 3]');
		expect(run.error?.description).toContain(
			'3 of 30 items were done. n8n keeps nothing of a stopped execution: see its log.',
		);
		const record = await recordOf(run);
		expect(setup.requests()).toHaveLength(3);
		expect(record.map(({ state, json }) => [state, json?.orderId]).sort()).toEqual([
			['done', 'ORDER-1'],
			['done', 'ORDER-2'],
			['done', 'ORDER-3'],
		]);
	});

	it('gives up waiting for the next try of a recovery, and records what is unknown', async () => {
		const { tid } = setup.account('A', AMOUNT);
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'http500', times: 'always' }]);
		const stop = new AbortController();
		const running = setup.engine.runNode({
			parameters: refunding(),
			items: [{ id: 'A', tid }],
			signal: stop.signal,
		});
		while (setup.requests().length < 1) await sleep(5);
		await sleep(50);
		stop.abort();
		const run = await running;
		expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', tid });
		expect(await recordOf(run)).toMatchObject([{ state: 'unknown', tid }]);
		expect(setup.requests()).toHaveLength(1);
	});

	it('tells the log which orders are done and which are unknown, and nothing of the customer', async () => {
		const engine = await setup.openEngine();
		setup.sandbox.faults.set([
			{ endpoint: 'any', kind: 'processThen500', times: 'always', orderId: 'ORDER-3' },
			{ endpoint: 'any', kind: 'delay', times: 1, delayMs: 50, orderId: 'ORDER-1' },
			{ endpoint: 'any', kind: 'delay', times: 'always', delayMs: 400 },
		]);
		const stop = new AbortController();
		const running = engine.runNode({
			parameters: issuing({
				options: { concurrency: 3 },
				additionalFields: { buyerName: '홍길동', buyerTel: '010-1234-5678' },
			}),
			items: orders(30),
			signal: stop.signal,
		});
		while (setup.requests('issue').length < 4) await sleep(5);
		stop.abort();
		await running;
		await sleep(1_500);
		const told = engine.logs.lines.filter(({ message }) => message.includes('was stopped'));
		const tidOf = (orderId: string) => setup.sandbox.books.findByOrder(orderId)?.tid;
		expect(told.map(({ level, message }) => [level, message]).sort()).toEqual(
			[
				['ORDER-1', 'issued'],
				['ORDER-2', 'issued'],
				['ORDER-3', 'unknown'],
				['ORDER-4', 'issued'],
			].map(([orderId = '', outcome]) => [
				'warn',
				`NICEPAY: the execution was stopped, and n8n keeps nothing of it. Order ${orderId}, TID ${tidOf(orderId)}: ${outcome}.`,
			]),
		);
		expect(setup.sandbox.books.all()).toHaveLength(4);
		const numbers = setup.sandbox.books.all().map(({ accountNumber }) => accountNumber);
		for (const secret of [...numbers, '홍길동', '010-1234-5678']) {
			expect(told.map(({ text }) => text).join()).not.toContain(secret);
		}
	});

	it('tells what an earlier try of the same execution has done, and what it left open', async () => {
		const engine = await setup.openEngine();
		setup.sandbox.faults.set([
			{ endpoint: 'any', kind: 'processThen500', times: 'always', orderId: 'ORDER-2' },
		]);
		const stop = new AbortController();
		const running = engine.runNode({
			parameters: issuing({ options: { concurrency: 1, lostReply: 'fail' } }),
			items: orders(4),
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1_000,
			signal: stop.signal,
		});
		while (setup.requests('issue').length < 2) await sleep(5);
		await sleep(300);
		stop.abort();
		const run = await running;
		await sleep(1_500);
		const told = engine.logs.lines.filter(({ message }) => message.includes('was stopped'));
		expect(told.map(({ message }) => /Order .*/.exec(message)?.[0])).toEqual([
			`Order ORDER-1, TID ${setup.sandbox.books.findByOrder('ORDER-1')?.tid}: issued.`,
			`Order ORDER-2, TID ${setup.sandbox.books.findByOrder('ORDER-2')?.tid}: unknown.`,
		]);
		expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', orderId: 'ORDER-2' });
	});

	it('gives up waiting for a connection', async () => {
		const stop = new AbortController();
		const begin = performance.now();
		const running = setup.engine.runNode({
			parameters: issuing(),
			items: [{ id: 'A' }],
			signal: stop.signal,
			credentials: { nicepayApi: { ...setup.credential, baseUrl: 'http://127.0.0.1:1' } },
		});
		await sleep(200);
		stop.abort();
		await running;
		expect(performance.now() - begin).toBeLessThan(3_000);
	});
});

describe('a request that cannot be sent', () => {
	let setup: TestSetup;
	let late: Sandbox;
	beforeAll(async () => {
		setup = await openSetup();
		await warmUp(setup);
		late = new Sandbox();
	});
	afterAll(async () => {
		await setup.close();
		await late.close();
	});

	async function freePort(): Promise<number> {
		const probe = createServer().listen(0, '127.0.0.1');
		await once(probe, 'listening');
		const { port } = probe.address() as AddressInfo;
		await new Promise((resolve) => probe.close(resolve));
		return port;
	}

	it('is tried again until NICEPAY can be reached, or given up and told as not sent', async () => {
		const runAt = (port: number, items: ReturnType<typeof orders>) =>
			setup.engine.runNode({
				parameters: issuing(),
				items,
				credentials: {
					nicepayApi: { ...setup.credential, baseUrl: `http://127.0.0.1:${port}` },
				},
			});
		const begin = performance.now();
		const port = await freePort();
		const reached = runAt(port, orders(5));
		const given = runAt(1, orders(1));
		await sleep(800);
		await late.listen({ port });

		const { error, items } = await reached;
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toHaveLength(5);
		expect(late.requests.all()).toHaveLength(5);

		const { error: refusal, contextData } = await given;
		expect(performance.now() - begin).toBeGreaterThan(7_400);
		expect(refusal?.message).toBe('NICEPAY could not be reached; nothing was sent [item 0]');
		expect(contextOf(refusal)).toMatchObject({ outcome: 'invalid', resultCode: null });
		expect(contextData['node:NICEPAY']).toEqual({});
	});
});
