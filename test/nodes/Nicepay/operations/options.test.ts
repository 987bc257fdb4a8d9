import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { readOptions } from '../../../../nodes/Nicepay/operations/options';
import {
	AMOUNT,
	asking,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	jsonOf,
	openSetup,
	orders,
	refunding,
} from '../support';

describe('the node’s options', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup({ delayMs: 200 });
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const run = (parameters: INodeParameters, options: IDataObject, items: IDataObject[]) =>
		setup.engine.runNode({
			parameters: { ...parameters, options: options as INodeParameters },
			items,
		});

	describe('Reply Charset and Reply Format', () => {
		const forms = ['utf-8', 'euc-kr'].flatMap((replyCharset) =>
			['json', 'kv'].map((replyFormat) => ({ replyCharset, replyFormat })),
		);
		const operations: Array<[string, INodeParameters, deposited?: number]> = [
			['an issue', issuing()],
			['a cancel', cancelling({ additionalFields: { mallReserved: '메모' } })],
			['a refund', refunding(), AMOUNT],
			['a partial refund', refunding({ partial: true, amount: 4 }), AMOUNT],
			['a status query', asking()],
		];
		const cases = operations.flatMap(([name, parameters, deposited]) =>
			forms.map((form) => [name, form, parameters, deposited] as const),
		);

		it.each(cases)('read %s alike: %j', async (name, form, parameters, deposited) => {
			const item = name === 'an issue' ? { id: 'B' } : setup.account('A', deposited);
			const { tid } = { tid: '', ...item };
			const simple = await run(parameters, form, [{ id: 'B', tid }]);
			expect(simple.error).toBeUndefined();
			expect(setup.complaints()).toEqual([]);
			expect(setup.requests().map(({ fields }) => [fields.CharSet, fields.EdiType])).toEqual([
				[form.replyCharset, form.replyFormat === 'kv' ? 'KV' : 'JSON'],
			]);
			const [json] = jsonOf(simple.items) as IDataObject[];
			expect(json?.resultMessage).toMatch(/^[가-힣]{2}[가-힣\w .()]*$/);
			if (name === 'an issue') expect(json?.bankName).toBe('신한은행');
		});

		it.each(forms)('give the same fields of the reply: %j', async (form) => {
			const { tid } = setup.account('A');
			const parameters = cancelling({
				simplify: false,
				additionalFields: { mallReserved: '메모=1' },
			});
			const { items } = await run(parameters, form, [{ id: 'B', tid }]);
			expect(jsonOf(items)).toMatchObject([
				{ MallReserved: '메모=1', ResultCode: '2001', TID: tid },
			]);
		});
	});

	describe('Unsupported Characters: replace', () => {
		const replace = { unsupportedCharacters: 'replace' };

		it('puts a question mark in goods name, names, reason and merchant data', async () => {
			const additionalFields = { buyerName: '펲é', accountHolderName: '(ñ)상점' };
			await run(issuing({ goodsName: '펲시 🎁', additionalFields }), replace, [{ id: 'A' }]);
			const { tid } = setup.account('B');
			await run(
				cancelling({ reason: 'café', additionalFields: { mallReserved: '뷁 메모' } }),
				replace,
				[{ id: 'B', tid }],
			);
			expect(setup.requests().map(({ fields }) => fields)).toMatchObject([
				{ GoodsName: '?시 ?', BuyerName: '??', VbankAccountName: '(?)상점' },
				{ CancelMsg: 'caf?', MallReserved: '? 메모' },
			]);
			expect(setup.complaints()).toEqual([]);
		});

		it('leaves alone what identifies something: an order number is refused', async () => {
			const { error } = await run(issuing(), replace, [{ id: 'é1' }]);
			expect(error?.message).toContain('Order ID');
			expect(setup.requests()).toEqual([]);
		});

		it('counts the bytes of what is sent', async () => {
			const { error } = await run(issuing({ goodsName: '🎁'.repeat(41) }), replace, [{ id: 'A' }]);
			expect(error?.message).toContain('Goods Name is 41 bytes in EUC-KR; NICEPAY allows 40');
		});
	});

	it('Concurrency: as many requests are under way as it says, and no more', async () => {
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'delay', times: 'always' }]);
		const took = async (concurrency: number, prefix: string) => {
			const begin = performance.now();
			const { items } = await run(issuing(), { concurrency }, orders(6, prefix));
			expect(items).toHaveLength(6);
			return performance.now() - begin;
		};
		expect(await took(6, 'fast')).toBeLessThan(1_000);
		expect(await took(1, 'slow')).toBeGreaterThan(6 * 200);
	});

	it.each([
		[{}, 5_000, 30_000],
		[{ connectTimeout: 2, replyTimeout: 1 }, 2_000, 1_000],
		[{ connectTimeout: 0.5, replyTimeout: 300 }, 500, 300_000],
	])('%j: connect within %i ms, reply within %i ms', (options, connectTimeout, replyTimeout) => {
		const node = { getNodeParameter: () => options } as unknown as IExecuteFunctions;
		expect(readOptions(node)).toMatchObject({ connectTimeout, replyTimeout });
	});

	it('Reply Timeout: how long a reply may take, in seconds', async () => {
		const { tid } = setup.account('A');
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'hangUnprocessed', times: 'always' }]);
		const begin = performance.now();
		const { error } = await run(asking(), { replyTimeout: 1, lostReply: 'fail' }, [{ tid }]);
		expect(performance.now() - begin).toBeGreaterThan(900);
		expect(performance.now() - begin).toBeLessThan(5_000);
		expect(error?.message).toContain('no reply came in time');
	});

	it('If a Reply Gets Lost: fail sends nothing more and reports it as unknown', async () => {
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 1 }]);
		const { error } = await run(issuing(), { lostReply: 'fail' }, [{ id: 'A' }]);
		const [account] = setup.sandbox.books.all();
		expect(contextOf(error)).toMatchObject({ outcome: 'unknown', orderId: 'A', tid: account?.tid });
		expect(setup.requests()).toHaveLength(1);
	});

	it.each(['plain', 'padded'] as const)(
		'Include Diagnostics tells that the signature covers the amount %s, in both forms of the output',
		async (signatureAmount) => {
			const other = await openSetup({ signatureAmount });
			try {
				for (const simplify of [true, false]) {
					const { tid } = other.account(`DIAGNOSED-${simplify}`);
					const { items } = await other.engine.runNode({
						parameters: { ...cancelling({ simplify }), options: { diagnostics: true } },
						items: [{ id: 'A', tid }],
					});
					expect(jsonOf(items)).toMatchObject([{ diagnostics: { signedAmount: signatureAmount } }]);
				}
			} finally {
				await other.close();
			}
		},
	);

	it('Include Diagnostics that is neither on nor off is refused, and nothing is sent', async () => {
		const parameters = cancelling({ tid: 'x' });
		const { error } = await run(parameters, { diagnostics: '={{ "maybe" }}' }, [{ id: 'A' }]);
		expect(error?.message).toBe('Include Diagnostics must be true or false (it is maybe)');
		expect(setup.requests()).toEqual([]);
	});

	it.each<[IDataObject, string]>([
		[{ concurrency: 0 }, 'Concurrency must be a number above 0 and at most 100'],
		[{ concurrency: 101 }, 'Concurrency must be a number above 0 and at most 100'],
		[{ concurrency: '={{ "many" }}' }, 'Concurrency must be a number above 0 and at most 100'],
		[{ connectTimeout: -1 }, 'Connect Timeout (Seconds) must be a number above 0 and at most 60'],
		[{ replyTimeout: 301 }, 'Reply Timeout (Seconds) must be a number above 0 and at most 300'],
		[{ lostReply: '={{ "pray" }}' }, 'If a Reply Gets Lost must be one of recover, fail'],
		[{ replyFormat: '={{ "xml" }}' }, 'Reply Format must be one of json, kv'],
		[{ replyCharset: '={{ "latin1" }}' }, 'Reply Charset must be one of euc-kr, utf-8'],
		[
			{ unsupportedCharacters: '={{ "x" }}' },
			'Unsupported Characters must be one of replace, error',
		],
	])('%j is refused, and nothing is sent: %s', async (options, rule) => {
		const { error } = await run(issuing(), options, [{ id: 'A' }]);
		const [given] = Object.values(options).map((value) =>
			String(value).replace(/^={{ "|" }}$/g, ''),
		);
		const message = `${rule} (it is ${given})`;
		expect(error).toMatchObject({ message, description: 'Nothing was sent.' });
		expect(contextOf(error)).toMatchObject({ outcome: 'invalid' });
		expect(setup.requests()).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'that cannot be used fail each item, and hand none on, with On Error %s',
		async (onError) => {
			const failed = await setup.engine.runNode({
				parameters: issuing({ options: { concurrency: 0 } }),
				items: [{ id: 'A' }, { id: 'B' }],
				onError,
			});
			const items = onError === 'continueErrorOutput' ? failed.errorItems : failed.items;
			expect(failed.items.length + failed.errorItems.length).toBe(2);
			expect(jsonOf(items)).toMatchObject([{ outcome: 'invalid' }, { outcome: 'invalid' }]);
			expect(items[0]?.json.error).toContain('Concurrency must be a number above 0');
			expect(setup.requests()).toEqual([]);
		},
	);
});
