import { evaluate, parse } from '@humanwhocodes/momoa';

/** A member of an object: its name and its value. */
export type Member = [name: string, value: unknown];

/**
 * Parses an object that is almost JSON: single quotes, line breaks in strings, comments, a trailing
 * comma, text after the closing brace. Integrators report replies of this kind; the manual does not
 * mention them.
 *
 * @returns all members in order, repeated names included; `undefined` for anything else, and if the text
 *   after the object could be another reply
 */
export function parseLenientObject(text: string): readonly Member[] | undefined {
	const [members, end] = tryParse(text);
	if (members) return members;
	const isAlone = !/ResultCode/i.test(text.slice(end));
	return isAlone ? tryParse(text.slice(0, end))[0] : undefined;
}

/** Parses an object. If that stops short, `end` is the offset at which it stopped. */
function tryParse(text: string): [members: readonly Member[] | undefined, end: number] {
	try {
		const { body } = parse(text, { mode: 'json5', ranges: true });
		if (body.type !== 'Object') return [undefined, 0];
		const members = body.members.map(({ name, value }): Member => {
			const key = name.type === 'String' ? name.value : name.name;
			// Keep a number's own text: parsing it could drop leading zeros or read it as hexadecimal.
			const digits = value.type === 'Number' && text.slice(...(value.range ?? []));
			return [key, digits || evaluate(value)];
		});
		return [members, text.length];
	} catch (error) {
		return [undefined, (error as { offset?: number }).offset ?? 0];
	}
}
