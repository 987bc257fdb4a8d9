import { createHash } from 'node:crypto';

import fc from 'fast-check';

import {
	decodeEucKr,
	describeCharacter,
	encodeEucKr,
	eucKrByteLength,
	findUnencodable,
	normalizeText,
	replaceUnencodable,
	UnencodableTextError,
} from '../../../../nodes/Nicepay/protocol/charset';
import { bytesOf, characters, ENCODABLE_SAMPLES, NOT_ENCODABLE_SAMPLES } from './vectors';

const isSurrogate = (codePoint: number) => codePoint >= 0xd800 && codePoint < 0xe000;

/** Every character of the BMP that the module encodes. */
const repertoire = Array.from({ length: 0x10000 }, (_, codePoint) => codePoint)
	.filter((codePoint) => !isSurrogate(codePoint))
	.map((codePoint) => characters(codePoint))
	.filter((character) => findUnencodable(character) === undefined);

/** What KS X 1001 has and is sent as something else: invisible, or typed for the apostrophe. */
const CHANGED = ['\u00ad', '\u2018', '\u2019', '\u3164'];

const eucKrText = fc.array(fc.constantFrom(...repertoire)).map((parts) => parts.join(''));
const anyText = fc.string({ unit: 'binary' });

function thrownBy(action: () => unknown): unknown {
	try {
		action();
	} catch (error) {
		return error;
	}
	return undefined;
}

describe('The repertoire', () => {
	it('is the 8,355 characters of the JDK less NUL, which no field may carry', () => {
		expect(repertoire).toHaveLength(8354);
		expect(findUnencodable('a\0')).toEqual({ character: '\0', position: 2 });
	});

	it('is byte for byte the table that the JDK’s EUC-KR charset makes', () => {
		const table = repertoire
			.map((character) => {
				const codePoint = character.charCodeAt(0).toString(16);
				return `${codePoint} ${encodeEucKr(character).toString('hex')}\n`;
			})
			.join('');
		expect(createHash('sha256').update(table).digest('hex')).toBe(
			'cfe622828ff8fad1a8bd69b505bdb6d948b6a13585310c3f0c62e1276bb0cd58',
		);
	});

	it('decodes every one of its characters back from its own bytes', () => {
		const changed = repertoire.filter(
			(character) => decodeEucKr(encodeEucKr(character)) !== character,
		);
		expect(changed).toEqual([]);
	});

	it('leaves out all 8,822 Hangul syllables that only CP949 has', () => {
		const syllables = Array.from({ length: 11_172 }, (_, index) => characters(0xac00 + index));
		expect(syllables.filter((syllable) => findUnencodable(syllable))).toHaveLength(8822);
	});

	it('has no private use character, though CP949 keeps two rows for them', () => {
		const privateUse = repertoire.filter((character) => /\p{Co}/u.test(character));
		expect(privateUse).toEqual([]);
	});
});

