import { readEucKr } from './eucKr';

/** A request's body, read as an EUC-KR form. */
export interface ReceivedForm {
	/** Under the names as sent; of a repeated name the first. */
	readonly fields: ReadonlyMap<string, string>;
	readonly duplicates: readonly string[];
	/** Fields whose bytes are not KS X 1001, and why. */
	readonly flaws: readonly { readonly field: string; readonly flaw: string }[];
	/** The body as latin1, one character a byte. The merchant key is masked. */
	readonly rawBody: string;
	readonly containsKey: boolean;
}

/** Stands where the merchant key was. */
export const MASK = '***';

/**
 * Reads what NICEPAY's own sample clients send: percent-encoded or raw EUC-KR, `+` or `%20` for a
 * space, escapes in either case, a line break at the very end. Never throws; a broken `%` sequence
 * stands for itself.
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

	// No EUC-KR byte that is part of a pair looks like one of & = % +.
	for (const pair of content.split('&')) {
		const equals = pair.indexOf('=');
		const [rawName, rawText] =
			equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
		const name = readEucKr(percentDecode(rawName));
		const text = readEucKr(percentDecode(rawText));
		// Sent without escapes, a key loses its plus signs.
		const secret = [text.text, name.text, pair].some(
			(part) => part.includes(merchantKey) || part.includes(merchantKey.replaceAll('+', ' ')),
		);
		containsKey ||= secret;
		shown.push(secret ? MASK : pair);
		if (pair === '' || secret) continue;

		if (fields.has(name.text)) duplicates.push(name.text);
		else fields.set(name.text, text.text);
		const flaw = name.flaw ?? text.flaw;
		if (flaw !== undefined) flaws.push({ field: name.text, flaw });
	}
	return { fields, duplicates, flaws, rawBody: shown.join('&') + lineBreak, containsKey };
}

function percentDecode(latin1: string): Buffer {
	return Buffer.from(
		latin1
			.replaceAll('+', ' ')
			.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
				String.fromCharCode(Number.parseInt(hex, 16)),
			),
		'latin1',
	);
}
