import iconv from 'iconv-lite';

import { substitute } from './substitutions';

/**
 * EUC-KR as NICEPAY's samples encode it: KS X 1001, 8,355 characters. Source: the manual's Java and C#
 * samples.
 *
 * iconv-lite's `euc-kr` is really CP949, which silently encodes 8,822 more Hangul syllables. Not
 * published: what NICEPAY reads there. So we encode with a table of the 94 × 94 characters whose two
 * bytes are both A1 or above.
 */

/** A character that EUC-KR cannot encode. */
export interface UnencodableCharacter {
	character: string;
	/** Counted in characters, from 1. */
	position: number;
}

/** Raised by {@link encodeEucKr}. To avoid it, check the text with {@link findUnencodable} first. */
export class UnencodableTextError extends Error {
	override readonly name = 'UnencodableTextError';

	constructor(readonly found: UnencodableCharacter) {
		super(`${describeCharacter(found.character)} cannot be encoded in EUC-KR`);
	}
}

const FIRST_BYTE = 0xa1;
const LAST_BYTE = 0xfe;

/** The postal mark of KS X 1001:2002. The JDK encodes it; iconv-lite's table lacks it. */
const POSTAL_MARK = { codePoint: 0x327e, bytes: 0xa2e8 };

let cachedTable: Uint16Array | undefined;

function encodingTable(): Uint16Array {
	if (cachedTable) return cachedTable;
	const table = new Uint16Array(0x10000);
	for (let ascii = 1; ascii < 0x80; ascii++) table[ascii] = ascii;
	for (let lead = FIRST_BYTE; lead <= LAST_BYTE; lead++) {
		for (let trail = FIRST_BYTE; trail <= LAST_BYTE; trail++) {
			const character = iconv.decode(Buffer.from([lead, trail]), 'cp949');
			if (character.length === 1 && character !== '\ufffd') {
				table[character.charCodeAt(0)] = (lead << 8) | trail;
			}
		}
	}
	table[POSTAL_MARK.codePoint] = POSTAL_MARK.bytes;
	cachedTable = table;
	return table;
}

/** Encodes one code point as a number: one byte below 0x80, else two. 0 if EUC-KR cannot encode it. */
function encodeCodePoint(codePoint: number): number {
	return codePoint < 0x10000 ? (encodingTable()[codePoint] ?? 0) : 0;
}

/**
 * Characters of KS X 1001 that NFC would replace: compatibility ideographs, which have bytes of their
 * own for a hanja's other readings, and the ohm and ångström signs.
 */
const CHANGED_BY_NFC = /([\u2126\u212b\uf900-\ufa0b])/;

/**
 * Normalizes text before it is encoded: composes Hangul, which macOS often decomposes (NFC), drops what is
 * invisible, and puts a character of KS X 1001 for another of the same meaning (`substitutions.ts`). Keeps
 * the characters of KS X 1001 that NFC would replace.
 */
export function normalizeText(text: string): string {
	if (PLAIN_ASCII.test(text)) return text;
	return substitute(text)
		.split(CHANGED_BY_NFC)
		.map((part) => (CHANGED_BY_NFC.test(part) ? part : part.normalize('NFC')))
		.join('');
}

/** One byte each. Most text we send is of this kind, so it takes a fast path. */
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/** Finds the first character that EUC-KR cannot encode. Expects normalized text. */
export function findUnencodable(text: string): UnencodableCharacter | undefined {
	if (PLAIN_ASCII.test(text)) return undefined;
	let position = 0;
	for (const character of text) {
		position++;
		if (encodeCodePoint(character.codePointAt(0) ?? 0) === 0) return { character, position };
	}
	return undefined;
}

/** Replaces every character that EUC-KR cannot encode with `?`. Expects normalized text. */
export function replaceUnencodable(text: string): string {
	return Array.from(text, (character) =>
		encodeCodePoint(character.codePointAt(0) ?? 0) === 0 ? '?' : character,
	).join('');
}

/** The length of `text` in EUC-KR bytes. The manual gives every limit in this unit. */
export function eucKrByteLength(text: string): number {
	if (PLAIN_ASCII.test(text)) return text.length;
	let bytes = 0;
	for (const character of text)
		bytes += encodeCodePoint(character.codePointAt(0) ?? 0) > 0xff ? 2 : 1;
	return bytes;
}

/**
 * Encodes normalized text.
 *
 * @throws {UnencodableTextError} if a character is not in KS X 1001
 */
export function encodeEucKr(text: string): Buffer {
	const encoded = Buffer.allocUnsafe(text.length * 2);
	let length = 0;
	let position = 0;
	for (const character of text) {
		position++;
		const bytes = encodeCodePoint(character.codePointAt(0) ?? 0);
		if (bytes === 0) throw new UnencodableTextError({ character, position });
		if (bytes > 0xff) encoded[length++] = bytes >> 8;
		encoded[length++] = bytes & 0xff;
	}
	return encoded.subarray(0, length);
}

/**
 * Decodes text that NICEPAY sends as EUC-KR. Reads it as CP949, a superset, so that a character outside
 * KS X 1001 still arrives. Never throws: broken sequences become U+FFFD.
 */
export function decodeEucKr(bytes: Uint8Array): string {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (!buffer.includes(Buffer.from([0xa2, 0xe8]))) return iconv.decode(buffer, 'cp949');
	return splitAtPostalMark(buffer)
		.map((part) => iconv.decode(part, 'cp949'))
		.join(String.fromCharCode(POSTAL_MARK.codePoint));
}

function splitAtPostalMark(bytes: Buffer): Buffer[] {
	const parts: Buffer[] = [];
	let start = 0;
	let index = 0;
	while (index < bytes.length) {
		const width = (bytes[index] ?? 0) > 0x80 ? 2 : 1;
		if (width === 2 && bytes.subarray(index, index + 2).equals(Buffer.from([0xa2, 0xe8]))) {
			parts.push(bytes.subarray(start, index));
			start = index + 2;
		}
		index += width;
	}
	parts.push(bytes.subarray(start));
	return parts;
}

/** Describes the character, to follow a field's label: “contains “펲” (U+D3B2) at position 3, …”. */
export const describeUnencodable = ({ character, position }: UnencodableCharacter): string =>
	`contains ${describeCharacter(character)} at position ${position}, which EUC-KR (KS X 1001) cannot encode`;

/** Describes a character for a message: the character itself if it is visible, and its code point. */
export function describeCharacter(character: string): string {
	const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	const visible = !/^[\p{C}\p{Z}\p{M}]$/u.test(character);
	return visible ? `“${character}” (U+${codePoint})` : `U+${codePoint}`;
}
