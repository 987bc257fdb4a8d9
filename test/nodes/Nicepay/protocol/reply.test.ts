import fc from 'fast-check';

import { encodeEucKr } from '../../../../nodes/Nicepay/protocol/charset';
import { decodeReply } from '../../../../nodes/Nicepay/protocol/reply';
import { bytesOf } from './vectors';

const fieldsOf = (...read: Parameters<typeof decodeReply>) => decodeReply(...read)?.fields;

const CHARSETS = ['utf-8', 'euc-kr'] as const;
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const json = (value: unknown) => utf8(JSON.stringify(value));

const ISSUED = {
	ResultCode: '4100',
	ResultMsg: '가상계좌 발급 성공',
	Amt: '000000001000',
	VbankBankName: '국민은행',
};

describe('A reply', () => {
	it.each([
		['JSON in UTF-8', JSON.stringify(ISSUED), utf8, 'utf-8'],
		['JSON in EUC-KR', JSON.stringify(ISSUED), encodeEucKr, 'euc-kr'],
		['JSON in EUC-KR though UTF-8 was asked for', JSON.stringify(ISSUED), encodeEucKr, 'utf-8'],
		[
			'key=value in UTF-8',
			'ResultCode=4100&ResultMsg=가상계좌 발급 성공&Amt=000000001000&VbankBankName=국민은행',
			utf8,
			'utf-8',
		],
		[
			'key=value in EUC-KR',
			'ResultCode=4100&ResultMsg=가상계좌 발급 성공&Amt=000000001000&VbankBankName=국민은행',
			encodeEucKr,
			'euc-kr',
		],
		[
			'key=value in EUC-KR though UTF-8 was asked for',
			'ResultCode=4100&ResultMsg=가상계좌 발급 성공&Amt=000000001000&VbankBankName=국민은행',
			encodeEucKr,
			'utf-8',
		],
	] as const)('is read: %s', (_what, text, encode, charset) => {
		expect(fieldsOf(encode(text), charset)).toEqual(ISSUED);
	});

	it('in EUC-KR is never guessed to be UTF-8, where its bytes are both', () => {
		// C3 B6 is 철 in EUC-KR and ö in UTF-8.
		const bytes = Buffer.concat([
			utf8('{"ResultCode":"4100","BuyerName":"'),
			bytesOf('c3b6'),
			utf8('"}'),
		]);
		expect(fieldsOf(bytes, 'euc-kr')).toEqual({ ResultCode: '4100', BuyerName: '철' });
		expect(fieldsOf(bytes, 'utf-8')).toEqual({ ResultCode: '4100', BuyerName: 'ö' });
	});

	it('keeps a character of CP949 that NICEPAY should not have sent', () => {
		const bytes = Buffer.concat([utf8('ResultCode=4100&ResultMsg='), bytesOf('8c63')]);
		expect(fieldsOf(bytes, 'euc-kr')).toEqual({ ResultCode: '4100', ResultMsg: '똠' });
	});

	it('is read from a view of a larger buffer', () => {
		const larger = utf8('xx{"ResultCode":"0000"}xx');
		const view = new Uint8Array(larger.buffer, larger.byteOffset + 2, larger.length - 4);
		for (const charset of CHARSETS) {
			expect(fieldsOf(view, charset)).toEqual({ ResultCode: '0000' });
		}
	});

	it.each([
		['line breaks around JSON', '\r\n\r\n{"ResultCode":"0000"}\n'],
		['line breaks around key=value', '\n ResultCode=0000 \r\n'],
	])('may have %s', (_what, text) => {
		expect(fieldsOf(utf8(text), 'utf-8')).toEqual({ ResultCode: '0000' });
		expect(fieldsOf(utf8(text), 'euc-kr')).toEqual({ ResultCode: '0000' });
	});

	it.each([
		['JSON', '\ufeff{"ResultCode":"0000"}'],
		['key=value', '\ufeffResultCode=0000'],
	])('may begin with a byte order mark: %s', (_what, text) => {
		expect(fieldsOf(utf8(text), 'utf-8')).toEqual({ ResultCode: '0000' });
	});
});

