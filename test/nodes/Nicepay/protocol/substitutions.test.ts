import { findUnencodable, normalizeText } from '../../../../nodes/Nicepay/protocol/charset';
import { SUBSTITUTIONS } from '../../../../nodes/Nicepay/protocol/substitutions';

const rows = SUBSTITUTIONS.flatMap(([characters, substitute, reason]) =>
	Array.from(characters, (character) => ({ character, substitute, reason })),
);
const named = rows.map(
	({ character, ...row }) =>
		[
			`U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
			character,
			row,
		] as const,
);

const isInvisible = (character: string) => /^\p{Default_Ignorable_Code_Point}$/u.test(character);

describe('A character that is sent as another', () => {
	it.each(named)('%s is no letter and no digit that anyone can see', (_, character) => {
		expect(/^[\p{L}\p{N}]$/u.test(character) && !isInvisible(character)).toBe(false);
	});

	it.each(named)('%s has a reason, and something to be sent', (_, __, { substitute, reason }) => {
		expect(reason).toMatch(/\w{4}/);
		expect(findUnencodable(substitute)).toBeUndefined();
	});

	it.each(named)(
		'%s is dropped if, and only if, it is invisible',
		(_, character, { substitute }) => {
			expect(substitute === '').toBe(isInvisible(character));
		},
	);

	it.each(named)('%s is sent so in the middle of a text', (_, character, { substitute }) => {
		expect(normalizeText(`가${character}나`)).toBe(`가${substitute}나`);
	});

	it.each(named)('%s is not the substitute of another', (_, character) => {
		expect(rows.some(({ substitute }) => substitute.includes(character))).toBe(false);
	});

	it('has one row', () => {
		expect(new Set(rows.map(({ character }) => character)).size).toBe(rows.length);
	});

	it.each([
		['₩55,000', '￦55,000'],
		['봄—여름', '봄―여름'],
		['9월–11월', '9월-11월'],
		['10〜12세', '10～12세'],
		['초・중', '초·중'],
		['It’s', "It's"],
		['“겨울” 특강…', '“겨울” 특강…'],
		['⋯', '…'],
		['a\u00a0b\u200bc\ufeff', 'a bc'],
		['홍\u3164길\u00ad동', '홍길동'],
		['☎\ufe0f', '☎'],
	])('such as %s: %s', (text, sent) => {
		expect(normalizeText(text)).toBe(sent);
		expect(findUnencodable(sent)).toBeUndefined();
	});
});