describe('Encoding', () => {
	it.each(ENCODABLE_SAMPLES)('gives %s the bytes of the JDK', (_name, codePoint, hex) => {
		expect(encodeEucKr(characters(codePoint)).toString('hex')).toBe(hex);
		expect(decodeEucKr(bytesOf(hex))).toBe(characters(codePoint));
		expect(eucKrByteLength(characters(codePoint))).toBe(2);
	});

	it.each(NOT_ENCODABLE_SAMPLES)('refuses %s by name and position', (character) => {
		const text = `가 a${character}${character}`;
		expect(findUnencodable(text)).toEqual({ character, position: 4 });

		const error = thrownBy(() => encodeEucKr(text));
		expect(error).toBeInstanceOf(UnencodableTextError);
		expect(error).toMatchObject({
			name: 'UnencodableTextError',
			found: { character, position: 4 },
		});
		const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
		expect((error as Error).message).toBe(
			`“${character}” (U+${codePoint}) cannot be encoded in EUC-KR`,
		);
	});

	it.each([
		['a Hangul word', '가나다', 'b0a1b3aab4d9'],
		['ASCII between Hangul', 'A가z', '41b0a17a'],
		['the postal mark of KS X 1001:2002', characters(0x327e), 'a2e8'],
		['the euro sign', '€', 'a2e6'],
		['the registered sign', '®', 'a2e7'],
		['nothing', '', ''],
	])('writes %s', (_what, text, hex) => {
		expect(encodeEucKr(text).toString('hex')).toBe(hex);
	});

	it('counts the position in characters, so that an emoji before it is one', () => {
		expect(findUnencodable('😀')).toEqual({ character: '😀', position: 1 });
		expect(findUnencodable('가나😀다😀')).toEqual({ character: '😀', position: 3 });
	});

	it('refuses a lone surrogate', () => {
		expect(findUnencodable('a\ud83d')).toEqual({ character: '\ud83d', position: 2 });
		expect(() => encodeEucKr('a\ud83d')).toThrow('U+D83D cannot be encoded in EUC-KR');
	});

	it('refuses the characters around the ends of the BMP', () => {
		for (const codePoint of [0x80, 0xfffe, 0xffff, 0x10000, 0x10041, 0x10ffff]) {
			expect(findUnencodable(characters(codePoint))).toEqual({
				character: characters(codePoint),
				position: 1,
			});
		}
	});

	it('round-trips any text of the repertoire and has the length it announces', () => {
		fc.assert(
			fc.property(eucKrText, (text) => {
				const bytes = encodeEucKr(text);
				expect(decodeEucKr(bytes)).toBe(text);
				expect(bytes).toHaveLength(eucKrByteLength(text));
			}),
		);
	});

	it('throws for exactly the texts that findUnencodable names, with the same character', () => {
		fc.assert(
			fc.property(fc.oneof(anyText, eucKrText), (text) => {
				const error = thrownBy(() => encodeEucKr(text));
				const found = error instanceof UnencodableTextError ? error.found : error;
				expect(found).toEqual(findUnencodable(text));
			}),
		);
	});

	it('uses bytes from A1 to FE for everything beyond ASCII', () => {
		fc.assert(
			fc.property(eucKrText, (text) => {
				const highBytes = [...encodeEucKr(text)].filter((byte) => byte >= 0x80);
				expect(highBytes.every((byte) => byte >= 0xa1 && byte <= 0xfe)).toBe(true);
			}),
		);
	});
});

describe('Counting bytes', () => {
	it('counts one for ASCII and two for everything else', () => {
		expect(eucKrByteLength('')).toBe(0);
		expect(eucKrByteLength('ABC')).toBe(3);
		expect(eucKrByteLength('홍길동')).toBe(6);
		expect(eucKrByteLength('㈜한빛 연회비')).toBe(13);
		expect(eucKrByteLength(characters(0x327e))).toBe(2);
	});

	it('adds up over concatenation', () => {
		fc.assert(
			fc.property(eucKrText, eucKrText, (left, right) => {
				expect(eucKrByteLength(left + right)).toBe(eucKrByteLength(left) + eucKrByteLength(right));
			}),
		);
	});
});

describe('Normalising', () => {
	it('composes the decomposed Hangul that macOS hands out', () => {
		const decomposed = '한글 꽃바구니'.normalize('NFD');
		expect(decomposed).toHaveLength(16);
		expect(normalizeText(decomposed)).toBe('한글 꽃바구니');
	});

	it('composes every encodable syllable from its parts', () => {
		const syllables = repertoire.filter((character) => /^[가-힣]$/.test(character));
		expect(syllables).toHaveLength(2350);
		expect(syllables.filter((one) => normalizeText(one.normalize('NFD')) !== one)).toEqual([]);
	});

	it.each([
		['the compatibility ideograph U+F9F9', 0xf9f9, 'eda3'],
		['the first compatibility ideograph', 0xf900, 'cbd0'],
		['the last compatibility ideograph', 0xfa0b, 'fca9'],
		['the ohm sign', 0x2126, 'a7d9'],
		['the ångström sign', 0x212b, 'a1ca'],
	])('leaves %s alone, which NFC would change into another character', (_what, codePoint, hex) => {
		const character = characters(codePoint);
		expect(character.normalize('NFC')).not.toBe(character);
		expect(normalizeText(character)).toBe(character);
		expect(encodeEucKr(normalizeText(`가${character}나`)).toString('hex')).toBe(`b0a1${hex}b3aa`);
	});

	it('composes around a character it leaves alone', () => {
		const [ideograph, ohm] = [characters(0xf9f9), characters(0x2126)];
		const text = `${'한'.normalize('NFD')}${ideograph}${'글'.normalize('NFD')}${ohm}${ohm}`;
		expect(normalizeText(text)).toBe(`한${ideograph}글${ohm}${ohm}`);
	});

	it.each([
		['no-break space', 0x00a0],
		['figure space', 0x2007],
		['narrow no-break space', 0x202f],
	])('makes each %s a plain space', (_what, codePoint) => {
		const space = characters(codePoint);
		expect(normalizeText(`연${space}회비${space}`)).toBe('연 회비 ');
	});

	it('keeps the ideographic space, which KS X 1001 has', () => {
		const space = characters(0x3000);
		expect(encodeEucKr(normalizeText(`가${space}`)).toString('hex')).toBe('b0a1a1a1');
	});

	it('changes no text of the repertoire but what is invisible and the apostrophe, and nothing twice', () => {
		fc.assert(
			fc.property(eucKrText, (text) => {
				const kept = text.replace(new RegExp(`[${CHANGED.join('')}]`, 'g'), '');
				expect(normalizeText(kept)).toBe(kept);
			}),
		);
		fc.assert(
			fc.property(anyText, (text) => {
				expect(normalizeText(normalizeText(text))).toBe(normalizeText(text));
			}),
		);
		const changed = repertoire.filter((character) => normalizeText(character) !== character);
		expect(changed).toEqual(CHANGED);
	});
});

