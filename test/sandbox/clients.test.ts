import iconv from 'iconv-lite';

import {
	encode,
	type Fields,
	issueFields,
	NOON,
	openSandbox,
	type OpenSandbox,
	type PATHS,
	sign,
} from './support';
import vectors from '../vectors/requests.json';

/** What the sample clients in NICEPAY's manual send, and some worse ones. */
describe('the sandbox accepts', () => {
	let open: OpenSandbox;
	beforeAll(async () => {
		open = await openSandbox();
	});
	afterAll(() => open.close());

	const FORM = 'application/x-www-form-urlencoded';
	const goods = '한글 상품 & 50% =+';
	const signedFields = (changes: Fields = {}) =>
		sign('issue', issueFields({ GoodsName: goods, ...changes }));

	const raw = (fields: Fields) =>
		Buffer.concat(
			Object.entries(fields).map(([name, text], index) =>
				Buffer.concat([Buffer.from(`${index ? '&' : ''}${name}=`), iconv.encode(text, 'euc-kr')]),
			),
		);

	const accepted = async (body: string | Uint8Array, contentType?: string, goodsName = goods) => {
		const reply = await open.post('issue', body, contentType);
		const { ResultCode, TID } = (await reply.json()) as Fields;
		expect({ ResultCode, goodsName: open.sandbox.books.find(TID ?? '')?.goodsName }).toEqual({
			ResultCode: '4100',
			goodsName,
		});
	};

	it('Java: URLEncoder with "euc-kr"', () => accepted(encode(signedFields()), FORM));
	it('PHP: http_build_query of iconv’d strings, with a charset', () =>
		accepted(encode(signedFields({ BuyerTel: '' })), `${FORM}; charset=euc-kr`));
	it('PHP: CharSet in capitals', () => accepted(encode(signedFields({ CharSet: 'UTF-8' })), FORM));
	it('a wrong charset', () => accepted(encode(signedFields()), `${FORM}; charset=utf-8`));
	it('%20 for a space', () => accepted(encode(signedFields(), '%20'), FORM));
	it('Python: requests with bytes, no Content-Type, lower-case escapes', () =>
		accepted(encode(signedFields()).replace(/%../g, (escape) => escape.toLowerCase())));
	it('an invalid Content-Type', () => accepted(encode(signedFields()), 'nonsense'));
	it('JSON’s Content-Type', () => accepted(encode(signedFields()), 'application/json'));
	it('fields in any order, and unknown ones', () =>
		accepted(
			encode(Object.fromEntries(Object.entries({ ...signedFields(), X: '1' }).reverse())),
			FORM,
		));
	it('empty optional fields', () =>
		accepted(encode(signedFields({ BuyerEmail: '', BuyerName: '', ReceiptTypeNo: '' })), FORM));
	it('the postal mark, which iconv-lite lacks', () =>
		accepted(encode(signedFields({ GoodsName: 'MARK' })).replace('=MARK', '=%A2%E8'), FORM, '㉾'));

	it.each([['CR'], ['LF'], ['CRLF']])('a line break (%s) at the end of the body', async (name) => {
		const lineBreak = name.replace('CR', '\r').replace('LF', '\n');
		await accepted(encode(signedFields()) + lineBreak, FORM);
		expect((await open.requests()).at(-1)?.rawBody).toMatch(new RegExp(`[0-9a-f]${lineBreak}$`));
	});

	it('Java: “Charset”, which is not a field, and a reply read as EUC-KR', async () => {
		const fields = signedFields({ GoodsName: '한글 상품', CharSet: '' });
		const reply = await open.post('issue', raw({ ...fields, Charset: 'utf-8' }), FORM);
		const text = iconv.decode(Buffer.from(await reply.arrayBuffer()), 'euc-kr');
		expect(JSON.parse(text)).toMatchObject({ ResultMsg: '가상계좌 발급 성공' });
	});

	it('C#: raw EUC-KR bytes with EdiType=KV, an empty CharSet', async () => {
		const fields = signedFields({ GoodsName: '한글 상품', EdiType: 'KV', CharSet: '' });
		const reply = await open.post('issue', raw(fields), FORM);
		const text = iconv.decode(Buffer.from(await reply.arrayBuffer()), 'euc-kr');
		expect(text).toContain('ResultCode=4100&ResultMsg=가상계좌 발급 성공&');
		expect(open.sandbox.books.find(fields.TID ?? '')?.goodsName).toBe('한글 상품');
	});

	it('all requests made with the JDK', async () => {
		for (const { kind, fields, javaFormBody } of vectors) {
			const edi = fields.EdiDate.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6+09:00');
			open.clock.now = new Date(edi);
			const reply = await open.post(kind as keyof typeof PATHS, javaFormBody, FORM);
			const { ResultCode } = (await reply.json()) as Fields;
			expect([kind, ResultCode]).toEqual([
				kind,
				{ issue: '4100', cancel: '2012', status: '0000' }[kind],
			]);
		}
		open.clock.now = NOON;
	});
});
