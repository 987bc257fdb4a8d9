import { toPlainText, wholeDigits } from '../protocol/lenientText';

/** Values as people and spreadsheets write them. Each function gives `undefined` for what could mean two things. */

/**
 * With or without commas at every third digit, a currency, and decimals that are all zero. Three of them
 * may be thousands; four are a database's.
 */
const AMOUNT =
	/^(?:[₩\\]|krw)?\s*(\d+|\d{1,3}(?:,\d{3})+)(?:\.(?:00?|0{4,}))?\s*(?:원정?|₩|won|krw)?$/i;

/** Reads a whole number of won, 1 or more. Korean fonts show a backslash as the won sign. */
export function toWon(value: unknown): number | undefined {
	const digits = typeof value === 'string' ? AMOUNT.exec(toPlainText(value))?.[1] : undefined;
	const amount = digits === undefined ? value : Number(digits.replaceAll(',', ''));
	return typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0
		? amount
		: undefined;
}

/** Reads a whole number, 0 or more. */
export function toCount(value: unknown): number | undefined {
	const digits = typeof value === 'string' ? wholeDigits(toPlainText(value)) : undefined;
	const count = digits === undefined ? value : Number(digits);
	return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

const YES = new Set(['true', 'yes', 'y', 'on', '1', '예', '네', '참']);
const NO = new Set(['false', 'no', 'n', 'off', '0', '아니오', '아니요', '거짓']);

/** Reads a switch: a boolean, 1 or 0, or a word for it in English or Korean. */
export function toBoolean(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const word = toPlainText(String(value)).toLowerCase();
	if (YES.has(word)) return true;
	return NO.has(word) ? false : undefined;
}
