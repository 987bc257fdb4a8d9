import { decodeEucKr, encodeEucKr } from './charset';
import type { MessageFields } from './messages';

/** Content-Type of every request: the body is percent-encoded EUC-KR. */
export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=euc-kr';

const UNESCAPED = new Set(
	Buffer.from('*-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
);
const SPACE = 0x20;

/** How each byte stands in a form, as the JDK's `URLEncoder` writes it. */
const escapes: readonly string[] = Array.from({ length: 0x100 }, (_, byte) => {
	if (byte === SPACE) return '+';
	if (UNESCAPED.has(byte)) return String.fromCharCode(byte);
	return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Percent-encodes text from its EUC-KR bytes. @throws {UnencodableTextError} */
export function percentEncode(text: string): string {
	let encoded = '';
	for (const byte of encodeEucKr(text)) encoded += escapes[byte];
	return encoded;
}

/**
 * The ASCII body of a form POST, in the order of `fields`; empty fields are left out.
 *
 * @throws {UnencodableTextError} for text that is not EUC-KR
 */
export function encodeForm(fields: MessageFields): string {
	return Object.entries(fields)
		.filter(([, text]) => text !== '')
		.map(([name, text]) => `${percentEncode(name)}=${percentEncode(text)}`)
		.join('&');
}

/**
 * Reads a form body whose text is EUC-KR, percent-encoded or raw bytes, with `+` or `%20` for a
 * space. A broken `%` sequence stands for itself. Never throws.
 *
 * @returns every field in the order of the body; names may repeat
 */
export function parseForm(body: Uint8Array): Array<[name: string, text: string]> {
	return splitBytes(Buffer.from(body), '&')
		.filter((pair) => pair.length > 0)
		.map((pair) => {
			const equals = pair.indexOf('=');
			const [name, text] =
				equals < 0
					? [pair, Buffer.alloc(0)]
					: [pair.subarray(0, equals), pair.subarray(equals + 1)];
			return [percentDecode(name), percentDecode(text)];
		});
}

function splitBytes(bytes: Buffer, separator: string): Buffer[] {
	const parts: Buffer[] = [];
	let start = 0;
	for (let end = bytes.indexOf(separator); end >= 0; end = bytes.indexOf(separator, start)) {
		parts.push(bytes.subarray(start, end));
		start = end + 1;
	}
	parts.push(bytes.subarray(start));
	return parts;
}

function percentDecode(bytes: Buffer): string {
	const decoded = Buffer.allocUnsafe(bytes.length);
	let length = 0;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index] ?? 0;
		const escaped = byte === 0x25 ? bytes.toString('latin1', index + 1, index + 3) : '';
		if (/^[0-9A-Fa-f]{2}$/.test(escaped)) {
			decoded[length++] = Number.parseInt(escaped, 16);
			index += 2;
		} else {
			decoded[length++] = byte === 0x2b ? SPACE : byte;
		}
	}
	return decodeEucKr(decoded.subarray(0, length));
}
