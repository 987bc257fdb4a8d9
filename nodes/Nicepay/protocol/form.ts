import { decodeEucKr, encodeEucKr } from './charset';
import type { MessageFields } from './messageFields';

/** Content-Type of every request. Source: the manual: forms are percent-encoded EUC-KR. */
export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=euc-kr';

const UNESCAPED = new Set(
	Buffer.from('*-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
);
const SPACE = 0x20;

/** The escape of each byte, as the JDK's `URLEncoder` writes it. */
const escapes: readonly string[] = Array.from({ length: 0x100 }, (_, byte) => {
	if (byte === SPACE) return '+';
	if (UNESCAPED.has(byte)) return String.fromCharCode(byte);
	return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

const NEEDS_NO_ESCAPE = /^[*\-.\w]*$/;

/** Percent-encodes text from its EUC-KR bytes. @throws {UnencodableTextError} */
export function percentEncode(text: string): string {
	if (NEEDS_NO_ESCAPE.test(text)) return text;
	let encoded = '';
	for (const byte of encodeEucKr(text)) encoded += escapes[byte];
	return encoded;
}

/**
 * Encodes fields as the ASCII body of a form POST. Keeps their order and leaves out empty ones.
 *
 * @throws {UnencodableTextError} if a character is not in EUC-KR
 */
export function encodeForm(fields: MessageFields): string {
	return Object.entries(fields)
		.filter(([, text]) => text !== '')
		.map(([name, text]) => `${percentEncode(name)}=${percentEncode(text)}`)
		.join('&');
}

/**
 * Parses a form body in EUC-KR, percent-encoded or as raw bytes. A space may be `+` or `%20`: captured
 * notifications use both. Keeps a broken `%` sequence as it is. Never throws.
 *
 * @returns the fields in the order of the body; a name may occur more than once
 */
export function parseForm(body: Uint8Array): Array<[name: string, text: string]> {
	return Buffer.from(body)
		.toString('latin1')
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const equals = pair.indexOf('=');
			const [name, text] =
				equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
			return [percentDecode(name), percentDecode(text)];
		});
}

/** Decodes percent-encoded or raw EUC-KR. @param bytes one character for each byte */
function percentDecode(bytes: string): string {
	const decoded = bytes
		.replaceAll('+', ' ')
		.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
			String.fromCharCode(Number.parseInt(hex, 16)),
		);
	return /[\u0080-\u00ff]/.test(decoded) ? decodeEucKr(Buffer.from(decoded, 'latin1')) : decoded;
}
