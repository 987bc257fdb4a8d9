import type { IDataObject, IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';

import { describeNode } from '../../harness/engine/index';
import {
	AMOUNT,
	asking,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	jsonOf,
	KEY,
	MID,
	openSetup,
	orders,
	refunding,
} from '../nodes/Nicepay/support';

describe('what is done stays done', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const refuseOnce = (orderId: string, times = 1) =>
		setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:4116', times, orderId }]);
	const openOrders = () =>
		setup.sandbox.books
			.all()
			.filter(({ state }) => state === 'issued')
			.map(({ orderId }) => orderId);
	const requestsFor = (orderId: string) =>
		setup.requests('issue').filter(({ fields }) => fields.Moid === orderId).length;

	describe('in a batch of 100 whose 60th item fails once', () => {
		const items = orders(100);
		const ids = items.map(({ id }) => id);

		it.each([5, 1, 50])(
			'Retry On Fail leaves 100 accounts and 100 in the output (%i at a time)',
			async (concurrency) => {
				refuseOnce('ORDER-60');
				const run = await setup.engine.runNode({
					parameters: issuing({ options: { concurrency } }),
					items,
					retryOnFail: true,
				});
				expect(run.error).toBeUndefined();
				expect(run.items.map(({ json }) => json.orderId)).toEqual(ids);
				const numbers = new Set(run.items.map(({ json }) => json.accountNumber));
				expect(numbers).toEqual(
					new Set(setup.sandbox.books.all().map(({ accountNumber }) => accountNumber)),
				);
				expect(numbers.size).toBe(100);
				expect(ids.map(requestsFor)).toEqual(ids.map((id) => (id === 'ORDER-60' ? 2 : 1)));
				expect(run.contextData['node:NICEPAY']).toEqual({});
			},
		);

		it('the editor’s Retry does so too, after a restart', async () => {
			refuseOnce('ORDER-60');
			const options = { parameters: issuing(), items };
			const failed = await setup.engine.runNode(options);
			const done = openOrders().length;
			expect(done).toBeGreaterThanOrEqual(59);
			expect(done).toBeLessThan(100);
			expect(failed.error?.message).toContain('[item 59]');
			expect(failed.error?.description).toContain(
				`${done} of 100 items were done; a retry of this execution does not send them again.`,
			);
			const restarted = await setup.openEngine();
			const run = await restarted.retryNode(options, failed.saved);
			expect(run.error).toBeUndefined();
			expect(run.items.map(({ json }) => json.orderId)).toEqual(ids);
			expect(new Set(openOrders()).size).toBe(100);
			expect(openOrders()).toHaveLength(100);
		});
	});

	it('also when the first try stops early: nothing that was sent is sent again', async () => {
		refuseOnce('ORDER-1', 2);
		const run = await setup.engine.runNode({
			parameters: issuing({ options: { concurrency: 3 } }),
			items: orders(10),
			retryOnFail: true,
			maxTries: 3,
		});
		expect(run.items).toHaveLength(10);
		expect(orders(10).map(({ id }) => requestsFor(id))).toEqual([3, ...Array<number>(9).fill(1)]);
	});

	it.each([
		['a cancel', cancelling, undefined],
		['a refund', refunding, AMOUNT],
	] as const)('for %s: it is not sent a second time', async (_, parameters, deposited) => {
		const items = ['A', 'B', 'C'].map((id) => ({ id, tid: setup.account(id, deposited).tid }));
		setup.sandbox.faults.set([{ endpoint: 'cancel', kind: 'code:2003', times: 1, orderId: 'B' }]);
		const run = await setup.engine.runNode({
			parameters: parameters(),
			items,
			retryOnFail: true,
		});
		expect(run.items.map(({ json }) => json.status)).not.toContain('alreadyCancelled');
		expect(run.items).toHaveLength(3);
		expect(setup.requests('cancel')).toHaveLength(4);
	});

	describe('by a record that', () => {
		it('is empty when all is done', async () => {
			const run = await setup.engine.runNode({ parameters: issuing(), items: orders(3) });
			expect(run.contextData['node:NICEPAY']).toEqual({});
		});

		it('is kept while an item has failed, under Continue On Fail too', async () => {
			refuseOnce('ORDER-2', 9);
			const run = await setup.engine.runNode({
				parameters: issuing(),
				items: orders(3),
				onError: 'continueRegularOutput',
			});
			const record = run.contextData['node:NICEPAY']?.nicepayItems as IDataObject;
			const sentAs = (index: number) => ({
				orderId: run.items[index]?.json.orderId,
				tid: run.items[index]?.json.tid,
			});
			const handedOn = { state: 'done', round: 0, isHandedOn: true };
			expect(Object.values(record)).toEqual([
				{ ...handedOn, itemIndex: 0, json: run.items[0]?.json, sent: sentAs(0) },
				{ ...handedOn, itemIndex: 2, json: run.items[2]?.json, sent: sentAs(2) },
			]);
		});

		it.each<[what: string, broken: INodeParameters]>([
			['the item', { amount: 'much' }],
			['the whole node', { options: { concurrency: 'many' } }],
		])('is told when %s cannot be read any more', async (_, broken) => {
			refuseOnce('A', 9);
			const options = {
				items: [{ id: 'A' }, { id: 'B' }],
				onError: 'continueRegularOutput' as const,
			};
			const first = await setup.engine.runNode({ ...options, parameters: issuing() });
			const tid = first.items[1]?.json.tid;
			const again = await setup.engine.runNode({
				...options,
				parameters: issuing(broken),
				contextData: first.contextData,
			});
			expect(jsonOf(again.items)).toMatchObject([
				{ outcome: 'invalid', orderId: 'A' },
				{ outcome: 'unknown', orderId: 'B', tid },
			]);
			expect(again.items[1]?.json.error).toContain('do not repeat it');
		});

		it('holds the TID of what is unknown, and why', async () => {
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 1 }]);
			const { contextData } = await setup.engine.runNode({
				parameters: issuing({ options: { lostReply: 'fail' } }),
				items: [{ id: 'A' }],
			});
			const [account] = setup.sandbox.books.all();
			const record = contextData['node:NICEPAY']?.nicepayItems as IDataObject;
			expect(Object.values(record)).toEqual([
				{
					state: 'unknown',
					round: 0,
					tid: account?.tid,
					why: { reason: 'disconnected' },
					sentWith: `${MID} ${setup.url}`,
				},
			]);
			expect(JSON.stringify(contextData)).not.toContain(KEY);
		});

		it('goes by order, amount, TID and place: another order is sent', async () => {
			const failed = await setup.engine.runNode({
				parameters: issuing({
					amount: '={{ $json.amount ?? 1004 }}',
					goodsName: '={{ $json.goods }}',
				}),
				items: [
					{ id: 'A', goods: 'x' },
					{ id: 'B', goods: 'x', amount: 5 },
					{ id: 'C', goods: 'x' },
				],
				onError: 'continueRegularOutput',
			});
			expect(failed.items).toHaveLength(3);
			// The record is of a run that had a failure.
			refuseOnce('D', 9);
			const options = {
				parameters: issuing({ amount: '={{ $json.amount ?? 1004 }}' }),
				onError: 'continueRegularOutput' as const,
			};
			const first = await setup.engine.runNode({ ...options, items: [{ id: 'D' }, { id: 'E' }] });
			const again = await setup.engine.runNode({
				...options,
				items: [{ id: 'E' }, { id: 'E2' }],
				contextData: first.contextData,
			});
			// E stands in another place, and its account was handed on.
			expect(jsonOf(again.items)).toMatchObject([{ outcome: 'invalid' }, { orderId: 'E2' }]);
			expect(requestsFor('E')).toBe(1);
		});

		it('recovers first what an earlier run left unknown, then goes on', async () => {
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 1 }]);
			const options = {
				parameters: issuing({ options: { lostReply: 'fail' } }),
				items: [{ id: 'A' }],
			};
			const failed = await setup.engine.runNode(options);
			const retried = await (
				await setup.openEngine()
			).retryNode({ ...options, parameters: issuing() }, failed.saved);
			expect(jsonOf(retried.items)).toMatchObject([{ status: 'issued', orderId: 'A' }]);
			expect(setup.sandbox.books.all().map(({ state }) => state)).toEqual(['cancelled', 'issued']);
			expect(setup.requests().map(({ endpoint }) => endpoint)).toEqual([
				'issue',
				'cancel',
				'issue',
			]);
		});
	});

	describe('within a loop', () => {
		/** Hands its items on one at a time, and comes to its second output when there are no more. */
		const loop: INodeType = {
			description: describeNode('loop', [], { outputs: ['main', 'main'] }),
			async execute(this: IExecuteFunctions) {
				const context = this.getContext('node') as { left?: IDataObject[] };
				context.left ??= this.getInputData().map(({ json }) => json);
				const next = context.left.shift();
				return next ? [[{ json: next }], []] : [[], [{ json: {} }]];
			},
		};
		const rounds = async (parameters: ReturnType<typeof issuing>, items: IDataObject[]) => {
			const engine = await setup.openEngine({ nodeTypes: { 'test.loop': loop } });
			const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
			return await engine.run({
				nodes: [
					{ name: 'Items', type: 'engine.emit', parameters: { items } as never },
					{ name: 'Loop', type: 'test.loop' },
					{
						name: 'NICEPAY',
						type: 'n8n-nodes-nicepay.nicepay',
						parameters,
						onError: 'continueRegularOutput',
					},
				],
				connections: {
					Items: { main: [to('Loop')] },
					Loop: { main: [to('NICEPAY'), []] },
					NICEPAY: { main: [to('Loop')] },
				},
			});
		};
		const outputs = (run: Awaited<ReturnType<typeof rounds>>) =>
			run.tasks('NICEPAY').map(({ data }) => data?.main?.[0]?.[0]?.json);

		it('every round is carried out', async () => {
			const run = await rounds(issuing(), orders(4));
			expect(outputs(run)).toMatchObject(
				orders(4).map(({ id }) => ({ orderId: id, status: 'issued' })),
			);
			expect(openOrders()).toHaveLength(4);
		});

		it('a status is asked anew in every round', async () => {
			const { tid } = setup.account('A');
			await rounds(asking(), [{ tid }, { tid }, { tid }]);
			expect(setup.requests('status')).toHaveLength(3);
		});

		it('a round that failed does not hold back those after it', async () => {
			refuseOnce('ORDER-2', 9);
			const run = await rounds(issuing(), orders(3));
			expect(outputs(run)).toMatchObject([
				{ orderId: 'ORDER-1' },
				{ outcome: 'rejected' },
				{ orderId: 'ORDER-3', status: 'issued' },
			]);
		});
	});

	describe('A225, a TID that is taken,', () => {
		const collide = (times: number | 'always') =>
			setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:A225', times }]);
		const tids = () => setup.requests('issue').map(({ fields }) => fields.TID);

		it('is answered with a new TID, up to three times', async () => {
			collide(3);
			const run = await setup.engine.runNode({ parameters: issuing(), items: [{ id: 'A' }] });
			expect(jsonOf(run.items)).toMatchObject([{ status: 'issued', tid: tids()[3] }]);
			expect(new Set(tids()).size).toBe(4);
		});

		it('is given up after that: nothing was issued', async () => {
			collide('always');
			const run = await setup.engine.runNode({ parameters: issuing(), items: [{ id: 'A' }] });
			expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', resultCode: 'A225' });
			expect(tids()).toHaveLength(4);
			expect(openOrders()).toEqual([]);
		});

		it('is told at once when the TID was the user’s own', async () => {
			const tid = setup.account('OTHER').tid;
			const run = await setup.engine.runNode({
				parameters: issuing({ additionalFields: { tid } }),
				items: [{ id: 'A' }],
			});
			expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', resultCode: 'A225', tid });
			expect(tids()).toEqual([tid]);
			expect(openOrders()).toEqual(['OTHER']);
		});
	});
});
