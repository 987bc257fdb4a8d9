import fc from 'fast-check';

import { UnencodableTextError } from '../../../../nodes/Nicepay/protocol/charset';
import {
	encodeForm,
	FORM_CONTENT_TYPE,
	parseForm,
	percentEncode,
} from '../../../../nodes/Nicepay/protocol/form';
import { bytesOf, ENCODABLE_SAMPLES, characters, REQUEST_ROWS } from './vectors';

const parse = (body: string) => parseForm(Buffer.from(body, 'latin1'));

const fieldText = fc
	.array(
		fc.oneof(
			fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
			fc.constantFrom('&', '=', '+', '%', '%41', ' ', '\r\n', ';', '가', '꽃', '漢', '㈜'),
			fc.constantFrom(...ENCODABLE_SAMPLES.map(([, codePoint]) => characters(codePoint))),
		),
	)
	.map((parts) => parts.join(''));

describe('Encoding a form', () => {
	it('says it is EUC-KR', () => {
		expect(FORM_CONTENT_TYPE).toBe('application/x-www-form-urlencoded; charset=euc-kr');
	});

	it.each(REQUEST_ROWS)('writes %s as the JDK does, field by field and whole', (_name, vector) => {
		for (const [name, text] of Object.entries(vector.fields)) {
			const [pair] = parseForm(Buffer.from(encodeForm({ [name]: text })));
			expect(pair).toEqual([name, text]);
			expect(rawBytes(percentEncode(text)).toString('hex')).toBe(vector.fieldBytesHex[name]);
		}
		expect(Object.keys(vector.fieldBytesHex)).toEqual(Object.keys(vector.fields));
		expect(encodeForm(vector.fields)).toBe(vector.javaFormBody);
	});

	it('escapes every ASCII character the way the JDK’s URLEncoder does', () => {
		const punctuation = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\t\r\n\x7f';
		expect(percentEncode(punctuation)).toBe(
			'+%21%22%23%24%25%26%27%28%29*%2B%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D%7E%09%0D%0A%7F',
		);
		const plain = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
		expect(percentEncode(plain)).toBe(plain);
	});

	it('escapes Korean from its EUC-KR bytes in capitals', () => {
		expect(percentEncode('가 꽃')).toBe('%B0%A1+%B2%C9');
	});

	it('keeps the order of the fields and leaves out empty ones', () => {
		expect(encodeForm({ b: '2', empty: '', a: '1', 이름: '홍' })).toBe(
			'b=2&a=1&%C0%CC%B8%A7=%C8%AB',
		);
		expect(encodeForm({})).toBe('');
		expect(encodeForm({ only: '' })).toBe('');
	});

	it('refuses text that is not EUC-KR instead of sending something else', () => {
		expect(() => encodeForm({ GoodsName: '똠얌꿍' })).toThrow(UnencodableTextError);
		expect(() => encodeForm({ 똠: '1' })).toThrow(UnencodableTextError);
	});
});

describe('Parsing a form', () => {
	it.each(REQUEST_ROWS)('reads %s back in its order', (_name, { javaFormBody, fields }) => {
		expect(parse(javaFormBody)).toEqual(Object.entries(fields));
	});

	it('reads back whatever was encoded', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fieldText, fieldText)), (pairs) => {
				const fields = new Map(pairs.filter(([name]) => name !== '' && !/^\d+$/.test(name)));
				const sent = [...fields].filter(([, text]) => text !== '');
				expect(parse(encodeForm(Object.fromEntries(fields)))).toEqual(sent);
			}),
		);
	});

	it('reads a space as + and as %20', () => {
		expect(parse('a=x+y%20z')).toEqual([['a', 'x y z']]);
	});

	it('reads an escaped plus, ampersand, equals and percent as themselves', () => {
		expect(parse('a=1%2B1%3D2%26%25')).toEqual([['a', '1+1=2&%']]);
	});

	it('reads escapes in small and mixed letters', () => {
		expect(parse('a=%b0%A1%b3%Aa')).toEqual([['a', '가나']]);
	});

	it('reads the unescaped EUC-KR bytes that C# clients write', () => {
		const body = Buffer.concat([
			Buffer.from('GoodsName='),
			bytesOf('b2c9 b9d9 b1b8 b4cf'),
			Buffer.from(' A+B&Amt=1004&BuyerName='),
			bytesOf('c8ab b1e6 b5bf'),
		]);
		expect(parseForm(body)).toEqual([
			['GoodsName', '꽃바구니 A B'],
			['Amt', '1004'],
			['BuyerName', '홍길동'],
		]);
	});

	it('reads a character whose first byte is escaped and whose second is a letter, as old encoders write CP949', () => {
		expect(parse('a=%8Cc')).toEqual([['a', '똠']]);
	});

	it('joins raw and escaped halves of one character', () => {
		const body = Buffer.concat([Buffer.from('a=%B0'), bytesOf('a1')]);
		expect(parseForm(body)).toEqual([['a', '가']]);
	});

	it.each([
		['a lone percent sign', 'a=100%', '100%'],
		['a percent sign with one digit', 'a=100%4', '100%4'],
		['a percent sign before other letters', 'a=%zz%4g', '%zz%4g'],
		['a percent sign before an escape', 'a=%%41', '%A'],
		['a percent sign before a sign', 'a=%+1%-1', '% 1%-1'],
		['a percent sign before a prefix of another base', 'a=%0x41', '%0x41'],
	])('lets %s stand for itself', (_what, body, text) => {
		expect(parse(body)).toEqual([['a', text]]);
	});

	it('does not read an escape across the end of a field', () => {
		expect(parse('a=%4&1=2')).toEqual([
			['a', '%4'],
			['1', '2'],
		]);
	});

	it('keeps empty fields, fields without a value and repeated names', () => {
		expect(parse('a=&b&a=2&&=x&')).toEqual([
			['a', ''],
			['b', ''],
			['a', '2'],
			['', 'x'],
		]);
		expect(parse('')).toEqual([]);
	});

	it('splits at the first equals sign only', () => {
		expect(parse('key=ab==')).toEqual([['key', 'ab==']]);
	});

	it('decodes names too', () => {
		expect(parse('%C0%CC%B8%A7+1=x')).toEqual([['이름 1', 'x']]);
	});

	it('does not change the bytes it reads', () => {
		const body = Buffer.from('a=%41+%42');
		parseForm(body);
		expect(body.toString()).toBe('a=%41+%42');
	});

	it('reads the syllables whose EUC-KR bytes happen to be UTF-8', () => {
		expect(parse('name=%C3%B6%C3%BB')).toEqual([['name', '철청']]);
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				expect(Array.isArray(parseForm(bytes))).toBe(true);
			}),
		);
	});
});

/** The bytes a form's escapes stand for, read by other means than the parser's. */
function rawBytes(escaped: string): Buffer {
	return Buffer.from(
		escaped
			.replaceAll('+', ' ')
			.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
				String.fromCharCode(Number.parseInt(hex, 16)),
			),
		'latin1',
	);
}
