import { decodeEucKr } from './charset';
import { parseLenientObject } from './lenientJson';

/**
 * A reply's fields under NICEPAY's names. Missing, `null` and empty values are alike: `''` or absent.
 * Texts are trimmed, because NICEPAY pads some with spaces; amounts keep their leading zeros.
 */
export type ReplyFields = Readonly<Record<string, string>>;

/** A byte order mark, blank lines and comments, of JavaScript or of HTML. */
const BEFORE_THE_REPLY = /^(?:\s|\/\*[^]*?\*\/|\/\/.*|<!--[^]*?-->)*/;

/** A reply as it was read. */
export interface Reply {
	readonly fields: ReplyFields;
	/**
	 * The last field of a `Key=value` reply, which may be cut off: nothing after it shows that it is
	 * whole. Absent for JSON, whose closing brace does.
	 */
	readonly openEnd?: string;
}

/**
 * Reads a reply: JSON or `Key=value&Key=value`, whichever it turns out to be. What is not quite JSON is
 * read where it can be read in one way only.
 *
 * @param bytes the body as it came
 * @param charset what the request asked for; UTF-8 is tried strictly and EUC-KR is the fall-back,
 *   since NICEPAY answers in EUC-KR where it does not know better
 * @returns what it says, or `undefined` when this is no reply of NICEPAY's (HTML, cut off, no ResultCode)
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
	const fields = withoutContradiction(members.map(([name, value]) => [name, textOf(value)]));
	return fields && { fields };
}

/** The members of an object in JSON proper, unless a name may stand in it twice: of those, `JSON.parse` drops one. */
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

/** The fields, unless one is there twice with two values: such a reply is not believed at all. */
function withoutContradiction(
	pairs: ReadonlyArray<readonly [name: string, text: string]>,
): ReplyFields | undefined {
	const fields = Object.fromEntries(pairs);
	return pairs.every(([name, text]) => fields[name] === text) ? fields : undefined;
}

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
}

/** Digits that JSON has as a number too large to be exact: what they were is lost. */
const isRounded = (value: unknown): boolean =>
	typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;

/** Where one pair ends and the next begins: values are not escaped and may contain `&`. */
const NEXT_PAIR = /&(?=[A-Za-z_]\w*=)/;

function withoutEnd(text: string, character: string): string {
	let length = text.length;
	while (text[length - 1] === character) length--;
	return text.slice(0, length);
}

/** Values echo what the merchant sent (MallReserved), so a value can look like further pairs. */
function parseKeyValues(text: string): Reply | undefined {
	const pairs = withoutEnd(text, '&')
		.split(NEXT_PAIR)
		.map((pair) => {
			const equals = pair.indexOf('=');
			return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const;
		});
	if (pairs.some(([name]) => !/^\w+$/.test(name))) return undefined;
	const fields = withoutContradiction(pairs);
	const openEnd = text.endsWith('&') ? undefined : pairs.at(-1)?.[0];
	return fields && { fields, openEnd };
}
