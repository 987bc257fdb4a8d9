import type { IDataObject } from 'n8n-workflow';

import {
	AMOUNT,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	MID,
	openSetup,
	refunding,
} from '../nodes/Nicepay/support';
import { openRelay } from './relay';

describe('what is in doubt stays in doubt until it is settled', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const states = () => setup.sandbox.books.all().map(({ orderId, state }) => `${orderId} ${state}`);
	const recordOf = ({ contextData }: { contextData: Record<string, object> }) =>
		Object.values(
			((contextData['node:NICEPAY'] as IDataObject | undefined)?.nicepayItems ?? {}) as IDataObject,
		);
	const loseOnce = (endpoint: 'issue' | 'cancel', kind: 'dropUnprocessed' | 'processThenDrop') =>
		setup.sandbox.faults.set([{ endpoint, kind, times: 1 }]);

	describe('an issue under a TID of the user’s own', () => {
		const tid = `${MID}03012611231200000042`;
		const own = issuing({ additionalFields: { tid } });

		it('never cancels what an earlier execution issued under it', async () => {
			await setup.engine.runNode({ parameters: own, items: [{ id: 'A' }] });
			loseOnce('issue', 'dropUnprocessed');
			const run = await setup.engine.runNode({ parameters: own, items: [{ id: 'B' }] });
			expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', tid, orderId: 'B' });
			expect(states()).toEqual(['A issued']);
			expect(setup.requests('cancel')).toHaveLength(0);
		});

		it('is sent again, which NICEPAY refuses where it has it', async () => {
			loseOnce('issue', 'dropUnprocessed');
			const sent = await setup.engine.runNode({ parameters: own, items: [{ id: 'A' }] });
			expect(sent.items[0]?.json).toMatchObject({ status: 'issued', tid });
			expect(states()).toEqual(['A issued']);

			setup.reset();
			loseOnce('issue', 'processThenDrop');
			const kept = await setup.engine.runNode({ parameters: own, items: [{ id: 'A' }] });
			expect(contextOf(kept.error)).toMatchObject({ outcome: 'unknown', tid });
			expect(recordOf(kept)).toMatchObject([{ state: 'unknown', tid }]);
			expect(states()).toEqual(['A issued']);
		});

		it('is refused when two items have it, with nothing sent', async () => {
			const run = await setup.engine.runNode({
				parameters: own,
				items: [{ id: 'A' }, { id: 'B' }],
			});
			expect(run.error?.message).toContain(`TID) ${tid} occurs in more than one item`);
			expect(setup.requests()).toEqual([]);
		});
	});

	it('a round of a loop that is all done leaves the doubts of other rounds alone', async () => {
		const options = { parameters: issuing(), onError: 'continueRegularOutput' as const };
		setup.sandbox.faults.set([
			{ endpoint: 'issue', kind: 'processThenDrop', times: 1, orderId: 'A' },
			{ endpoint: 'cancel', kind: 'http500', times: 3, orderId: 'A' },
		]);
		const first = await setup.engine.runNode({ ...options, items: [{ id: 'A' }] });
		expect(first.items[0]?.json.outcome).toBe('unknown');
		const second = await setup.engine.runNode({
			...options,
			items: [{ id: 'B' }],
			contextData: first.contextData,
		});
		expect(second.items[0]?.json.status).toBe('issued');
		expect(recordOf(second)).toMatchObject([{ state: 'unknown' }]);
		const third = await setup.engine.runNode({
			...options,
			items: [{ id: 'A' }],
			contextData: second.contextData,
		});
		expect(third.items[0]?.json.status).toBe('issued');
		expect(states()).toEqual(['A cancelled', 'B issued', 'A issued']);
		expect(recordOf(third)).toEqual([]);
	});

	describe('a credential that was changed before the Retry', () => {
		it.each([
			['another MID', { mid: 'nicepay01m' }],
			['another Base URL', { baseUrl: 'http://127.0.0.1:1' }],
		])('cannot settle what was sent before: %s', async (_, changes) => {
			loseOnce('issue', 'processThenDrop');
			const options = {
				parameters: issuing({ options: { lostReply: 'fail' } }),
				items: [{ id: 'A' }],
			};
			const failed = await setup.engine.runNode(options);
			const [account] = setup.sandbox.books.all();
			const sent = setup.requests().length;
			const run = await setup.engine.retryNode(
				{
					parameters: issuing(),
					items: options.items,
					credentials: { nicepayApi: { ...setup.credential, ...changes } },
				},
				failed.saved,
			);
			expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', tid: account?.tid });
			expect(run.error?.description).toContain(`${MID} ${setup.url}`);
			expect(recordOf(run)).toMatchObject([{ state: 'unknown', tid: account?.tid }]);
			expect(setup.requests()).toHaveLength(sent);
		});
	});

	it.each(['A224', 'A211', 'A300'])(
		'a refund’s repetition that is refused for its sender (%s) says nothing of the first try',
		async (code) => {
			const { tid } = setup.account('A', AMOUNT);
			setup.sandbox.faults.set([
				{ endpoint: 'cancel', kind: 'processThenDrop', times: 1 },
				{ endpoint: 'cancel', kind: `code:${code}`, times: 'always' },
			]);
			const run = await setup.engine.runNode({
				parameters: refunding(),
				items: [{ id: 'A', tid }],
			});
			expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', tid });
			expect(recordOf(run)).toMatchObject([{ state: 'unknown', tid }]);
			expect(states()).toEqual(['A refunded']);
		},
	);

	it('an item that cannot be sent again because its order occurs twice is told as unknown', async () => {
		loseOnce('issue', 'processThenDrop');
		const parameters = issuing({ options: { lostReply: 'fail' } });
		const first = await setup.engine.runNode({ parameters, items: [{ id: 'A' }] });
		const run = await setup.engine.runNode({
			parameters: issuing(),
			items: [{ id: 'A' }, { id: 'A' }],
			onError: 'continueRegularOutput',
			contextData: first.contextData,
		});
		expect(run.items.map(({ json }) => json.outcome)).toEqual(['unknown', 'invalid']);
		expect(run.items[0]?.json.tid).toBe(setup.sandbox.books.all()[0]?.tid);
	});

	describe('after a lost issue, when NICEPAY cannot be reached any more', () => {
		/** An issue that is lost, its cancel, and then nothing gets through. */
		async function issueAndCancelOnly(kind: 'dropUnprocessed' | 'processThenDrop') {
			loseOnce('issue', kind);
			const relay = await openRelay(setup.url, { requests: 2 });
			const run = await setup.engine.runNode({
				parameters: issuing(),
				items: [{ id: 'A' }],
				credentials: { nicepayApi: { ...setup.credential, baseUrl: relay.url } },
			});
			relay.close();
			return run;
		}

		it('the outcome is unknown where NICEPAY had not heard of it', async () => {
			const run = await issueAndCancelOnly('dropUnprocessed');
			const tid = setup.requests('issue')[0]?.fields.TID;
			expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', orderId: 'A', tid });
			expect(recordOf(run)).toMatchObject([{ state: 'unknown', tid }]);
		});

		it('the account is void where it had been cancelled again', async () => {
			const run = await issueAndCancelOnly('processThenDrop');
			expect(states()).toEqual(['A cancelled']);
			expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', orderId: 'A' });
			expect(run.error?.description).toContain('The node cancelled what may have been issued');
		});
	});

	it('what is unknown of one item is told also when the node fails for another', async () => {
		const parts = ['A', 'B'].map((id) => ({ id, tid: setup.account(id, AMOUNT).tid }));
		setup.sandbox.faults.set([
			{ endpoint: 'cancel', kind: 'code:2003', times: 1, orderId: 'A' },
			{ endpoint: 'cancel', kind: 'processThenDrop', times: 1, orderId: 'B' },
		]);
		const run = await setup.engine.runNode({
			parameters: refunding({ partial: true, amount: 100 }),
			items: parts,
		});
		expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', orderId: 'A' });
		expect(run.error?.description).toContain(
			`It is unknown whether the cancel or refund was carried out: the connection broke before the reply was complete (order B, TID ${parts[1]?.tid}) [item 1].`,
		);
	});

	it('a settled account number of somebody else’s TID is never cancelled', async () => {
		const theirs = setup.account('ORDER-9');
		setup.sandbox.faults.set([{ endpoint: 'issue', kind: 'code:A225', times: 'always' }]);
		const run = await setup.engine.runNode({
			parameters: issuing({ additionalFields: { tid: `${MID}03012611231200000043` } }),
			items: [{ id: 'ORDER-1' }],
		});
		expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', resultCode: 'A225' });
		expect(theirs.state).toBe('issued');
		expect(setup.requests('cancel')).toHaveLength(0);
	});

	it('a server that is down costs a batch its pauses once', async () => {
		const before = performance.now();
		const run = await setup.engine.runNode({
			parameters: issuing({ options: { concurrency: 1 } }),
			items: Array.from({ length: 20 }, (_, index) => ({ id: `D${index}` })),
			onError: 'continueRegularOutput',
			credentials: { nicepayApi: { ...setup.credential, baseUrl: 'http://127.0.0.1:1' } },
		});
		expect(run.items.map(({ json }) => json.outcome)).toEqual(Array(20).fill('invalid'));
		expect(performance.now() - before).toBeLessThan(12_000);
	});

	it('a cancel of the same transaction under two orders stays two requests', async () => {
		const { tid } = setup.account('A');
		const run = await setup.engine.runNode({
			parameters: cancelling({ options: { concurrency: 1 } }),
			items: [
				{ id: 'A', tid },
				{ id: 'B', tid },
			],
		});
		expect(run.items.map(({ json }) => json.status)).toEqual(['cancelled', 'alreadyCancelled']);
	});
});
