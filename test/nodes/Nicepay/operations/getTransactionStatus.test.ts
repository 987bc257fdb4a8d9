import { AMOUNT, asking, type TestSetup, contextOf, jsonOf, MID, openSetup } from '../support';

describe('asking for the status of a transaction', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const never = `${MID}03012601011200000042`;
	const ask = (tid: string, simplify = true) =>
		setup.engine.runNode({ parameters: asking({ simplify }), items: [{ tid }] });

	it('tells approved, with the time of the deposit', async () => {
		const { tid, depositedAt } = setup.account('A', AMOUNT);
		const { items } = await ask(tid);
		expect(items).toEqual([
			{
				json: {
					status: 'approved',
					tid,
					approvalCode: null,
					approvedAt: depositedAt,
					resultCode: '0000',
					resultMessage: expect.any(String) as string,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(setup.complaints()).toEqual([]);
	});

	it('tells cancelled', async () => {
		const account = setup.account('A');
		setup.sandbox.books.cancel(account);
		expect(jsonOf((await ask(account.tid)).items)).toMatchObject([{ status: 'cancelled' }]);
	});

	it('tells notFound of a TID that was never used', async () => {
		expect(jsonOf((await ask(never)).items)).toMatchObject([{ status: 'notFound', tid: never }]);
	});

	it('gives every field of the reply when it is not to simplify', async () => {
		const { items } = await ask(never, false);
		expect(jsonOf(items)).toEqual([
			{
				ResultCode: '0000',
				ResultMsg: expect.any(String) as string,
				TID: never,
				Status: '9',
				AuthCode: '',
				AuthDate: '',
			},
		]);
	});

	it('asks for one transaction as often as items name it', async () => {
		const { items } = await setup.engine.runNode({
			parameters: asking(),
			items: [{ tid: never }, { tid: never }],
		});
		expect(items).toHaveLength(2);
		expect(setup.requests('status')).toHaveLength(2);
	});

	it.each(['', 'short', `${never}0`, `${never.slice(1)}한`])(
		'refuses the TID “%s” before anything is sent',
		async (tid) => {
			const { error } = await ask(tid);
			expect(error?.message).toContain('Transaction ID (TID)');
			expect(contextOf(error)).toMatchObject({ outcome: 'invalid' });
			expect(setup.requests()).toEqual([]);
		},
	);
});
