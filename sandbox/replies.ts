import type { EndpointName } from '../nodes/Nicepay/protocol/messages';
import { findResultCode } from '../nodes/Nicepay/protocol/resultCodes';
import { writeEucKr } from './eucKr';

/** A reply under NICEPAY's names, in NICEPAY's order. */
export type ReplyFields = Readonly<Record<string, string>>;

export type ReplyCharset = 'utf-8' | 'euc-kr';

/** How the client wants its reply. */
export interface ReplyForm {
	readonly charset: ReplyCharset;
	readonly format: 'JSON' | 'KV';
}

/** EUC-KR and JSON are what NICEPAY sends to those who do not ask. */
export function replyFormOf(field: (name: string) => string): ReplyForm {
	return {
		charset: field('CharSet') === 'utf-8' ? 'utf-8' : 'euc-kr',
		format: field('EdiType') === 'KV' ? 'KV' : 'JSON',
	};
}

/** The bytes of a reply. In the KV form NICEPAY escapes nothing. */
export function encodeReply(fields: ReplyFields, { charset, format }: ReplyForm): Buffer {
	const text =
		format === 'JSON'
			? JSON.stringify(fields)
			: Object.entries(fields)
					.map(([name, value]) => `${name}=${value}`)
					.join('&');
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
