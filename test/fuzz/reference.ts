import iconv from 'iconv-lite';

import { KEY, MID } from '../nodes/Nicepay/trigger/forms';

/** A notification as the reference reads it: with string functions instead of bytes. */
export interface Reading {
	/** The first text of each name, trimmed; no merchant keys. */
	readonly fields: ReadonlyMap<string, string>;
	readonly keys: readonly string[];
	/** Whether a field that decides something has two values. */
	readonly isContradictory: boolean;
	/** Whether a workflow may hear of it: the MID is right, a TID is there and no key is foreign. */
	readonly isBelievable: boolean;
}

const decode = (text: string): string => {
	const bytes = text
		.replace(/\+/g, ' ')
		.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
	return /[^\0-\x7f]/.test(bytes) ? iconv.decode(Buffer.from(bytes, 'latin1'), 'cp949') : bytes;
};

/** The postal mark of KS X 1001:2002, which iconv-lite lacks: the reference cannot read it. */
export const hasPostalMark = (body: Buffer): boolean =>
	/(\xa2|%a2)(\xe8|%e8)/i.test(body.toString('latin1'));

const DECISIVE = /^(PayMethod|MID|TID|MOID|Amt|ResultCode|StateCd)$/;

/** A key has neither spaces in it nor, the sample, a plus sign at its ends. */
const plusRestored = (key: string) =>
	key
		.split(' ')
		.join('+')
		.replace(/^\++|\++$/g, '');

export function readByReference(body: Buffer): Reading {
	const fields = new Map<string, string>();
	const keys: string[] = [];
	let isContradictory = false;
	for (const part of body.toString('latin1').split('&')) {
		if (part === '') continue;
		const end = part.includes('=') ? part.indexOf('=') : part.length;
		const [name, text] = [decode(part.slice(0, end)), decode(part.slice(end + 1)).trim()];
		if (/^merchantkey$/i.test(name)) keys.push(text);
		else if (!fields.has(name)) fields.set(name, text);
		else if (DECISIVE.test(name) && fields.get(name) !== text) isContradictory = true;
	}
	const isForeign = keys.some((key) => key !== '' && plusRestored(key) !== KEY);
	return {
		fields,
		keys,
		isContradictory,
		isBelievable:
			!isContradictory && !isForeign && fields.get('MID') === MID && Boolean(fields.get('TID')),
	};
}

/** Whether text holds the merchant key, as it is, with its `+` read as spaces, or as a form writes it. */
export const holdsKey = (text: string): boolean =>
	text.replaceAll(' ', '+').includes(KEY) || text.includes(encodeURIComponent(KEY));

/** Whether a field holds the key; the `=` at its end may be the one that ends the field's name. */
export const fieldHoldsKey = ([name, text]: readonly [string, string]): boolean =>
	holdsKey(`${name}=${text}`);
