import { eucKrByteLength } from '../nodes/Nicepay/protocol/charset';

/** Pads to columns on a terminal. A Korean character takes two, just as it takes two EUC-KR bytes. */
const pad = (text: string, columns: number): string =>
	text + ' '.repeat(Math.max(0, columns - eucKrByteLength(text)));

/** Formats rows as a table with headings. */
export function table(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = headings.map((_, column) =>
		Math.max(...[headings, ...rows].map((row) => eucKrByteLength(row[column] ?? ''))),
	);
	const rule = widths.map((width) => '-'.repeat(width));
	const format = (row: readonly string[]) =>
		row.map((text, column) => pad(text, widths[column] ?? 0)).join('  ');
	return [headings, rule, ...rows].map((row) => format(row).trimEnd()).join('\n');
}
