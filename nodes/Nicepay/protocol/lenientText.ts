import { normalizeText } from './charset';

/** Full-width forms of the characters from `!` to `~`, and the space and the won sign of full width. */
const FULL_WIDTH = /[\uff01-\uff5e\u3000\uffe6]/g;
/** What looks like a blank, and what makes digits appear in reverse. */
const FILLERS = /[\u115f\u1160\u3164\uffa0]/g;
const REVERSAL = /\u202e/g;
const OTHER_WIDTHS: Readonly<Record<string, string>> = { '\u3000': ' ', '\uffe6': '₩' };

/**
 * Text as a person typed it, ready to be compared or parsed: composed, without what is invisible, with
 * digits, letters and signs of usual width, and without white space at its ends. What only looks like
 * other text stays apart: a filler is a blank, and text that is shown in reverse is not text.
 */
export const toPlainText = (text: string): string =>
	normalizeText(text.replace(FILLERS, ' ').replace(REVERSAL, '\ufffd'))
		.replace(
			FULL_WIDTH,
			(character) =>
				OTHER_WIDTHS[character] ?? String.fromCharCode(character.charCodeAt(0) - 0xfee0),
		)
		.trim();

/** The digits of a whole number, as a spreadsheet may write it: `4`, `4.0` and `4.00` are 4. */
export const wholeDigits = (plainText: string): string | undefined =>
	/^(\d+)(?:\.00?)?$/.exec(plainText)?.[1];

/** Letters and digits alone, in lower case: two spellings of a name that fold to the same are the same name. */
export const foldName = (text: string): string =>
	toPlainText(text)
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase();
