import { readEucKr } from './eucKr';

/** A request's body, read as an EUC-KR form. */
export interface ReceivedForm {
	/** By name. If a name is repeated, its first value. */
	readonly fields: ReadonlyMap<string, string>;
	readonly duplicates: readonly string[];
	/** Fields whose bytes are not KS X 1001, and why. */
	readonly flaws: readonly { readonly field: string; readonly flaw: string }[];
	/** The body as Latin-1, one character per byte. The merchant key is masked. */
	readonly rawBody: string;
	readonly containsKey: boolean;
}

/** Replaces the merchant key. */
export const MASK = '***';

/**
 * Reads a form body. Never throws: a broken `%` sequence is kept as it is. Accepts what the samples in
 * NICEPAY's manual send: percent-encoded or raw EUC-KR, `+` or `%20` for a space, hex digits in either
 * case, and a line break at the end.
 */
export function readForm(body: Buffer, merchantKey: string): ReceivedForm {
	const fields = new Map<string, string>();
	const duplicates: string[] = [];
	const flaws: Array<{ field: string; flaw: string }> = [];
	const shown: string[] = [];
	let containsKey = false;
	const sent = body.toString('latin1');
	const content = sent.replace(/\r\n?$|\n$/, '');
	const lineBreak = sent.slice(content.length);

	// Splitting is safe: no byte of an EUC-KR pair equals & = % or +.
	for (const pair of content.split('&')) {
		const [rawName = ''] = pair.split('=', 1);
		const name = readEucKr(percentDecode(rawName));
		const value = readEucKr(percentDecode(pair.slice(rawName.length + 1)));
		// A key that was sent unescaped has lost its plus signs.
		const isSecret = [value.text, name.text, pair].some(
			(part) => part.includes(merchantKey) || part.includes(merchantKey.replaceAll('+', ' ')),
		);
		containsKey ||= isSecret;
		shown.push(isSecret ? MASK : pair);
		if (pair === '' || isSecret) continue;

		if (fields.has(name.text)) duplicates.push(name.text);
		else fields.set(name.text, value.text);
		const flaw = name.flaw ?? value.flaw;
		if (flaw !== undefined) flaws.push({ field: name.text, flaw });
	}
	return { fields, duplicates, flaws, rawBody: shown.join('&') + lineBreak, containsKey };
}

function percentDecode(latin1: string): Buffer {
	const decoded = latin1
		.replaceAll('+', ' ')
		.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)));
	return Buffer.from(decoded, 'latin1');
}
