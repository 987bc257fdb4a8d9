import iconv from 'iconv-lite';

import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../../../../sandbox/options';

export const KEY = SAMPLE_MERCHANT_KEY;
export const MID = SAMPLE_MID;

export type Fields = Readonly<Record<string, string>>;
/** For names that repeat. */
export type Pairs = ReadonlyArray<readonly [name: string, text: string]>;

/** One of the three addresses NICEPAY publishes, and one it does not. */
export const NICEPAY = '121.133.126.10';
export const STRANGER = '203.0.113.9';

export const TID = 'nicepay00m03011708211953289333';

/** The example of NICEPAY's manual, with Korean where the manual has question marks. */
export const EXAMPLE: Fields = {
	PG: 'NICE',
	PayMethod: 'VBANK',
	MID,
	MallUserID: '',
	Amt: '1000',
	GoodsName: '철청처치 책상 1+1 (50% 할인)',
	MOID: 'test7492739',
	TID,
	AuthDate: '160910071415',
	AuthCode: '',
	FnCd: '004',
	FnName: '국민은행',
	StateCd: '0',
	name: '홍길동',
	VbankName: '국민은행',
	VbankNum: '2220652830110',
	VbankInputName: '김 철수',
	ResultCode: '4110',
	ResultMsg: '가상계좌 입금 성공',
};

/** How a form is written; every way is one that a notification may come in. */
export interface Style {
	readonly hex?: 'upper' | 'lower';
	readonly space?: '+' | '%20';
	/** `raw`: the bytes of Korean text stand unescaped. */
	readonly korean?: 'percent' | 'raw';
}

/** Writes a form in EUC-KR, with nothing of the node's own code. */
export function encode(fields: Fields | Pairs, style: Style = {}): Buffer {
	const pairs: Pairs = Array.isArray(fields) ? (fields as Pairs) : Object.entries(fields);
	const parts = pairs.map(([name, text]) => `${escape(name, style)}=${escape(text, style)}`);
	return Buffer.from(parts.join('&'), 'latin1');
}

function escape(text: string, { hex = 'upper', space = '%20', korean = 'percent' }: Style) {
	return Array.from(iconv.encode(text, 'cp949'), (byte) => {
		const character = String.fromCharCode(byte);
		if (/[\w.*-]/.test(character) || (byte > 0x7f && korean === 'raw')) return character;
		if (character === ' ') return space;
		const digits = byte.toString(16).padStart(2, '0');
		return `%${hex === 'upper' ? digits.toUpperCase() : digits}`;
	}).join('');
}

/**
 * The 217 Hangul syllables of KS X 1001 whose EUC-KR bytes are valid UTF-8: whoever tries UTF-8 first
 * garbles them.
 */
export const AMBIGUOUS_SYLLABLES: readonly string[] = ambiguousSyllables();

function ambiguousSyllables(): string[] {
	const found: string[] = [];
	const utf8 = new TextDecoder('utf-8', { fatal: true });
	for (let lead = 0xb0; lead <= 0xc8; lead++) {
		for (let trail = 0xa1; trail <= 0xfe; trail++) {
			const bytes = Buffer.from([lead, trail]);
			try {
				utf8.decode(bytes);
				found.push(iconv.decode(bytes, 'cp949'));
			} catch {
				// Not valid UTF-8.
			}
		}
	}
	return found;
}
