import { eucKrByteLength } from '../nodes/Nicepay/protocol/charset';

/** Columns on a terminal: a Korean character takes two, as it takes two bytes in EUC-KR. */
const pad = (text: string, columns: number): string =>
	text + ' '.repeat(Math.max(0, columns - eucKrByteLength(text)));

/** Rows as a table with a heading, every column as wide as its widest text. */
export function table(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const lines = [headings, ...rows];
	const widths = headings.map((_, column) =>
		Math.max(...lines.map((line) => eucKrByteLength(line[column] ?? ''))),
	);
	const print = (line: readonly string[]) =>
		line
			.map((text, column) => pad(text, widths[column] ?? 0))
			.join('  ')
			.trimEnd();
	const rule = widths.map((width) => '-'.repeat(width)).join('  ');
	return [print(headings), rule, ...rows.map(print)].join('\n');
}