describe('Replacing', () => {
	it('puts one question mark for each character, surrogate pairs among them', () => {
		expect(replaceUnencodable('똠양꿍 😀 café ₩1,000')).toBe('?양꿍 ? caf? ?1,000');
	});

	it('always gives text that can be encoded, and changes nothing that could be', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const replaced = replaceUnencodable(text);
				expect(findUnencodable(replaced)).toBeUndefined();
				expect([...replaced]).toHaveLength([...text].length);
			}),
		);
		fc.assert(
			fc.property(eucKrText, (text) => {
				expect(replaceUnencodable(text)).toBe(text);
			}),
		);
	});
});

describe('Decoding', () => {
	it('reads what only CP949 has, so that nothing NICEPAY sends is lost', () => {
		expect(decodeEucKr(bytesOf('8c63 b0a1'))).toBe('똠가');
	});

	it('reads the postal mark between, before and after other characters', () => {
		const mark = characters(0x327e);
		expect(decodeEucKr(bytesOf('a2e8'))).toBe(mark);
		expect(decodeEucKr(bytesOf('41 a2e8 b0a1 a2e8 a2e8 42'))).toBe(`A${mark}가${mark}${mark}B`);
	});

	it('sees no postal mark in the second half of one character and the first of the next', () => {
		expect(decodeEucKr(bytesOf('b0a2 e8a1'))).toBe(
			decodeEucKr(bytesOf('b0a2')) + decodeEucKr(bytesOf('e8a1')),
		);
		expect(decodeEucKr(bytesOf('b0a2 e8a1'))).toHaveLength(2);
	});

	it('reads a view of a larger buffer without its neighbours', () => {
		const larger = bytesOf('b0a1 b3aa b4d9');
		expect(decodeEucKr(new Uint8Array(larger.buffer, larger.byteOffset + 2, 2))).toBe('나');
	});

	it.each([
		['a character cut in half', 'b0a1 b3'],
		['a byte that begins nothing', '41 ff 42'],
	])('marks %s with U+FFFD and keeps the rest', (_what, hex) => {
		const decoded = decodeEucKr(bytesOf(hex));
		expect(decoded).toContain('\ufffd');
		expect(decoded.startsWith(hex.startsWith('41') ? 'A' : '가')).toBe(true);
	});

	it('never swallows a quote or an ampersand after half a character', () => {
		expect(decodeEucKr(bytesOf('b0 22'))).toBe('\ufffd"');
		expect(decodeEucKr(bytesOf('b0 26'))).toBe('\ufffd&');
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				expect(typeof decodeEucKr(bytes)).toBe('string');
			}),
		);
	});
});

describe('Naming a character in an error', () => {
	it.each([
		['shows one that can be seen', '똠', '“똠” (U+B620)'],
		['shows an emoji with its whole code point', '😀', '“😀” (U+1F600)'],
		['pads a short code point', 'é', '“é” (U+00E9)'],
		['does not print a control character', '\n', 'U+000A'],
		['does not print a space', characters(0x2003), 'U+2003'],
		['does not print a zero-width character', characters(0x200b), 'U+200B'],
		['does not print a combining mark alone', characters(0x0301), 'U+0301'],
		['does not print a lone surrogate', '\udc00', 'U+DC00'],
	])('%s', (_what, character, name) => {
		expect(describeCharacter(character)).toBe(name);
	});
});