describe('The values of JSON', () => {
	it('are trimmed, but keep the zeros and the spaces within', () => {
		const reply = { ResultCode: '2001  ', ResultMsg: ' 취소 성공 ', CancelAmt: '000000001004' };
		expect(fieldsOf(json(reply), 'utf-8')).toEqual({
			ResultCode: '2001',
			ResultMsg: '취소 성공',
			CancelAmt: '000000001004',
		});
	});

	it('are alike when null, empty or blank', () => {
		expect(fieldsOf(utf8('{"ResultCode":"0000","A":null,"B":"","C":"   "}'), 'utf-8')).toEqual({
			ResultCode: '0000',
			A: '',
			B: '',
			C: '',
		});
	});

	it('are texts also where numbers, truth values or structures came', () => {
		const reply = {
			ResultCode: 2001,
			CancelAmt: 1004,
			Zero: 0,
			Flag: false,
			List: [1],
			Deep: { a: '나' },
		};
		expect(fieldsOf(json(reply), 'utf-8')).toEqual({
			ResultCode: '2001',
			CancelAmt: '1004',
			Zero: '0',
			Flag: 'false',
			List: '[1]',
			Deep: '{"a":"나"}',
		});
	});

	it('are not read from a number that has lost digits', () => {
		expect(fieldsOf(utf8('{"ResultCode":"4100","VbankNum":98765432109876543210}'), 'utf-8')).toBe(
			undefined,
		);
		expect(fieldsOf(utf8('{"ResultCode":"4100","VbankNum":9007199254740991}'), 'utf-8')).toEqual({
			ResultCode: '4100',
			VbankNum: '9007199254740991',
		});
	});

	it('are kept under names nobody has documented', () => {
		const reply = { ResultCode: '0000', NewField2027: 'x', '새 필드': 'y', 'a-b': 'z' };
		expect(fieldsOf(json(reply), 'utf-8')).toEqual(reply);
	});

	it('under __proto__ are data like any other and reach no prototype', () => {
		const reply = fieldsOf(
			utf8('{"ResultCode":"0000","__proto__":{"polluted":"yes"},"constructor":"c"}'),
			'utf-8',
		);
		expect(Object.entries(reply ?? {})).toEqual([
			['ResultCode', '0000'],
			['__proto__', '{"polluted":"yes"}'],
			['constructor', 'c'],
		]);
		expect(reply).not.toHaveProperty('polluted');
		expect({}).not.toHaveProperty('polluted');
	});

	it('under __proto__ alone make no reply', () => {
		expect(fieldsOf(utf8('{"__proto__":{"ResultCode":"4100"}}'), 'utf-8')).toBeUndefined();
		expect(fieldsOf(utf8('__proto__=x'), 'utf-8')).toBeUndefined();
	});

	it('may contain escapes, quotes, ampersands and equals signs', () => {
		const reply = { ResultCode: '2001', MallReserved: 'a=1&b="2"\\&ResultCode=9999' };
		expect(fieldsOf(json(reply), 'utf-8')).toEqual(reply);
		expect(fieldsOf(utf8('{"ResultCode":"2001","ResultMsg":"\\uac00"}'), 'euc-kr')).toEqual({
			ResultCode: '2001',
			ResultMsg: '가',
		});
	});
});

