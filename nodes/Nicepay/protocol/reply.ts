import { decodeEucKr } from './charset';
import { parseLenientObject } from './lenientJson';

/**
 * The fields of a reply, by NICEPAY's names. Missing, `null` and empty values are equal: `''` or absent.
 * Values are trimmed, because NICEPAY pads some with spaces. Amounts keep their leading zeros. Source: the
 * manual, which also says that new fields may appear at any time.
 */
export type ReplyFields = Readonly<Record<string, string>>;

/** Anything that may precede a reply: a byte order mark, white space, JavaScript or HTML comments. */
const BEFORE_THE_REPLY = /^(?:\s|\/\*[^]*?\*\/|\/\/.*|<!--[^]*?-->)*/;

/** A parsed reply. */
export interface Reply {
	readonly fields: ReplyFields;
	/**
	 * The last field of a `Key=value` reply. It may be cut off, because nothing marks its end. Absent for
	 * JSON, where a closing brace does.
	 */
	readonly unterminatedField?: string;
}

/**
 * Decodes a reply in JSON or `Key=value&Key=value`, whichever it is. Accepts malformed JSON if it can be
 * read in one way only. The Content-Type is no help: integrators report JSON labelled `text/html`.
 *
 * @param bytes the raw body
 * @param charset the charset requested. For UTF-8, tries strict UTF-8 first and then EUC-KR, NICEPAY's
 *   default.
 * @returns `undefined` if this is not a reply from NICEPAY: HTML, cut off, or without a ResultCode
 */
export function decodeReply(bytes: Uint8Array, charset: 'utf-8' | 'euc-kr'): Reply | undefined {
	const text = decodeText(bytes, charset).replace(BEFORE_THE_REPLY, '').trim();
	const reply = text.startsWith('{') ? parseJson(text) : parseKeyValues(text);
	return reply?.fields.ResultCode ? reply : undefined;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function decodeText(bytes: Uint8Array, charset: 'utf-8' | 'euc-kr'): string {
	if (charset === 'utf-8') {
		try {
			return strictUtf8.decode(bytes);
		} catch {
			return decodeEucKr(bytes);
		}
	}
	return decodeEucKr(bytes);
}

function parseJson(text: string): Reply | undefined {
	const members = parseStrictObject(text) ?? parseLenientObject(text);
	if (!members || members.some(([, value]) => isRounded(value))) return undefined;
	const fields = toConsistentFields(members.map(([name, value]) => [name, formatValue(value)]));
	return fields && { fields };
}

/** Parses strict JSON. Gives up if a name may occur twice, because `JSON.parse` would drop one value. */
function parseStrictObject(text: string): ReadonlyArray<[string, unknown]> | undefined {
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
		const members = Object.entries(parsed);
		const names = text.match(/"\s*:/g)?.length ?? 0;
		return names === members.length ? members : undefined;
	} catch {
		return undefined;
	}
}

/** Makes fields of pairs; `undefined` if a field occurs twice with different values. */
function toConsistentFields(
	pairs: ReadonlyArray<readonly [name: string, text: string]>,
): ReplyFields | undefined {
	const fields = Object.fromEntries(pairs);
	return pairs.every(([name, text]) => fields[name] === text) ? fields : undefined;
}

function formatValue(value: unknown): string {
	if (value === null || value === undefined) return '';
	return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
}

/** Whether a number in the JSON was too large to be exact, so that its digits are lost. */
const isRounded = (value: unknown): boolean =>
	typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;

/** The `&` before the next pair. Values are not escaped and may contain `&` themselves. */
const NEXT_PAIR = /&(?=[A-Za-z_]\w*=)/;

function trimEnd(text: string, character: string): string {
	let length = text.length;
	while (text[length - 1] === character) length--;
	return text.slice(0, length);
}

/** Parses `Key=value` pairs. A value that repeats the merchant's text (MallReserved) can look like more pairs. */
function parseKeyValues(text: string): Reply | undefined {
	const pairs = trimEnd(text, '&')
		.split(NEXT_PAIR)
		.map((pair) => {
			const equals = pair.indexOf('=');
			return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const;
		});
	if (pairs.some(([name]) => !/^\w+$/.test(name))) return undefined;
	const fields = toConsistentFields(pairs);
	const unterminatedField = text.endsWith('&') ? undefined : pairs.at(-1)?.[0];
	return fields && { fields, unterminatedField };
}
