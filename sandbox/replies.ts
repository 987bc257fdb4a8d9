import type { EndpointName } from '../nodes/Nicepay/protocol/messages';
import { findResultCode } from '../nodes/Nicepay/protocol/resultCodes';
import { writeEucKr } from './eucKr';

/** A reply under NICEPAY's names, in NICEPAY's order. */
export type ReplyFields = Readonly<Record<string, string>>;

export type ReplyCharset = 'utf-8' | 'euc-kr';

/** How the client wants its reply. */
export interface ReplyForm {
	readonly charset: ReplyCharset;
	readonly format: ReplyFormat;
}

const WRITERS = {
	JSON: (fields: ReplyFields) => JSON.stringify(fields),
	asciiJson: (fields: ReplyFields) =>
		JSON.stringify(fields).replace(
			/[\u0080-\uffff]/g,
			(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		),
	/** NICEPAY escapes nothing here. */
	KV: (fields: ReplyFields) =>
		Object.entries(fields)
			.map(([name, value]) => `${name}=${value}`)
			.join('&'),
};

type ReplyFormat = keyof typeof WRITERS;

/**
 * EUC-KR and JSON are what NICEPAY sends to those who do not ask. A client that asks for an unknown
 * CharSet must be able to read why it is refused: JSON is then ASCII, and KV, which has no escapes,
 * is in what the name most likely means.
 */
export function replyFormOf(field: (name: string) => string): ReplyForm {
	const charset = field('CharSet').toLowerCase();
	const json = ['', 'utf-8', 'euc-kr'].includes(charset) ? 'JSON' : 'asciiJson';
	return {
		charset: charset.startsWith('utf') ? 'utf-8' : 'euc-kr',
		format: field('EdiType').toUpperCase() === 'KV' ? 'KV' : json,
	};
}

/** The bytes of a reply. */
export function encodeReply(fields: ReplyFields, { charset, format }: ReplyForm): Buffer {
	const text = WRITERS[format](fields);
	return charset === 'utf-8' ? Buffer.from(text, 'utf8') : writeEucKr(text);
}

/** ResultCode and NICEPAY's Korean message for it, with the field it is about. */
export function resultOf(endpoint: EndpointName, code: string, field?: string): ReplyFields {
	const message = findResultCode(endpoint, code)?.messageKo ?? '정의되지 않은 결과코드입니다';
	return { ResultCode: code, ResultMsg: field === undefined ? message : `${message} (${field})` };
}

/** NICEPAY pads an amount in a reply to 12 digits. What is no amount is left out. */
export const padAmount = (won: string | number): string =>
	/^\d+$/.test(String(won)) ? String(won).padStart(12, '0') : '';