describe('The values of key=value', () => {
	const read = (text: string) => fieldsOf(utf8(text), 'utf-8');

	it('are trimmed and may be empty', () => {
		expect(read('ResultCode=2001  &ResultMsg= 취소 성공 &CancelNum=&Amt=000000001004')).toEqual({
			ResultCode: '2001',
			ResultMsg: '취소 성공',
			CancelNum: '',
			Amt: '000000001004',
		});
	});

	it('are not percent-decoded, since NICEPAY does not escape them', () => {
		expect(read('ResultCode=2001&MallReserved=100%25+1')).toEqual({
			ResultCode: '2001',
			MallReserved: '100%25+1',
		});
	});

	it('may contain equals signs', () => {
		expect(read('ResultCode=2001&MallReserved=a=1==&TID=x')).toEqual({
			ResultCode: '2001',
			MallReserved: 'a=1==',
			TID: 'x',
		});
	});

	it.each([
		['between words', 'Tom & Jerry'],
		['before Korean', 'A&가나=다'],
		['before a digit', 'a&1=2'],
		['twice', 'a&&b'],
		['before an equals sign', 'a&=b'],
	])('may contain an ampersand %s', (_what, value) => {
		expect(read(`ResultCode=2001&MallReserved=${value}&TID=x`)).toEqual({
			ResultCode: '2001',
			MallReserved: value,
			TID: 'x',
		});
	});

	it('that look like further pairs lose nothing and hide no other field', () => {
		expect(read('ResultCode=2001&MallReserved=a=1&b=2&TID=x')).toEqual({
			ResultCode: '2001',
			MallReserved: 'a=1',
			b: '2',
			TID: 'x',
		});
	});

	it.each([
		['before it', 'MallReserved=x&ResultCode=2001&ResultCode=2003'],
		['after it', 'ResultCode=2003&MallReserved=x&ResultCode=2001'],
	])(
		'that contradict a field %s make the reply unreadable, so that no echo can speak for NICEPAY',
		(_what, text) => {
			expect(read(text)).toBeUndefined();
		},
	);

	it('that repeat a field do no harm', () => {
		expect(read('ResultCode=2001&MallReserved=x&ResultCode=2001')).toEqual({
			ResultCode: '2001',
			MallReserved: 'x',
		});
	});

	it('under unknown names and __proto__ are kept as data', () => {
		const reply = read('ResultCode=0000&New_Field2=x&__proto__=y');
		expect(Object.entries(reply ?? {})).toEqual([
			['ResultCode', '0000'],
			['New_Field2', 'x'],
			['__proto__', 'y'],
		]);
	});
});

describe('A reply that is almost JSON', () => {
	const SAID = { ResultCode: '4100', ResultMsg: '가상계좌 발급 성공', VbankNum: '2220652830110' };
	const WHOLE = JSON.stringify(SAID);

	it.each([
		['with single quotes', WHOLE.replaceAll('"', "'")],
		['with bare names', WHOLE.replace(/"(\w+)":/g, '$1:')],
		['with a comma at the end', WHOLE.replace('}', ',}')],
		['with a comment behind it', `${WHOLE} /* was02 */`],
		['with a line comment behind it', `${WHOLE} // it's {was02}`],
		['with a comment in it', WHOLE.replace(',', ', /* "ok" */ ')],
		['with an HTML comment behind it', `${WHOLE}\r\n<!-- it's {was02} -->\r\n`],
		['with a semicolon behind it', `${WHOLE};`],
		['with a comment before it', `/* was02 */ ${WHOLE}`],
		['with an HTML comment before it', `\r\n<!-- {was02} -->\r\n${WHOLE}`],
		['with a line comment before it', `// was02\n${WHOLE}`],
		['with a page behind it', `${WHOLE}<html><body>점검</body></html>`],
		['with single quotes and an HTML comment', `${WHOLE.replaceAll('"', "'")}<!-- x -->`],
		['with a name twice that says the same', WHOLE.replace('{', '{"ResultCode":"4100",')],
	])('is read: %s', (_what, text) => {
		for (const [charset, encode] of [
			['utf-8', utf8],
			['euc-kr', encodeEucKr],
		] as const) {
			expect(fieldsOf(encode(text), charset)).toEqual(SAID);
		}
	});

	it.each(['\n', '\r\n', '\t'])('is read with a raw %j in a text', (character) => {
		const text = WHOLE.replace(' 발급', character + '발급');
		expect(fieldsOf(utf8(text), 'utf-8')).toEqual({
			...SAID,
			ResultMsg: `가상계좌${character}발급 성공`,
		});
	});

	it('keeps a value that looks like a name', () => {
		expect(fieldsOf(json({ ResultCode: '0000', a: 'TID', TID: 'x' }), 'utf-8')).toEqual({
			ResultCode: '0000',
			a: 'TID',
			TID: 'x',
		});
	});

	it('keeps a number as it stands', () => {
		const text = "{'ResultCode':4100,VbankNum:22206528301101234567,Amt:0x10}";
		expect(fieldsOf(utf8(text), 'utf-8')).toEqual({
			ResultCode: '4100',
			VbankNum: '22206528301101234567',
			Amt: '0x10',
		});
	});

	it('cut anywhere is never read', () => {
		const text = `${WHOLE.replaceAll('"', "'")}`;
		for (let end = 0; end < text.length; end++) {
			expect(fieldsOf(utf8(text.slice(0, end)), 'utf-8')).toBeUndefined();
		}
	});
});

