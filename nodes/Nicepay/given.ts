/** How much of a value a message shows. */
const SHOWN = 40;

/** What was given, for a message: “(it is 55.000)”. Never for an account number or a name. */
export const given = (value: unknown): string => `(it is ${shown(value)})`;

function shown(value: unknown): string {
	if (value === undefined || value === null) return 'empty';
	const text = toText(value)
		.replace(/\p{Cc}+/gu, ' ')
		.trim();
	if (text === '') return 'empty';
	const characters = Array.from(text);
	return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : text;
}

function toText(value: unknown): string {
	if (typeof value !== 'object') return String(value);
	try {
		return JSON.stringify(value);
	} catch {
		return Object.prototype.toString.call(value);
	}
}
