import type { INodeParameters } from 'n8n-workflow';

import { issuableBanks } from '../../../../nodes/Nicepay/protocol/banks';
import { type TestSetup, contextOf, issuing, jsonOf, MID, openSetup } from '../support';

describe('issuing a virtual account', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const issue = (changes: INodeParameters = {}, items: object[] = [{ id: 'ORDER-1' }]) =>
		setup.engine.runNode({
			parameters: issuing(changes),
			items: items as never,
			settings: { timezone: 'Asia/Seoul' },
		});

	/** What the sandbox was sent, once. */
	async function sentBy(changes: INodeParameters, items?: object[]) {
		const { error } = await issue(changes, items);
		expect(error).toBeUndefined();
		expect(setup.complaints()).toEqual([]);
		expect(setup.requests()).toHaveLength(1);
		return setup.requests()[0]?.fields ?? {};
	}

	it('gives the account that the customer pays into', async () => {
		const { items, error } = await issue();
		const [account] = setup.sandbox.books.all();
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					status: 'issued',
					tid: account?.tid,
					orderId: 'ORDER-1',
					amount: 1004,
					bankCode: '088',
					bankName: '신한은행',
					accountNumber: account?.accountNumber,
					depositDeadline: '2099-12-31T23:59:00+09:00',
					issuedAt: account?.issuedAt,
					resultCode: '4100',
					resultMessage: '가상계좌 발급 성공',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(account?.tid).toMatch(new RegExp(`^${MID}0301\\d{16}$`));
	});

	it('gives every field of the reply, under NICEPAY’s names, when it is not to simplify', async () => {
		const { items } = await issue({ simplify: false });
		const [account] = setup.sandbox.books.all();
		expect(jsonOf(items)).toEqual([
			{
				ResultCode: '4100',
				ResultMsg: '가상계좌 발급 성공',
				TID: account?.tid,
				Moid: 'ORDER-1',
				Amt: '000000001004',
				AuthDate: expect.stringMatching(/^\d{12}$/) as string,
				VbankBankCode: '088',
				VbankBankName: '신한은행',
				VbankNum: account?.accountNumber,
				VbankExpDate: '20991231',
				VbankExpTime: '235900',
			},
		]);
	});

	it('takes simplify from an expression, item by item', async () => {
		const { items } = await issue({ simplify: '={{ $json.simple }}' }, [
			{ id: 'A', simple: true },
			{ id: 'B', simple: false },
		]);
		expect(jsonOf(items)).toMatchObject([{ orderId: 'A' }, { Moid: 'B' }]);
	});

	it('sends the fields of the manual and no others', async () => {
		expect(await sentBy({})).toEqual({
			TID: expect.stringMatching(/^.{30}$/) as string,
			MID,
			EdiDate: expect.stringMatching(/^\d{14}$/) as string,
			Moid: 'ORDER-1',
			Amt: '1004',
			GoodsName: '11월 수강료',
			SignData: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			CashReceiptType: '0',
			BankCode: '088',
			VbankExpDate: '209912312359',
			CharSet: 'utf-8',
			EdiType: 'JSON',
		});
	});

	const tid = `${MID}03012601011200000042`;
	it.each<[what: string, INodeParameters, Record<string, string>]>([
		['an order number', { orderId: 'A-1 (b)/2~' }, { Moid: 'A-1 (b)/2~' }],
		['an order number that is a number', { orderId: '={{ 4711 }}' }, { Moid: '4711' }],
		['an amount from an expression', { amount: '={{ $json.price * 2 }}' }, { Amt: '2000' }],
		['an amount as text', { amount: '={{ "5000" }}' }, { Amt: '5000' }],
		['the largest amount', { amount: 999_999_999_999 }, { Amt: '999999999999' }],
		['a goods name of 40 bytes', { goodsName: '가'.repeat(20) }, { GoodsName: '가'.repeat(20) }],
		['characters a form escapes', { goodsName: 'a&b=c+d %41 /' }, { GoodsName: 'a&b=c+d %41 /' }],
		[
			'decomposed Hangul, as macOS gives it, composed',
			{ goodsName: '한글'.normalize('NFD') },
			{ GoodsName: '한글' },
		],
		['no-break spaces as plain ones', { goodsName: 'a\u00a0b\u202fc' }, { GoodsName: 'a b c' }],
		['a bank from an expression', { bankCode: '={{ $json.bank }}' }, { BankCode: '004' }],
		[
			'an income deduction',
			{ cashReceiptType: 'incomeDeduction', cashReceiptNumber: '010-1234 5678' },
			{ CashReceiptType: '1', ReceiptTypeNo: '01012345678' },
		],
		[
			'a business expense',
			{ cashReceiptType: 'businessExpense', cashReceiptNumber: '123-45-67890' },
			{ CashReceiptType: '2', ReceiptTypeNo: '1234567890' },
		],
		['the buyer’s name', { additionalFields: { buyerName: '홍길동' } }, { BuyerName: '홍길동' }],
		[
			'the buyer’s phone',
			{ additionalFields: { buyerTel: '010-1234-5678' } },
			{ BuyerTel: '010-1234-5678' },
		],
		[
			'the buyer’s email',
			{ additionalFields: { buyerEmail: '={{ $json.mail }}' } },
			{ BuyerEmail: 'a@b.kr' },
		],
		[
			'the account holder’s name',
			{ additionalFields: { accountHolderName: '(주)나이스' } },
			{ VbankAccountName: '(주)나이스' },
		],
		['a TID of one’s own', { additionalFields: { tid } }, { TID: tid }],
	])('sends %s', async (_, parameters, fields) => {
		const item = { id: 'ORDER-1', price: 1000, bank: '004', mail: 'a@b.kr' };
		expect(await sentBy(parameters, [item])).toMatchObject(fields);
	});

	it.each(issuableBanks().map(({ code, nameKo }) => [code, nameKo]))(
		'issues at bank %s',
		async (bankCode, bankName) => {
			const { items } = await issue({ bankCode: bankCode ?? '' });
			expect(jsonOf(items)).toMatchObject([{ bankCode, bankName }]);
		},
	);

	it('leaves a blank optional field out', async () => {
		const sent = await sentBy({ additionalFields: { buyerName: '', tid: ' ' } });
		expect(sent).not.toHaveProperty('BuyerName');
		expect(sent.TID).toHaveLength(30);
	});

	describe('refuses, before anything is sent,', () => {
		const longName = 'Goods Name is 46 bytes in EUC-KR; NICEPAY allows 40';
		it.each<[what: string, INodeParameters, reason: string]>([
			['an empty order number', { orderId: '={{ "" }}' }, 'Order ID is required'],
			['an order number in Hangul', { orderId: '주문1' }, 'Order ID must be printable ASCII'],
			['an order number of 65 bytes', { orderId: 'x'.repeat(65) }, 'Order ID is 65 bytes'],
			['an order number that is a list', { orderId: '={{ [1] }}' }, 'Order ID must be text'],
			['no amount', { amount: '={{ $json.none }}' }, 'Amount must be a whole number of won'],
			['an amount of nothing', { amount: 0 }, 'Amount must be a whole number of won, 1 or more'],
			['a negative amount', { amount: -5 }, 'Amount must be a whole number of won'],
			['half a won', { amount: '={{ 10.5 }}' }, 'Amount must be a whole number of won'],
			['an amount that is no number', { amount: '={{ NaN }}' }, 'Amount must be a whole number'],
			['13 digits', { amount: 1_000_000_000_000 }, 'Amount is 13 bytes in EUC-KR'],
			['no goods name', { goodsName: '={{ "" }}' }, 'Goods Name is required'],
			['a goods name of 46 bytes', { goodsName: '가'.repeat(23) }, longName],
			[
				'a syllable that only CP949 has',
				{ goodsName: '펲시 콜라' },
				'Goods Name contains “펲” (U+D3B2) at position 1, which EUC-KR (KS X 1001) cannot encode',
			],
			['an emoji', { goodsName: 'a🎁' }, '(U+1F381) at position 2'],
			['a line break', { goodsName: 'a\nb' }, 'Goods Name must not contain control characters'],
			['a bank code of four digits', { bankCode: '={{ "0088" }}' }, '(it is 0088)'],
			['no bank', { bankCode: '={{ "" }}' }, 'Bank is required'],
			['no deadline', { depositDeadline: '={{ "" }}' }, 'Deposit Deadline is required'],
			[
				'a deadline in the past',
				{ depositDeadline: '20200101' },
				'Deposit Deadline is in the past',
			],
			[
				'a deadline that is no date',
				{ depositDeadline: 'soon' },
				'Deposit Deadline must be a date',
			],
			[
				'a cash receipt without its number',
				{ cashReceiptType: 'incomeDeduction' },
				'Cash Receipt Number',
			],
			[
				'a cash receipt whose number is blank',
				{ cashReceiptType: 'incomeDeduction', cashReceiptNumber: '={{ " " }}' },
				'Cash Receipt Number is required for a cash receipt',
			],
			[
				'a mobile number that is none',
				{ cashReceiptType: 'incomeDeduction', cashReceiptNumber: '12345' },
				'Cash Receipt Number must be a mobile number',
			],
			[
				'a business number that is none',
				{ cashReceiptType: 'businessExpense', cashReceiptNumber: '01012345678' },
				'Cash Receipt Number must be a business registration number',
			],
			[
				'a cash receipt of another kind',
				{ cashReceiptType: '={{ "gift" }}' },
				'Cash Receipt must be one of none, incomeDeduction, businessExpense, or the Korean word for it (it is gift)',
			],
			[
				'a buyer’s name of 31 bytes',
				{ additionalFields: { buyerName: `${'가'.repeat(15)}x` } },
				'Buyer Name is 31 bytes in EUC-KR; NICEPAY allows 30',
			],
			[
				'a phone of 21 bytes',
				{ additionalFields: { buyerTel: '1'.repeat(21) } },
				'Buyer Phone is 21 bytes in EUC-KR; NICEPAY allows 20',
			],
			[
				'an email of 61 bytes',
				{ additionalFields: { buyerEmail: 'a'.repeat(61) } },
				'Buyer Email is 61 bytes in EUC-KR; NICEPAY allows 60',
			],
			[
				'an account holder of 32 bytes',
				{ additionalFields: { accountHolderName: '가'.repeat(16) } },
				'Account Holder Name is 32 bytes in EUC-KR; NICEPAY allows 30',
			],
			[
				'a TID of the wrong length',
				{ additionalFields: { tid: tid.slice(1) } },
				'Transaction ID (TID) must be the Merchant ID',
			],
			[
				'a TID of another merchant',
				{ additionalFields: { tid: tid.replace(MID, 'other00000') } },
				`Transaction ID (TID) must be the Merchant ID ${MID}`,
			],
		])('%s', async (_, parameters, reason) => {
			const run = await issue(parameters, [{ id: 'A' }, { id: 'B' }]).catch((error: unknown) => ({
				error,
				refusedByN8n: true,
			}));
			const { error } = run;
			if ('refusedByN8n' in run) {
				// n8n itself asks for a required parameter that is shown and empty.
				expect(String((error as Error).message)).toContain('issues');
			} else {
				expect((error as Error).message).toContain(reason);
				expect((error as Error).message).toContain('[item 0]');
				expect(contextOf(error)).toMatchObject({ outcome: 'invalid', itemIndex: 0 });
			}
			expect(setup.requests()).toEqual([]);
		});

		it('an order number that is there twice', async () => {
			const { error } = await issue({}, [{ id: 'A' }, { id: 'B' }, { id: 'A' }]);
			expect(error?.message).toBe('Order ID A occurs in more than one item [item 0]');
			expect(contextOf(error)).toMatchObject({ outcome: 'invalid', orderId: 'A' });
			expect(setup.requests()).toEqual([]);
		});

		it('the whole batch for one wrong item, and names it and how many more there are', async () => {
			const { error } = await issue({ goodsName: '={{ $json.goods }}' }, [
				{ id: 'A', goods: '사과' },
				{ id: 'B', goods: '펲' },
				{ id: 'C', goods: '' },
			]);
			expect(error?.message).toContain('[item 1]');
			expect(error?.description).toBe(
				'Nothing was sent in this run: all items are checked before the first is sent. 2 items cannot be sent.',
			);
			expect(setup.requests()).toEqual([]);
		});

		it('an item with several faults, and names each', async () => {
			const { error } = await issue({ goodsName: '펲', orderId: '주문' });
			expect(error?.message).toContain('Order ID must be printable ASCII');
			expect(error?.message).toContain('; Goods Name contains “펲”');
		});
	});
});