describe('What is no reply of NICEPAY’s', () => {
	it.each([
		['nothing', ''],
		['blank lines', ' \r\n'],
		['a byte order mark alone', '\ufeff'],
		['an HTML page', '<!DOCTYPE html><html><body>ResultCode=4100</body></html>'],
		['an HTML page with links', '<a href="/x?ResultCode=4100&TID=1">점검 중</a>'],
		[
			'an HTML page whose links look like pairs',
			'<a href="/?a=1&ResultCode=4100&VbankNum=2">점검</a>',
		],
		['plain text', 'Service Unavailable'],
		['JSON cut off in a value', '{"ResultCode":"4100","VbankNum":"22206'],
		['JSON cut off before its last brace', '{"ResultCode":"4100"'],
		['two replies in one', '{"ResultCode":"4100"}{"ResultCode":"4126"}'],
		['JSON and a Key=Value reply behind it', '{"ResultCode":"4100"}&ResultCode=4126'],
		['JSON whose quotes are not escaped', '{"ResultCode":"2001","MallReserved":"a "b" c"}'],
		['JSON whose apostrophes are not escaped', "{'ResultCode':'2001','ResultMsg':'it's done'}"],
		['JSON with a name twice', '{"ResultCode":"4126","TID":"x","ResultCode":"4100"}'],
		['lenient JSON with a name twice', "{'ResultCode':'4126','ResultCode':'4100'}"],
		['lenient JSON cut off', "{'ResultCode':'4100','VbankNum':'22206"],
		['lenient JSON cut off before its last brace', "{'ResultCode':'4100'"],
		['lenient JSON that is a list', "[{'ResultCode':'4100'}]"],
		['an object within a page', '<script>var reply = {"ResultCode":"4100"}</script>'],
		['a comment that never ends', '/* {"ResultCode":"4100"}'],
		['a call', "callback({'ResultCode':'4100'})"],
		['a JSON list', '[{"ResultCode":"4100"}]'],
		['a JSON text', '"ResultCode=4100"'],
		['JSON null', 'null'],
		['JSON without a ResultCode', '{"ResultMsg":"성공"}'],
		['JSON with an empty ResultCode', '{"ResultCode":""}'],
		['JSON with a blank ResultCode', '{"ResultCode":"  "}'],
		['JSON with a null ResultCode', '{"ResultCode":null}'],
		['JSON with a ResultCode of another case', '{"resultCode":"4100"}'],
		['an empty object', '{}'],
		['key=value without a ResultCode', 'ResultMsg=성공&TID=x'],
		['key=value with an empty ResultCode', 'ResultCode=&TID=x'],
		['a name without a value', 'ResultCode'],
		['a value without a name', '=4100'],
	])('is refused: %s', (_what, text) => {
		for (const charset of CHARSETS) {
			expect(fieldsOf(utf8(text), charset)).toBeUndefined();
		}
	});

	it('is refused: JSON cut off in the middle of a character', () => {
		const whole = utf8('{"ResultCode":"4100","ResultMsg":"성공');
		expect(fieldsOf(whole.subarray(0, -1), 'utf-8')).toBeUndefined();
	});

	it('is refused: UTF-16', () => {
		const bytes = Buffer.from('\ufeff{"ResultCode":"4100"}', 'utf16le');
		for (const charset of CHARSETS) expect(fieldsOf(bytes, charset)).toBeUndefined();
	});

	it('is refused at every place where JSON can be cut', () => {
		const whole = json(ISSUED);
		for (let length = 0; length < whole.length; length++) {
			expect(fieldsOf(whole.subarray(0, length), 'utf-8')).toBeUndefined();
		}
		expect(fieldsOf(whole, 'utf-8')).toEqual(ISSUED);
	});

	it('never makes the decoder throw', () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.constantFrom(...CHARSETS), (bytes, charset) => {
				expect(() => fieldsOf(bytes, charset)).not.toThrow();
			}),
		);
	});
});

