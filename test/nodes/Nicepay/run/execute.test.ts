import type { INodeParameters } from 'n8n-workflow';

import type { NodeRunOptions } from '../../../../harness/engine/index';
import {
	asking,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	jsonOf,
	openSetup,
	orders,
} from '../support';

describe('the node', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	it('gives one item for each item, paired, in the order of the input', async () => {
		const items = orders(30);
		// Early items answer last.
		setup.sandbox.faults.set(
			items.slice(0, 5).map(({ id }) => ({
				endpoint: 'issue',
				kind: 'delay',
				times: 1,
				orderId: id,
				delayMs: 150,
			})),
		);
		const run = await setup.engine.runNode({ parameters: issuing(), items });
		expect(run.items.map(({ json }) => json.orderId)).toEqual(items.map(({ id }) => id));
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		const tids = new Set(run.items.map(({ json }) => json.tid));
		expect(tids.size).toBe(30);
		expect(setup.complaints()).toEqual([]);
	});

	it('lets later nodes reach the item a result came from', async () => {
		const run = await setup.engine.run({
			nodes: [
				{ name: 'Items', type: 'engine.emit', parameters: { items: orders(2) } },
				{ name: 'NICEPAY', type: 'n8n-nodes-nicepay.nicepay', parameters: issuing() },
				{
					name: 'Set',
					type: 'engine.set',
					parameters: { fields: { from: "={{ $('Items').item.json.id }}" } },
				},
			],
		});
		expect(jsonOf(run.output('Set'))).toMatchObject([
			{ orderId: 'ORDER-1', from: 'ORDER-1' },
			{ orderId: 'ORDER-2', from: 'ORDER-2' },
		]);
	});

	it('says in the editor that the credential points at a sandbox', async () => {
		const run = await setup.engine.runNode({ parameters: issuing(), items: orders(1) });
		expect(run.tasks(run.nodeName)[0]?.hints).toEqual([
			{
				message: `The credential points at ${setup.url}, not at NICEPAY. If that is a sandbox, no account is real and no money moves.`,
				location: 'outputPane',
				type: 'info',
			},
		]);
	});

	it('feeds an issued account into its own cancel', async () => {
		const run = await setup.engine.run({
			nodes: [
				{ name: 'Items', type: 'engine.emit', parameters: { items: orders(3) } },
				{ name: 'Issue', type: 'n8n-nodes-nicepay.nicepay', parameters: issuing() },
				{
					name: 'Cancel',
					type: 'n8n-nodes-nicepay.nicepay',
					parameters: cancelling({
						orderId: '={{ $json.orderId }}',
						amount: '={{ $json.amount }}',
					}),
				},
			],
		});
		expect(jsonOf(run.output('Cancel')).map((json) => 'status' in json && json.status)).toEqual(
			Array(3).fill('cancelled'),
		);
		expect(setup.sandbox.books.all().map(({ state }) => state)).toEqual(Array(3).fill('cancelled'));
		expect(setup.complaints()).toEqual([]);
	});

	it('is not run by n8n without input, and sends nothing', async () => {
		const run = await setup.engine.runNode({ parameters: issuing(), items: [] });
		expect(run.error).toBeUndefined();
		expect(setup.requests()).toEqual([]);
	});

	it('turns an expression that n8n cannot resolve into an invalid item', async () => {
		const { error } = await setup.engine.runNode({
			parameters: issuing({ orderId: '={{ $json.id.nothing.there }}' }),
			items: [{ id: 'A' }],
		});
		expect(error?.message).toContain('[item 0]');
		expect(contextOf(error)).toMatchObject({ outcome: 'invalid' });
		expect(setup.requests()).toEqual([]);
	});

	it('refuses an operation it does not have', async () => {
		const { error } = await setup.engine.runNode({
			parameters: { ...issuing(), operation: 'toString' },
			items: [{ id: 'A' }],
		});
		expect(error?.message).toContain('no operation “toString”');
		expect(setup.requests()).toEqual([]);
	});

	describe('without Continue On Fail', () => {
		it('stops at the first item that fails and says how many were done', async () => {
			const items = orders(6);
			setup.account('ORDER-3');
			const run = await setup.engine.runNode({
				parameters: issuing({ options: { concurrency: 1 } }),
				items,
			});
			expect(run.items).toEqual([]);
			expect(run.error?.message).toContain('[item 2]');
			expect(run.error?.description).toContain(
				'2 of 6 items were done; a retry of this execution does not send them again.',
			);
			expect(contextOf(run.error)).toMatchObject({ itemIndex: 2, outcome: 'rejected' });
			expect(setup.requests().map(({ fields }) => fields.Moid)).toEqual([
				'ORDER-1',
				'ORDER-2',
				'ORDER-3',
			]);
		});

		it('lets requests that are under way finish, and counts them', async () => {
			setup.account('ORDER-1');
			setup.sandbox.faults.set(
				['ORDER-2', 'ORDER-3'].map((orderId) => ({
					endpoint: 'issue',
					kind: 'delay',
					times: 1,
					orderId,
					delayMs: 200,
				})),
			);
			const { error } = await setup.engine.runNode({
				parameters: issuing({ options: { concurrency: 3 } }),
				items: orders(10),
			});
			expect(error?.description).toContain('2 of 10 items were done');
			expect(setup.requests()).toHaveLength(3);
		});
	});

	describe.each<[string, Pick<NodeRunOptions, 'continueOnFail' | 'onError'>]>([
		['Continue On Fail', { continueOnFail: true }],
		['On Error: Continue', { onError: 'continueRegularOutput' }],
		['On Error: Continue (using error output)', { onError: 'continueErrorOutput' }],
	])('with %s', (_, setting) => {
		const toErrorOutput = setting.onError === 'continueErrorOutput';

		/** Data of the items that were done and of those that failed, each with its place in the input. */
		async function run(options: NodeRunOptions) {
			const ran = await setup.engine.runNode({ ...options, ...setting });
			expect(ran.error).toBeUndefined();
			const isFailed = ({ json }: { json: object }) => 'outcome' in json;
			const failed = toErrorOutput ? ran.errorItems : ran.items.filter(isFailed);
			const done = ran.items.filter((item) => !isFailed(item));
			if (toErrorOutput) expect(ran.items).toEqual(done);
			return { ran, done, failed };
		}

		it('puts a failed item out with its error, outcome, order, TID and code, and goes on', async () => {
			setup.account('ORDER-2');
			const { ran, done, failed } = await run({ parameters: issuing(), items: orders(4) });
			expect(done.map(({ json }) => json.orderId)).toEqual(['ORDER-1', 'ORDER-3', 'ORDER-4']);
			expect(failed).toHaveLength(1);
			expect(failed[0]?.json).toEqual({
				...(toErrorOutput ? { id: 'ORDER-2' } : {}),
				error: expect.stringMatching(
					/^NICEPAY refused to issue the virtual account: A127 .+\. An account for this order ID/,
				) as string,
				outcome: 'rejected',
				orderId: 'ORDER-2',
				tid: setup.requests().find(({ fields }) => fields.Moid === 'ORDER-2')?.fields.TID,
				resultCode: 'A127',
				resultMessage: '주문번호 중복 오류',
			});
			expect(failed[0]?.pairedItem).toEqual({ item: 1 });
			if (!toErrorOutput) expect(ran.items.map(({ pairedItem }) => pairedItem)).toHaveLength(4);
		});

		it('sends the items that are right and fails those that are wrong', async () => {
			const { done, failed } = await run({
				parameters: issuing({ goodsName: '={{ $json.goods }}' }),
				items: [
					{ id: 'A', goods: '펲' },
					{ id: 'B', goods: '사과' },
					{ id: 'C', goods: '배' },
					{ id: 'C', goods: '감' },
				],
			});
			expect(done.map(({ json }) => json.orderId)).toEqual(['B']);
			expect(
				failed.map(({ json, pairedItem }) => [json.outcome, json.orderId, pairedItem]),
			).toEqual([
				['invalid', 'A', { item: 0 }],
				['invalid', 'C', { item: 2 }],
				['invalid', 'C', { item: 3 }],
			]);
			expect(setup.requests().map(({ fields }) => fields.Moid)).toEqual(['B']);
		});

		it('reports what is unknown with its TID', async () => {
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 1 }]);
			const { failed } = await run({
				parameters: issuing({ options: { lostReply: 'fail' } }),
				items: [{ id: 'A' }],
			});
			expect(failed.map(({ json }) => json)).toMatchObject([
				{
					error: expect.stringContaining('It is unknown whether') as string,
					outcome: 'unknown',
					orderId: 'A',
					tid: setup.sandbox.books.all()[0]?.tid,
					...(toErrorOutput ? {} : { resultCode: null, resultMessage: null }),
				},
			]);
		});
	});

	describe('on the error output', () => {
		const item = { id: 'A', orderId: 'MINE', tid: 'of a row', resultCode: 'mine', note: '메모' };
		const onError = 'continueErrorOutput';

		it('leaves an item its own fields when the node has no credential', async () => {
			const engine = await setup.openEngine({ credentials: {} });
			const run = await engine.runNode({ parameters: issuing(), items: [item], onError });
			expect(jsonOf(run.errorItems)).toEqual([
				{ ...item, orderId: 'A', outcome: 'invalid', error: expect.any(String) as string },
			]);
		});

		it.each<[string, INodeParameters]>([
			['an option', issuing({ options: { concurrency: 0 }, orderId: '={{ $json.orderId }}' })],
			['the operation', { ...issuing({ orderId: '' }), operation: 'toString' }],
			['the TID of a status', asking({ tid: 'short' })],
		])('leaves them when %s cannot be used', async (_, parameters) => {
			const run = await setup.engine.runNode({ parameters, items: [item], onError });
			const [failed] = run.errorItems;
			expect(failed?.json).toMatchObject({
				id: 'A',
				orderId: 'MINE',
				resultCode: 'mine',
				note: '메모',
				outcome: 'invalid',
			});
			expect(setup.requests()).toEqual([]);
		});
	});

	it('runs as a tool: its description offers the operations', async () => {
		const { nodeTypes } = setup.engine as unknown as {
			nodeTypes: { getByNameAndVersion: (name: string) => { description: object } };
		};
		const { description } = nodeTypes.getByNameAndVersion('n8n-nodes-nicepay.nicepay');
		expect(description).toMatchObject({ usableAsTool: true, name: 'nicepay' });
	});
});
