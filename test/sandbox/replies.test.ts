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

	const parseKv = (text: string) =>
		Object.fromEntries(text.split('&').map((pair) => pair.split('='))) as Fields;

	it('is JSON in EUC-KR, labelled as HTML, by default', async () => {
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
		['UTF-8', 'json'],
		['Utf-8', 'kv'],
		['EUC-KR', 'Json'],
		['Euc-Kr', 'Kv'],
	])('is %s and %s on request', async (CharSet, EdiType) => {
		const { contentType, bytes } = await replyTo({ CharSet, EdiType });
		expect(contentType).toBe(`text/html; charset=${CharSet.toLowerCase()}`);
		const text = iconv.decode(bytes, CharSet);
		const fields = EdiType.toUpperCase() === 'JSON' ? (JSON.parse(text) as Fields) : parseKv(text);
		expect(fields).toMatchObject({ ResultMsg: '가상계좌 발급 성공', Amt: '000000001004' });
	});

	const refusal = { ResultCode: 'A212', ResultMsg: '잘못된 데이터 형식입니다 (CharSet)' };

	it.each(['latin1', 'utf8', 'UTF-16', 'ms949'])(
		'is ASCII-only JSON when it refuses CharSet=%s',
		async (CharSet) => {
			const { bytes } = await replyTo({ CharSet });
			expect(bytes.every((byte) => byte < 0x80)).toBe(true);
			expect(JSON.parse(bytes.toString('latin1'))).toMatchObject(refusal);
		},
	);

	it.each([
		['utf8', 'utf-8'],
		['UTF_8', 'utf-8'],
		['ms949', 'euc-kr'],
		['latin1', 'euc-kr'],
	])(
		'is KV in the most likely charset when it refuses CharSet=%s: %s',
		async (CharSet, charset) => {
			const { contentType, bytes } = await replyTo({ CharSet, EdiType: 'KV' });
			expect(contentType).toBe(`text/html; charset=${charset}`);
			expect(parseKv(iconv.decode(bytes, charset))).toMatchObject(refusal);
		},
	);

	it('answers only POST', async () => {
		for (const path of Object.values(PATHS)) {
			expect((await fetch(open.url + path)).status).toBe(405);
		}
	});
});
