import { equalInConstantTime } from './signature';

/** A `+` of a key that was sent unescaped arrives as a space; at the key's ends, not at all. */
const comparable = (key: string): string => key.replaceAll('+', ' ').trim();

/** Whether two texts are the same merchant key. Compares in constant time. */
export const isSameKey = (one: string, other: string): boolean =>
	equalInConstantTime(comparable(one), comparable(other));

/** Characters from which on a key cannot stand in a text by chance. NICEPAY's own have 88. */
const UNMISTAKABLE = 20;

/**
 * Leaves out every field that holds the merchant key, under whatever name, or as its name: NICEPAY's
 * notifications carry it, and what NICEPAY sends is handed on to the workflow.
 */
export function withoutKey(
	fields: Readonly<Record<string, string>>,
	merchantKey: string,
): Readonly<Record<string, string>> {
	const key = comparable(merchantKey);
	const holds = (text: string): boolean => {
		// Most texts are shorter than a key: they need not be copied.
		if (text.length < key.length) return false;
		const found = comparable(text);
		return found === key || (key.length >= UNMISTAKABLE && found.includes(key));
	};
	return Object.fromEntries(
		// The `=` at the end of a key without a name is read as the one that ends the name.
		Object.entries(fields).filter(([name, text]) => !holds(text) && !holds(`${name}=${text}`)),
	);
}
