/** How much of a value a message shows. */
const SHOWN = 40;

/** What was given, for a message: “(it is 55.000)”. Never for an account number, a phone number or a name. */
export const given = (value: unknown): string => `(it is ${cut(show(value))})`;

/** Seven digits or more: perhaps an account or a phone number, with a name behind it. */
const NUMBER = /\d(?:[ .-]*\d){6}.*/s;

/**
 * What was given for a choice, which is no number. n8n logs messages, and a cell may hold more than it
 * should, such as bank, account number and holder in one. Nothing is shown from a number on.
 */
export const givenChoice = (value: unknown): string =>
	given(typeof value === 'string' ? value.replace(NUMBER, '…') : value);

function cut(text: string): string {
	const characters = Array.from(text);
	return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : text;
}

function show(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(showMember).join(', ')}]`;
	if (typeof value === 'object' && value !== null) return 'an object';
	return (
		String(value ?? '')
			.replace(/\p{Cc}+/gu, ' ')
			.trim() || 'empty'
	);
}

const showMember = (value: unknown): string =>
	typeof value === 'string' ? JSON.stringify(value) : show(value);
