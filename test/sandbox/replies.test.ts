import iconv from 'iconv-lite';

import {
	encode,
	type Fields,
	issueFields,
	openSandbox,
	type OpenSandbox,
	PATHS,
	sign,
} from './support';

describe('a reply', () => {
	let open: OpenSandbox;
	beforeAll(async () => {
		open = await openSandbox();
	});
	afterAll(() => open.close());

	const replyTo = async (changes: Fields) => {
		const reply = await open.post('issue', encode(sign('issue', issueFields(changes))));
		return {
			status: reply.status,
			contentType: reply.headers.get('content-type'),
			bytes: Buffer.from(await reply.arrayBuffer()),
		};
	};

	it('is JSON in EUC-KR, labelled as HTML, for those who do not ask', async () => {
		const { status, contentType, bytes } = await replyTo({ CharSet: '', EdiType: '' });
		expect([status, contentType]).toEqual([200, 'text/html; charset=euc-kr']);
		expect(JSON.parse(iconv.decode(bytes, 'euc-kr'))).toMatchObject({
			ResultCode: '4100',
			ResultMsg: '가상계좌 발급 성공',
		});
	});

	it.each([
		['utf-8', 'JSON'],
		['utf-8', 'KV'],
		['euc-kr', 'JSON'],
		['euc-kr', 'KV'],
	])('is %s and %s when asked', async (CharSet, EdiType) => {
		const { contentType, bytes } = await replyTo({ CharSet, EdiType });
		expect(contentType).toBe(`text/html; charset=${CharSet}`);
		const text = iconv.decode(bytes, CharSet);
		const fields =
			EdiType === 'JSON'
				? (JSON.parse(text) as Fields)
				: Object.fromEntries(text.split('&').map((pair) => pair.split('=')));
		expect(fields).toMatchObject({ ResultMsg: '가상계좌 발급 성공', Amt: '000000001004' });
	});

	it('answers nothing but POST', async () => {
		for (const path of Object.values(PATHS)) {
			expect((await fetch(open.url + path)).status).toBe(405);
		}
	});
});
