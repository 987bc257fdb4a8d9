import iconv from 'iconv-lite';

/**
 * EUC-KR as NICEPAY's Java and C# samples encode it: KS X 1001, 8,355 characters.
 *
 * iconv-lite's `euc-kr` is CP949, which encodes 8,822 more Hangul syllables without a word; what
 * NICEPAY would read there is unknown. Encoding therefore goes through a table of the 94 × 94
 * characters whose two bytes are both A1 or above.
 */

/** A character that has no EUC-KR form, and where it stands (1-based, counted in characters). */
export interface UnencodableCharacter {
	character: string;
	position: number;
}

/** Raised by {@link encodeEucKr} for text that {@link findUnencodable} would have refused. */
export class UnencodableTextError extends Error {
	override readonly name = 'UnencodableTextError';

	constructor(readonly found: UnencodableCharacter) {
		super(`${describeCharacter(found.character)} has no EUC-KR form`);
	}
}

const FIRST_BYTE = 0xa1;
const LAST_BYTE = 0xfe;

/** The postal mark of KS X 1001:2002, which the JDK encodes and iconv-lite's table lacks. */
const POSTAL_MARK = { codePoint: 0x327e, bytes: 0xa2e8 };

let bytesOfCodePoint: Uint16Array | undefined;

function encodingTable(): Uint16Array {
	if (bytesOfCodePoint) return bytesOfCodePoint;
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
	bytesOfCodePoint = table;
	return table;
}

/** The EUC-KR bytes of one code point as a number (one byte below 0x80, else two); 0 when it has none. */
function bytesOf(codePoint: number): number {
	return codePoint < 0x10000 ? (encodingTable()[codePoint] ?? 0) : 0;
}

/**
 * The characters of KS X 1001 that NFC would turn into others: compatibility ideographs, which
 * stand for a hanja's other readings and have bytes of their own, and the ohm and ångström signs.
 */
const CHANGED_BY_NFC = /([\u2126\u212b\uf900-\ufa0b])/;
const NO_BREAK_SPACES = /[\u00a0\u2007\u202f]/g;

/**
 * Composes text to NFC (macOS hands out decomposed Hangul) and makes no-break spaces plain, leaving
 * alone the characters of KS X 1001 that NFC would replace.
 */
export function normalizeText(text: string): string {
	if (PLAIN_ASCII.test(text)) return text;
	return text
		.split(CHANGED_BY_NFC)
		.map((part) => (CHANGED_BY_NFC.test(part) ? part : part.normalize('NFC')))
		.join('')
		.replace(NO_BREAK_SPACES, ' ');
}

/** Each its own byte: most of what is sent. */
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/** The first character of `text` that EUC-KR cannot carry, or `undefined`. Expects normalised text. */
export function findUnencodable(text: string): UnencodableCharacter | undefined {
	if (PLAIN_ASCII.test(text)) return undefined;
	let position = 0;
	for (const character of text) {
		position++;
		if (bytesOf(character.codePointAt(0) ?? 0) === 0) return { character, position };
	}
	return undefined;
}

/** Puts `?` in the place of every character that EUC-KR cannot carry. Expects normalised text. */
export function replaceUnencodable(text: string): string {
	return Array.from(text, (character) =>
		bytesOf(character.codePointAt(0) ?? 0) === 0 ? '?' : character,
	).join('');
}

/** Length of `text` in EUC-KR bytes, the unit of every limit in NICEPAY's manual. */
export function eucKrByteLength(text: string): number {
	if (PLAIN_ASCII.test(text)) return text.length;
	let bytes = 0;
	for (const character of text) bytes += bytesOf(character.codePointAt(0) ?? 0) > 0xff ? 2 : 1;
	return bytes;
}

/**
 * Encodes normalised text.
 *
 * @throws {UnencodableTextError} for a character outside KS X 1001
 */
export function encodeEucKr(text: string): Buffer {
	const encoded = Buffer.allocUnsafe(text.length * 2);
	let length = 0;
	let position = 0;
	for (const character of text) {
		position++;
		const bytes = bytesOf(character.codePointAt(0) ?? 0);
		if (bytes === 0) throw new UnencodableTextError({ character, position });
		if (bytes > 0xff) encoded[length++] = bytes >> 8;
		encoded[length++] = bytes & 0xff;
	}
	return encoded.subarray(0, length);
}

/**
 * Decodes what NICEPAY calls EUC-KR. Read as CP949, its superset, so that a character NICEPAY should
 * not have sent still arrives. Never throws: broken sequences become U+FFFD.
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

/** Names what EUC-KR cannot carry, to follow a field's label: “contains 펲 (U+D3B2) at position 3, …”. */
export const describeUnencodable = ({ character, position }: UnencodableCharacter): string =>
	`contains ${describeCharacter(character)} at position ${position}, which EUC-KR (KS X 1001) cannot carry`;

/** A character as an error names it: itself, when it can be seen, and its code point. */
export function describeCharacter(character: string): string {
	const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	const visible = !/^[\p{C}\p{Z}\p{M}]$/u.test(character);
	return visible ? `“${character}” (U+${codePoint})` : `U+${codePoint}`;
}
