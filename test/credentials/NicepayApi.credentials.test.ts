import type { ICredentialTestRequest, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { NicepayApi } from '../../credentials/NicepayApi.credentials';
import type { RequestShape } from '../../harness/engine/index';
import { AMOUNT, type TestSetup, KEY, openSetup } from '../nodes/Nicepay/support';

const SHAPES: RequestShape[] = ['modern', 'modernWithBaseUrl', 'legacy'];

describe('the credential', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	describe.each(SHAPES)('in the HTTP Request node (%s)', (shape) => {
		const send = async (path: string, fields: IDataObject) => {
			const run = await setup.engine.run({
				nodes: [
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						credentials: { nicepayApi: { id: 'nicepayApi', name: '' } },
						parameters: { shape, url: setup.url + path, fields } as never,
					},
				],
			});
			return { run, reply: run.output('HTTP')[0]?.json };
		};
		const json = (reply: IDataObject | undefined) =>
			JSON.parse(String(reply?.body)) as Record<string, string>;

		it('issues, asks for and cancels an account, and the sandbox finds nothing wrong', async () => {
			const issued = await send('/webapi/get_vacount.jsp', {
				Moid: 'A',
				Amt: AMOUNT,
				GoodsName: '한글 상품 & 철',
				CashReceiptType: '0',
				BankCode: '088',
				VbankExpDate: '20991231',
				BuyerName: '홍길동',
			});
			expect(issued.run.error).toBeUndefined();
			const { TID, ResultCode, VbankBankName } = json(issued.reply);
			expect([ResultCode, VbankBankName?.trim()]).toEqual(['4100', '신한은행']);
			expect(setup.sandbox.books.find(TID ?? '')?.goodsName).toBe('한글 상품 & 철');

			const status = await send('/webapi/inquery/trans_status.jsp', { TID });
			expect(json(status.reply)).toMatchObject({ ResultCode: '0000', Status: '9' });

			const cancelled = await send('/webapi/cancel_process.jsp', {
				TID,
				Moid: 'A',
				CancelAmt: AMOUNT,
				CancelMsg: '고객 요청',
				PartialCancelCode: '0',
			});
			expect(json(cancelled.reply).ResultCode).toBe('2001');
			expect(setup.complaints()).toEqual([]);
			expect(setup.requests().map(({ contentType }) => contentType)).toEqual(
				Array(3).fill('application/x-www-form-urlencoded; charset=euc-kr'),
			);
		});

		it('sends nothing that it cannot sign', async () => {
			const { run } = await send('/webapi/other.jsp', { TID: 'x' });
			expect(run.error?.message).toContain('cannot sign /webapi/other.jsp');
			expect(setup.requests()).toEqual([]);
		});
	});

	describe('its test', () => {
		const credential = new NicepayApi();

		/** What n8n does: resolves the request's expressions, authenticates, sends, applies the rules. */
		async function test(data: Record<string, string>): Promise<string | undefined> {
			const { request, rules = [] } = credential.test;
			const resolve = (text: string) =>
				text
					.replace(/^=/, '')
					.replace(/\{\{ (.+?) \}\}/g, (_, code: string) =>
						String(new Function('$credentials', `return ${code};`)(data)),
					);
			const body = Object.fromEntries(
				Object.entries(request.body as IDataObject).map(([name, text]) => [
					name,
					resolve(String(text)),
				]),
			);
			const options = {
				...request,
				baseURL: resolve(String(request.baseURL)),
				url: resolve(String(request.url)),
				body,
			} as IHttpRequestOptions;
			const signed = await credential.authenticate(data, options);
			const reply = await fetch(`${String(signed.baseURL)}${signed.url}`, {
				method: signed.method ?? 'GET',
				headers: signed.headers as Record<string, string>,
				body: String(signed.body),
			});
			const fields = (await reply.json()) as Record<string, string>;
			const broken = (rules as NonNullable<ICredentialTestRequest['rules']>).find(
				(rule) =>
					rule.type === 'responseSuccessBody' &&
					fields[rule.properties.key] === rule.properties.value,
			);
			return broken?.type === 'responseSuccessBody' ? broken.properties.message : undefined;
		}

		it('passes a right key', async () => {
			expect(await test(setup.credential)).toBeUndefined();
			expect(setup.complaints()).toEqual([]);
			expect(setup.requests().map(({ endpoint }) => endpoint)).toEqual(['status']);
		});

		it.each<[what: string, change: (credential: typeof setup.credential) => object]>([
			['blanks around the MID', ({ mid }) => ({ mid: ` ${mid} ` })],
			['a blank behind the Base URL', ({ baseUrl }) => ({ baseUrl: `${baseUrl}/ ` })],
			[
				'the address of a request for the Base URL',
				({ baseUrl }) => ({ baseUrl: `${baseUrl}/webapi/get_vacount.jsp` }),
			],
		])('passes %s', async (_, change) => {
			const { credential: right } = setup;
			expect(await test({ ...right, ...change(right) })).toBeUndefined();
			expect(setup.complaints()).toEqual([]);
			expect(setup.requests().map(({ endpoint }) => endpoint)).toEqual(['status']);
		});

		it('fails a wrong key with NICEPAY’s reason', async () => {
			const message = await test({ ...setup.credential, merchantKey: 'another' });
			expect(message).toMatch(/^NICEPAY refused: A211 [가-힣 ]+/);
		});

		it('fails a wrong MID with NICEPAY’s reason', async () => {
			expect(await test({ ...setup.credential, mid: 'another00m' })).toMatch(
				/^NICEPAY refused: A114 /,
			);
		});

		it('has a message for each refusal, and none for an answer', () => {
			const rules = credential.test.rules ?? [];
			const values = rules.map(({ properties }) => ('value' in properties ? properties.value : ''));
			expect(new Set(values).size).toBe(values.length);
			expect(values).toEqual(expect.arrayContaining(['A211', 'A114', 'A246', 'A117']));
			expect(values).not.toContain('0000');
			for (const { properties } of rules) {
				expect('message' in properties && properties.message).toMatch(
					/^NICEPAY refused: \w{4} .+ \(.+\)$/,
				);
			}
		});
	});

	it('asks for the key in a field that hides it', () => {
		const key = new NicepayApi().properties.find(({ name }) => name === 'merchantKey');
		expect(key?.typeOptions).toMatchObject({ password: true });
		expect(JSON.stringify(new NicepayApi())).not.toContain(KEY);
	});
});
