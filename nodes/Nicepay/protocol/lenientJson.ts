import { evaluate, parse } from '@humanwhocodes/momoa';

/** A member of an object: its name and its value. */
export type Member = [name: string, value: unknown];

/**
 * Reads an object that is almost JSON: single quotes, line breaks in texts, comments, a comma at the
 * end, something behind the closing brace. NICEPAY's replies are put together by hand.
 *
 * @returns all members in their order, names that repeat among them; `undefined` for anything else, and
 *   where what stands behind the object could be another reply
 */
export function parseLenientObject(text: string): readonly Member[] | undefined {
	const [members, end] = attempt(text);
	if (members) return members;
	const isAlone = !/ResultCode/i.test(text.slice(end));
	return isAlone ? attempt(text.slice(0, end))[0] : undefined;
}

/** The members of the object that `text` is, or where it ceases to be one. */
function attempt(text: string): [members: readonly Member[] | undefined, end: number] {
	try {
		const { body } = parse(text, { mode: 'json5', ranges: true });
		if (body.type !== 'Object') return [undefined, 0];
		const members = body.members.map(({ name, value }): Member => {
			const key = name.type === 'String' ? name.value : name.name;
			// As it stands: a number may have lost its zeros, or mean something else in hexadecimal.
			const digits = value.type === 'Number' && text.slice(...(value.range ?? []));
			return [key, digits || evaluate(value)];
		});
		return [members, text.length];
	} catch (error) {
		return [undefined, (error as { offset?: number }).offset ?? 0];
	}
}
