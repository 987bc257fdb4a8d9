/**
 * Characters of free text that are sent as another one, or dropped: KS X 1001 has no code for most of them,
 * and nobody can see the others. No row changes a letter, a digit or the meaning.
 *
 * Source: KS X 1001 and its mapping in the JDK, for what can be encoded; the Unicode names and the
 * property Default_Ignorable_Code_Point, for what is equal and what is invisible.
 */
export const SUBSTITUTIONS: ReadonlyArray<
	readonly [characters: string, substitute: string, reason: string]
> = [
	['\u20a9', '\uffe6', 'the won sign: KS X 1001 has that of full width'],
	['\u00a2', '\uffe0', 'the cent sign: KS X 1001 has that of full width'],
	['\u00a3', '\uffe1', 'the pound sign: KS X 1001 has that of full width'],
	['\u00a5', '\uffe5', 'the yen sign: KS X 1001 has that of full width'],
	['\u00ac', '\uffe2', 'the not sign: KS X 1001 has that of full width'],
	['\u00af\u203e', '\uffe3', 'the overline: KS X 1001 has that of full width'],
	['\u2014', '\u2015', 'the em dash: KS X 1001 has the horizontal bar'],
	['\u2010\u2011\u2012\u2013\u2212\ufe63', '-', 'hyphens, the en dash and the minus sign'],
	['\u301c', '\uff5e', 'the wave dash: KS X 1001 has the tilde of full width'],
	['\u30fb\uff65\u2022\u2027\u2219\u22c5\u0387', '\u00b7', 'middle dots and the bullet'],
	[
		'\u2018\u2019\u201b',
		"'",
		'quotation marks that phones type for the apostrophe; KS X 1001 has two of them',
	],
	['\u201f', '\u201d', 'a double quotation mark: KS X 1001 has the usual form'],
	['\u22ef', '\u2026', 'the ellipsis at half height: KS X 1001 has that on the line'],
	['\u2024', '.', 'the one dot leader'],
	['\u2044\u2215', '/', 'slashes of fractions and divisions'],
	['\u2236', ':', 'the ratio sign'],
	['\uff62', '\u300c', 'the corner bracket of half width'],
	['\uff63', '\u300d', 'the corner bracket of half width'],
	['\uff61', '\u3002', 'the ideographic full stop of half width'],
	['\uff64', '\u3001', 'the ideographic comma of half width'],
	[
		'\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f',
		' ',
		'spaces that do not break, or of another width',
	],
	['\u00ad\u200b\u200c\u200d\u2060\ufeff', '', 'invisible: they only say where a line may break'],
	['\u034f', '', 'invisible: it only keeps accents apart'],
	['\u115f\u1160\u3164\uffa0', '', 'invisible: they fill the place of a letter that is not there'],
	['\u180e', '', 'invisible: it only joins letters'],
	[
		'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069',
		'',
		'invisible: they only turn the direction of writing',
	],
	[
		'\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f',
		'',
		'invisible: they only choose between forms of a sign',
	],
];

const substitutes: ReadonlyMap<string, string> = new Map(
	SUBSTITUTIONS.flatMap(([characters, substitute]) =>
		Array.from(characters, (character) => [character, substitute] as const),
	),
);

const SUBSTITUTED = new RegExp(`[${[...substitutes.keys()].join('')}]`, 'g');

/** Puts a character that can be sent, or nothing, for each that has a row in {@link SUBSTITUTIONS}. */
export const substitute = (text: string): string =>
	text.replace(SUBSTITUTED, (character) => substitutes.get(character) ?? character);
