import { setTimeout as sleep } from 'node:timers/promises';

import { ProcessedData } from '../../harness/engine/index';
import {
	AMOUNT,
	type TestSetup,
	contextOf,
	jsonOf,
	openSetup,
	refunding,
} from '../nodes/Nicepay/support';

describe('a partial refund leaves at most once', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const partial = (options: object = {}) =>
		refunding({ partial: true, amount: 100, options: options as never });
	const refunds = (tid: string) => setup.sandbox.books.find(tid)?.refunds.length;

	it('from one execution whose node runs again', async () => {
		const { tid } = setup.account('A', AMOUNT);
		setup.sandbox.faults.set([{ endpoint: 'cancel', kind: 'processThenDrop', times: 1 }]);
		const options = { parameters: partial(), items: [{ id: 'R1', tid }], retryOnFail: true };
		const failed = await setup.engine.runNode(options);
		expect(contextOf(failed.error)).toMatchObject({ outcome: 'unknown', orderId: 'R1', tid });
		const retried = await setup.engine.retryNode(options, failed.saved);
		expect(contextOf(retried.error)).toMatchObject({ outcome: 'unknown' });
		expect(retried.error?.message).toContain('the connection broke');
		expect(setup.requests()).toHaveLength(1);
		expect(refunds(tid)).toBe(1);
	});

	it('from two executions, of different workers', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const processedData = new ProcessedData();
		const options = { parameters: partial(), items: [{ id: 'R1', tid }] };
		const first = await (await setup.openEngine({ processedData })).runNode(options);
		const second = await (await setup.openEngine({ processedData })).runNode(options);
		expect(first.items).toHaveLength(1);
		expect(second.error?.message).toBe(
			`This partial refund was sent before and was not sent again (order R1, TID ${tid}) [item 0]`,
		);
		expect(second.error?.description).toContain('Check in NICEPAY’s merchant admin');
		expect(contextOf(second.error)).toMatchObject({ outcome: 'unknown', orderId: 'R1', tid });
		expect(setup.requests()).toHaveLength(1);

		const another = { ...options, items: [{ id: 'R2', tid }] };
		const third = await (await setup.openEngine({ processedData })).runNode(another);
		expect(jsonOf(third.items)).toMatchObject([{ orderId: 'R2', status: 'refundAccepted' }]);
	});

	it('across a worker that crashed with the request under way', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const processedData = new ProcessedData();
		const items = [{ id: 'R1', tid }];
		setup.sandbox.faults.set([{ endpoint: 'cancel', kind: 'processThenHang', times: 1 }]);
		// It never comes to its end as far as the second worker can tell.
		const crashed = (await setup.openEngine({ processedData })).runNode({
			parameters: partial({ replyTimeout: 3 }),
			items,
		});
		while (setup.requests().length === 0) await sleep(10);
		const second = await (
			await setup.openEngine({ processedData })
		).runNode({ parameters: partial(), items });
		expect(second.error?.message).toContain('was sent before and was not sent again');
		expect(setup.requests()).toHaveLength(1);
		expect(refunds(tid)).toBe(1);
		await crashed;
	});

	it('but may leave again after NICEPAY’s definite no', async () => {
		const { tid } = setup.account('A', 50);
		const processedData = new ProcessedData();
		const options = { parameters: partial(), items: [{ id: 'R1', tid }] };
		for (const count of [1, 2]) {
			const run = await (await setup.openEngine({ processedData })).runNode(options);
			expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', resultCode: '2032' });
			expect(setup.requests()).toHaveLength(count);
		}
	});

	it('but may leave once it can be sent at all', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const processedData = new ProcessedData();
		const options = { parameters: partial(), items: [{ id: 'R1', tid }] };
		const unreachable = await (
			await setup.openEngine({ processedData })
		).runNode({
			...options,
			signal: AbortSignal.timeout(300),
			credentials: { nicepayApi: { ...setup.credential, baseUrl: 'http://127.0.0.1:1' } },
		});
		expect(unreachable.error?.message).toContain('nothing was sent');
		const run = await (await setup.openEngine({ processedData })).runNode(options);
		expect(jsonOf(run.items)).toMatchObject([{ status: 'refundAccepted' }]);
		expect(refunds(tid)).toBe(1);
	});

	it('and not at all when n8n’s memory cannot be reached; what was under way is recorded first', async () => {
		const broken = new ProcessedData();
		let admitted = 0;
		const admit = broken.checkProcessedAndRecord.bind(broken);
		broken.checkProcessedAndRecord = async (...input) => {
			if (++admitted === 3) throw new Error('The database is away');
			return await admit(...input);
		};
		setup.sandbox.faults.set([
			{ endpoint: 'cancel', kind: 'delay', times: 'always', delayMs: 300 },
		]);
		const items = Array.from({ length: 4 }, (_, index) => ({
			id: `R${index}`,
			tid: setup.account(`A${index}`, AMOUNT).tid,
		}));
		const run = await (
			await setup.openEngine({ processedData: broken })
		).runNode({ parameters: partial({ concurrency: 3 }), items });
		const record = Object.values(
			(run.contextData['node:NICEPAY']?.nicepayItems ?? {}) as Record<string, { state: string }>,
		);
		expect(run.error?.message).toContain('n8n could not look up whether this partial refund');
		expect(run.error?.description).toContain('Cause: The database is away. 2 of 4 items were done');
		expect(contextOf(run.error)).toMatchObject({ outcome: 'invalid', orderId: 'R2' });
		expect(record.map(({ state }) => state)).toEqual(['done', 'done']);
		expect(items.map(({ tid }) => refunds(tid))).toEqual([1, 1, 0, 0]);
	});
});