describe('Round trips', () => {
	const value = fc
		.array(fc.constantFrom('a', 'Z', '0', ' ', '=', '"', '\\', '%', '+', '가', '성공', '漢', '㈜'))
		.map((parts) => parts.join('').trim());
	const name = fc
		.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)
		.filter((text) => text !== 'ResultCode');
	const reply = fc
		.array(fc.tuple(name, value))
		.map(
			(pairs) => Object.fromEntries([['ResultCode', '4100'], ...pairs]) as Record<string, string>,
		);

	it('of JSON hold in both encodings', () => {
		fc.assert(
			fc.property(reply, (fields) => {
				expect(fieldsOf(json(fields), 'utf-8')).toEqual(fields);
				expect(fieldsOf(encodeEucKr(JSON.stringify(fields)), 'euc-kr')).toEqual(fields);
			}),
		);
	});

	it('of key=value hold in both encodings', () => {
		fc.assert(
			fc.property(reply, (fields) => {
				const text = Object.entries(fields)
					.map((pair) => pair.join('='))
					.join('&');
				expect(fieldsOf(utf8(text), 'utf-8')).toEqual(fields);
				expect(fieldsOf(encodeEucKr(text), 'euc-kr')).toEqual(fields);
			}),
		);
	});
});

describe('A key=value reply that ends in &', () => {
	it('has its last value without it', () => {
		const reply = fieldsOf(utf8('VbankNum=123&ResultCode=4100&'), 'utf-8');
		expect(reply).toEqual({ VbankNum: '123', ResultCode: '4100' });
	});
});

describe('The end of a reply', () => {
	it('is open where nothing shows that the last field is whole', () => {
		expect(decodeReply(utf8('ResultCode=4100&VbankNum=562'), 'utf-8')?.unterminatedField).toBe(
			'VbankNum',
		);
		expect(
			decodeReply(utf8('ResultCode=4100&VbankNum=562&'), 'utf-8')?.unterminatedField,
		).toBeUndefined();
		expect(decodeReply(json({ ResultCode: '4100' }), 'utf-8')?.unterminatedField).toBeUndefined();
	});

	it('is that of the last of many fields, and closed by an & before a line break', () => {
		const many = 'ResultCode=4100&Moid=A&TID=t&VbankNum=562';
		expect(decodeReply(utf8(many), 'utf-8')?.unterminatedField).toBe('VbankNum');
		expect(decodeReply(utf8(`${many}&\r\n`), 'utf-8')).toEqual({
			fields: { ResultCode: '4100', Moid: 'A', TID: 't', VbankNum: '562' },
		});
	});

	it('is of no use where the beginning is none', () => {
		expect(decodeReply(utf8('a b=1&ResultCode=4100'), 'utf-8')).toBeUndefined();
		expect(decodeReply(utf8('A<b>=1&ResultCode=4100'), 'utf-8')).toBeUndefined();
	});

	it('may be a million ampersands, and takes no time', () => {
		const before = performance.now();
		expect(fieldsOf(utf8(`ResultCode=4100&A=${'&'.repeat(1_000_000)}x`), 'utf-8')).toBeDefined();
		expect(performance.now() - before).toBeLessThan(2_000);
	});
});
