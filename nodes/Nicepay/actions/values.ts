import { normalizeText, replaceUnencodable } from '../protocol/charset';
import type { MessageFields } from '../protocol/messages';
import { ENDPOINTS } from '../protocol/messages';
import { InvalidItem } from './InvalidItem';

/**
 * A parameter's value as normalised text; absent values are `''`.
 *
 * @throws {InvalidItem} for lists, objects, booleans, and numbers that have lost digits
 */
export function textOf(label: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return normalizeText(value);
	if (typeof value !== 'number' || Number.isNaN(value)) {
		throw new InvalidItem([`${label} must be text`]);
	}
	if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
		throw new InvalidItem([
			`${label} must be given as text: as a number it is too large to be exact (it is ${value})`,
		]);
	}
	return String(value);
}

/** Whether an expression gave true, or the word. */
export const isYes = (value: unknown): boolean => value === true || value === 'true';

/** Whether an expression gave false, or the word. */
export const isNo = (value: unknown): boolean => value === false || value === 'false';

/** Digits as people write them, without hyphens and spaces. */
export const digitsOf = (label: string, value: unknown): string =>
	textOf(label, value).replace(/[\s-]/g, '');

/**
 * An amount of won as NICEPAY's digits.
 *
 * @throws {InvalidItem} unless it is a whole number above zero
 */
export function wonOf(label: string, value: unknown): string {
	const amount = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
	if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0) {
		return String(amount);
	}
	const given = value === '' || value === undefined || value === null ? 'empty' : String(value);
	throw new InvalidItem([`${label} must be a whole number of won, 1 or more (it is ${given})`]);
}

/** A bank code, with a word on the zeros a spreadsheet drops. @throws {InvalidItem} */
export function bankCodeOf(label: string, value: unknown): string {
	const code = textOf(label, value).trim();
	if (/^\d{1,2}$/.test(code)) {
		throw new InvalidItem([
			`${label} must be a bank code of exactly three digits (it is ${code}; spreadsheets drop leading zeros: ${code.padStart(3, '0')})`,
		]);
	}
	return code;
}

const REPLACEABLE: ReadonlySet<string> = new Set(
	Object.values(ENDPOINTS)
		.flatMap(({ fields }) => fields)
		.filter(({ replaceable }) => replaceable)
		.map(({ name }) => name),
);

/** Puts `?` for what EUC-KR cannot carry, in free text only: never in numbers, orders or a refund account's holder. */
export const withReplacements = (fields: MessageFields): MessageFields =>
	Object.fromEntries(
		Object.entries(fields).map(([name, text]) => [
			name,
			REPLACEABLE.has(name) ? replaceUnencodable(text) : text,
		]),
	);
