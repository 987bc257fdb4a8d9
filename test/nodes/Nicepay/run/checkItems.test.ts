import { type TestSetup, issuing, openSetup } from '../support';

describe('An item that an earlier run has done', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());

	it('is not checked again: its deadline may have passed since', async () => {
		const items = [{ id: 'EARLY' }, { id: 'LATE-FAULT-code.4117' }];
		const first = { parameters: issuing(), items };
		const failed = await setup.engine.runNode(first);
		expect(failed.error?.message).toContain('4117');

		// What the editor's Retry finds when the deadline of the first item is over by then.
		const deadline = '={{ $json.id === "EARLY" ? "202001010000" : "203012312359" }}';
		const later = { items, parameters: issuing({ depositDeadline: deadline }) };
		const retried = await setup.engine.retryNode(later, failed.saved);
		expect(retried.error).toBeUndefined();
		expect(retried.items.map(({ json }) => json.orderId)).toEqual(items.map(({ id }) => id));
		expect(setup.sandbox.books.all()).toHaveLength(2);
	});

	it('tells that its outcome is still unknown when it cannot be looked into any more', async () => {
		const items = [{ id: 'LOST-FAULT-issue-processThenDrop' }];
		const options = { lostReply: 'fail', replyTimeout: 1 };
		const failed = await setup.engine.runNode({ parameters: issuing({ options }), items });
		expect(failed.error).toMatchObject({ context: { outcome: 'unknown' } });
		const [sent] = setup.requests('issue').slice(-1);

		const over = { parameters: issuing({ options, depositDeadline: '202001010000' }), items };
		const retried = await setup.engine.retryNode(over, failed.saved);
		expect(retried.error).toMatchObject({
			context: { outcome: 'unknown', tid: sent?.fields.TID },
			description: expect.stringContaining('Deposit Deadline is in the past'),
		});
	});
});
