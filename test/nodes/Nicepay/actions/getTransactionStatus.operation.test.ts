import { AMOUNT, asking, type Bench, contextOf, jsonOf, MID, openBench } from '../support';

describe('asking for the status of a transaction', () => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await openBench();
	});
	afterAll(() => bench.close());
	beforeEach(() => bench.reset());

	const never = `${MID}03012601011200000042`;
	const ask = (tid: string, simplify = true) =>
		bench.engine.runNode({ parameters: asking({ simplify }), items: [{ tid }] });

	it('tells approved, with the time of the deposit', async () => {
		const { tid, depositedAt } = bench.account('A', AMOUNT);
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
		expect(bench.complaints()).toEqual([]);
	});

	it('tells cancelled', async () => {
		const account = bench.account('A');
		bench.sandbox.books.cancel(account);
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
		const { items } = await bench.engine.runNode({
			parameters: asking(),
			items: [{ tid: never }, { tid: never }],
		});
		expect(items).toHaveLength(2);
		expect(bench.requests('status')).toHaveLength(2);
	});

	it.each(['', 'short', `${never}0`, `${never.slice(1)}한`])(
		'refuses the TID “%s” before anything is sent',
		async (tid) => {
			const { error } = await ask(tid);
			expect(error?.message).toContain('Transaction ID (TID)');
			expect(contextOf(error)).toMatchObject({ outcome: 'invalid' });
			expect(bench.requests()).toEqual([]);
		},
	);
});
