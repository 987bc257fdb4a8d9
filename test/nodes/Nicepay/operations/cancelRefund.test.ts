import type { INodeParameters } from 'n8n-workflow';

import {
	AMOUNT,
	type TestSetup,
	cancelling,
	contextOf,
	jsonOf,
	MID,
	openSetup,
	refunding,
} from '../support';

describe('cancelling and refunding', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const run = (parameters: INodeParameters, ...items: object[]) =>
		setup.engine.runNode({ parameters, items: items as never });

	it('cancels an account nobody has paid into', async () => {
		const { tid } = setup.account('A');
		const { items, error } = await run(cancelling(), { tid, id: 'A' });
		const closedAt = setup.sandbox.books.find(tid)?.closedAt;
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					status: 'cancelled',
					tid,
					orderId: 'A',
					cancelAmount: AMOUNT,
					remainingAmount: 0,
					cancelledAt: closedAt,
					cancelNumber: '00000001',
					refundTid: null,
					paymentMethod: 'VBANK',
					resultCode: '2001',
					resultMessage: expect.any(String) as string,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(setup.sandbox.books.find(tid)?.state).toBe('cancelled');
		expect(setup.complaints()).toEqual([]);
	});

	it('refunds a deposit in full', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const { items } = await run(refunding(), { tid, id: 'A' });
		expect(jsonOf(items)).toMatchObject([
			{
				status: 'refundAccepted',
				tid,
				cancelAmount: AMOUNT,
				remainingAmount: 0,
				resultCode: '2211',
			},
		]);
		expect(setup.sandbox.books.find(tid)).toMatchObject({
			state: 'refunded',
			refunds: [{ amount: AMOUNT, account: '110123456789', bank: '088', holder: '홍길동' }],
		});
		expect(setup.complaints()).toEqual([]);
	});

	it('refunds a deposit in parts, each under an order number of its own', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const parameters = refunding({ partial: true, amount: '={{ $json.amount }}' });
		const items = [
			{ tid, id: 'A-R1', amount: 4 },
			{ tid, id: 'A-R2', amount: 600 },
			{ tid, id: 'A-R3', amount: 400 },
		];
		const refunded = await setup.engine.runNode({
			parameters: { ...parameters, options: { concurrency: 1 } },
			items,
		});
		expect(jsonOf(refunded.items)).toMatchObject([
			{ orderId: 'A-R1', cancelAmount: 4, remainingAmount: 1000 },
			{ orderId: 'A-R2', cancelAmount: 600, remainingAmount: 400 },
			{ orderId: 'A-R3', cancelAmount: 400, remainingAmount: 0 },
		]);
		expect(setup.sandbox.books.find(tid)?.refunds).toHaveLength(3);
		expect(setup.complaints()).toEqual([]);
	});

	it('reports what was cancelled before as done, and the sandbox’s books stay as they are', async () => {
		const { tid } = setup.account('A');
		await run(cancelling(), { tid, id: 'A' });
		const { items } = await run(cancelling(), { tid, id: 'A' });
		expect(jsonOf(items)).toMatchObject([{ status: 'alreadyCancelled', tid, resultCode: '2015' }]);
	});

	it('gives every field of the reply, under NICEPAY’s names, when it is not to simplify', async () => {
		const { tid } = setup.account('A');
		const { items } = await run(
			cancelling({ simplify: false, additionalFields: { mallReserved: '메모 & 더' } }),
			{ tid, id: 'A' },
		);
		expect(jsonOf(items)).toEqual([
			{
				ResultCode: '2001',
				ResultMsg: expect.any(String) as string,
				CancelAmt: '000000001004',
				MID,
				Moid: 'A',
				Signature: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
				PayMethod: 'VBANK',
				TID: tid,
				CancelDate: expect.stringMatching(/^\d{8}$/) as string,
				CancelTime: expect.stringMatching(/^\d{6}$/) as string,
				CancelNum: '00000001',
				RemainAmt: '000000000000',
				MallReserved: '메모 & 더',
			},
		]);
	});

	it.each(['plain', 'padded'] as const)(
		'accepts a reply whose signature hashes the amount %s',
		async (signatureAmount) => {
			const own = await openSetup({ signatureAmount });
			try {
				const { tid } = own.account('A');
				const { items } = await own.engine.runNode({
					parameters: cancelling(),
					items: [{ tid, id: 'A' }],
				});
				expect(jsonOf(items)).toMatchObject([{ status: 'cancelled' }]);
			} finally {
				await own.close();
			}
		},
	);

	it('sends the fields of the manual and no others', async () => {
		const { tid } = setup.account('A', AMOUNT);
		await run(refunding({ partial: '={{ "true" }}' }), { tid, id: 'A' });
		expect(setup.requests()[0]?.fields).toEqual({
			TID: tid,
			MID,
			Moid: 'A',
			CancelAmt: '1004',
			CancelMsg: '고객 요청',
			PartialCancelCode: '1',
			EdiDate: expect.stringMatching(/^\d{14}$/) as string,
			SignData: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			RefundAcctNo: '110123456789',
			RefundBankCd: '088',
			RefundAcctNm: '홍길동',
			CharSet: 'utf-8',
			EdiType: 'JSON',
		});
	});

	it('sends no refund account and no partial code before the deposit', async () => {
		const { tid } = setup.account('A');
		await run({ ...refunding({ partial: true }), cancelType: 'beforeDeposit' }, { tid, id: 'A' });
		const [request] = setup.requests();
		expect(request?.fields).toMatchObject({ PartialCancelCode: '0' });
		expect(Object.keys(request?.fields ?? {}).filter((name) => /^Refund/.test(name))).toEqual([]);
	});

	describe('refuses, before anything is sent,', () => {
		const tid = `${MID}03012601011200000042`;
		it.each<[what: string, INodeParameters, reason: string]>([
			['a TID of 29 characters', cancelling({ tid: tid.slice(1) }), 'exactly 30 printable ASCII'],
			['no TID', cancelling({ tid: '={{ "" }}' }), 'Transaction ID (TID) is required'],
			['no order number', cancelling({ orderId: '={{ "" }}' }), 'Order ID is required'],
			['no amount', cancelling({ amount: '={{ null }}' }), 'Amount must be a whole number of won'],
			[
				'part of a won',
				cancelling({ amount: '={{ 0.5 }}' }),
				'Amount must be a whole number of won',
			],
			['no reason', cancelling({ reason: '={{ "" }}' }), 'Reason is required'],
			[
				'a reason of 102 bytes',
				cancelling({ reason: '가'.repeat(51) }),
				'Reason is 102 bytes in EUC-KR; NICEPAY allows 100',
			],
			[
				'a reason with é',
				cancelling({ reason: 'café' }),
				'Reason contains “é” (U+00E9) at position 4',
			],
			[
				'merchant data of 501 bytes',
				cancelling({ additionalFields: { mallReserved: 'x'.repeat(501) } }),
				'Merchant Data (MallReserved) is 501 bytes in EUC-KR; NICEPAY allows 500',
			],
			[
				'merchant data that a Key=Value reply would give back as fields',
				cancelling({
					additionalFields: { mallReserved: 'x&ResultCode=2001' },
					options: { replyFormat: 'kv' },
				}),
				'must not look like fields',
			],
			[
				'an order ID that a Key=Value reply would give back as fields',
				cancelling({ orderId: 'A&B=1', options: { replyFormat: 'kv' } }),
				'Order ID must not look like fields',
			],
			[
				'a partial refund by an expression without a value',
				refunding({ partial: '={{ $json.nothing }}' }),
				'Partial Refund must be true or false',
			],
			[
				'a refund account number that has lost digits',
				refunding({ refundAccountNumber: '={{ 98765432109876543210 }}' }),
				'Refund Account Number must be text: in a number, a zero in front may be lost',
			],
			[
				'an order ID that is no text',
				cancelling({ orderId: '={{ true }}' }),
				'Order ID must be text',
			],
			[
				'a refund without its account number',
				refunding({ refundAccountNumber: '={{ "" }}' }),
				'Refund Account Number is required to refund a deposit',
			],
			[
				'a refund without its bank',
				refunding({ refundBankCode: '={{ "" }}' }),
				'Refund Bank is required to refund a deposit',
			],
			[
				'a refund without the account’s holder',
				refunding({ refundAccountHolder: '={{ " " }}' }),
				'Refund Account Holder is required to refund a deposit',
			],
			[
				'a refund without its account',
				refunding({
					refundAccountNumber: '={{ "" }}',
					refundBankCode: '={{ "" }}',
					refundAccountHolder: '={{ "" }}',
				}),
				'are required to refund a deposit',
			],
			[
				'letters in an account number',
				refunding({ refundAccountNumber: '110-ABC' }),
				'Refund Account Number must contain only digits',
			],
			[
				'an account number of 17 digits',
				refunding({ refundAccountNumber: '1'.repeat(17) }),
				'Refund Account Number is 17 bytes in EUC-KR; NICEPAY allows 16',
			],
			[
				'a holder of six syllables',
				refunding({ refundAccountHolder: '남궁민수아라' }),
				'Refund Account Holder is 12 bytes in EUC-KR; NICEPAY allows 10',
			],
			[
				'a holder EUC-KR cannot carry, even where other text is replaced',
				refunding({
					refundAccountHolder: '펲시',
					options: { unsupportedCharacters: 'replace' },
				}),
				'Refund Account Holder contains “펲”',
			],
			[
				'an unclear “partial”',
				refunding({ partial: '={{ 2 }}' }),
				'Partial Refund must be true or false',
			],
			[
				'another cancel type',
				refunding({ cancelType: '={{ "later" }}' }),
				'Cancel Type must be beforeDeposit or afterDeposit',
			],
		])('%s', async (_, parameters, reason) => {
			const { error } = await run(parameters, { tid, id: 'A' });
			expect(error?.message).toContain(reason);
			expect(error?.message).toContain('[item 0]');
			expect(contextOf(error)).toMatchObject({ outcome: 'invalid', resultCode: null });
			expect(setup.requests()).toEqual([]);
		});

		it('two cancels of one order', async () => {
			const { error } = await run(cancelling(), { tid, id: 'A' }, { tid, id: 'A' });
			expect(error?.message).toContain('Order ID A occurs in more than one item');
			expect(setup.requests()).toEqual([]);
		});

		it('the same partial refund twice in one run, the second of the two', async () => {
			const { tid: paid } = setup.account('A', AMOUNT);
			const item = { tid: paid, id: 'A-R1' };
			const { items } = await setup.engine.runNode({
				parameters: refunding({ partial: true, amount: 100 }),
				items: [item, item],
				onError: 'continueRegularOutput',
			});
			expect(jsonOf(items).filter((json) => 'status' in json)).toHaveLength(1);
			expect(setup.requests()).toHaveLength(1);
			expect(setup.sandbox.books.find(paid)?.remaining).toBe(AMOUNT - 100);
		});
	});
});
