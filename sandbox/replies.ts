import type { EndpointName } from '../nodes/Nicepay/protocol/messageFields';
import { findResultCode } from '../nodes/Nicepay/protocol/resultCodes';
import { writeEucKr } from './eucKr';

/** A reply under NICEPAY's field names, in NICEPAY's order. */
export type ReplyFields = Readonly<Record<string, string>>;

/** How the client wants its reply. */
export interface ReplyFormat {
	readonly charset: 'utf-8' | 'euc-kr';
	readonly write: (fields: ReplyFields) => string;
}

const writeJson = (fields: ReplyFields) => JSON.stringify(fields);

const writeAsciiJson = (fields: ReplyFields) =>
	JSON.stringify(fields).replace(
		/[\u0080-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** Nothing is escaped, as far as the manual shows. */
const writeKeyValue = (fields: ReplyFields) =>
	Object.entries(fields)
		.map(([name, value]) => `${name}=${value}`)
		.join('&');

/**
 * Reads CharSet and EdiType. Manual: EUC-KR and JSON are the defaults.
 *
 * The refusal of an unknown CharSet must be readable, so JSON is then plain ASCII. KV has no escapes:
 * it uses the charset that the name most likely means.
 */
export function readReplyFormat(field: (name: string) => string): ReplyFormat {
	const charset = field('CharSet').toLowerCase();
	const isKnown = ['', 'utf-8', 'euc-kr'].includes(charset);
	const isKeyValue = field('EdiType').toUpperCase() === 'KV';
	return {
		charset: charset.startsWith('utf') ? 'utf-8' : 'euc-kr',
		write: isKeyValue ? writeKeyValue : isKnown ? writeJson : writeAsciiJson,
	};
}

/** The bytes of a reply. */
export function encodeReply(fields: ReplyFields, { charset, write }: ReplyFormat): Buffer {
	const text = write(fields);
	return charset === 'utf-8' ? Buffer.from(text, 'utf8') : writeEucKr(text);
}

/** ResultCode and NICEPAY's Korean message for it, which names the field at fault. */
export function resultFields(endpoint: EndpointName, code: string, field?: string): ReplyFields {
	const message = findResultCode(endpoint, code)?.messageKo ?? '정의되지 않은 결과코드입니다';
	return { ResultCode: code, ResultMsg: field === undefined ? message : `${message} (${field})` };
}

/** Manual: amounts in replies are padded to 12 digits. Anything but digits is left out. */
export const padAmount = (won: string | number): string =>
	/^\d+$/.test(String(won)) ? String(won).padStart(12, '0') : '';
