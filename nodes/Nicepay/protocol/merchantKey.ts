import { equalInConstantTime } from './replySignature';

/** A `+` that was sent unescaped arrives as a space, and is trimmed away at either end of the key. */
const normalizeKey = (key: string): string => key.replaceAll('+', ' ').trim();

/** Whether two strings are the same merchant key. Compares in constant time. */
export const isSameKey = (one: string, other: string): boolean =>
	equalInConstantTime(normalizeKey(one), normalizeKey(other));

/**
 * A key this long cannot be part of other text by chance. The sample key in the manual has 88 characters.
 */
const MIN_SEARCHABLE_LENGTH = 20;

/**
 * Removes every field that contains the merchant key, in its value or its name. Captured notifications
 * carry the key, and what NICEPAY sends is passed on to the workflow.
 */
export function withoutKey(
	fields: Readonly<Record<string, string>>,
	merchantKey: string,
): Readonly<Record<string, string>> {
	const key = normalizeKey(merchantKey);
	const containsKey = (text: string): boolean => {
		// Most values are shorter than a key: skip them without copying.
		if (text.length < key.length) return false;
		const found = normalizeKey(text);
		return found === key || (key.length >= MIN_SEARCHABLE_LENGTH && found.includes(key));
	};
	return Object.fromEntries(
		// A bare key ending in `=` is parsed as a name with an empty value.
		Object.entries(fields).filter(
			([name, text]) => !containsKey(text) && !containsKey(`${name}=${text}`),
		),
	);
}
