import { decodeEucKr, encodeEucKr } from './charset';
import type { MessageFields } from './messageTables';

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

const NEEDS_NO_ESCAPE = /^[*\-.\w]*$/;

/** Percent-encodes text from its EUC-KR bytes. @throws {UnencodableTextError} */
export function percentEncode(text: string): string {
	if (NEEDS_NO_ESCAPE.test(text)) return text;
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

/** The text of percent-encoded or raw EUC-KR bytes, each of which stands as one character. */
function percentDecode(bytes: string): string {
	const decoded = bytes
		.replaceAll('+', ' ')
		.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
			String.fromCharCode(Number.parseInt(hex, 16)),
		);
	return /[\u0080-\u00ff]/.test(decoded) ? decodeEucKr(Buffer.from(decoded, 'latin1')) : decoded;
}
