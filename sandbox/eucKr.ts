import iconv from 'iconv-lite';

/**
 * EUC-KR, not shared with the node, so that neither hides a bug of the other.
 *
 * Source: the Java and C# samples in NICEPAY's manual, which encode KS X 1001.
 */

export interface ReceivedText {
	/** Unreadable bytes become U+FFFD. */
	readonly text: string;
	/** Describes the first sequence that is not KS X 1001. */
	readonly flaw?: string;
}

/** The postal mark of KS X 1001:2002, which iconv-lite's table lacks. */
const POSTAL_MARK = { character: '\u327e', bytes: Buffer.from([0xa2, 0xe8]) };

const decoded = new Map<number, string>([
	[POSTAL_MARK.bytes.readUInt16BE(), POSTAL_MARK.character],
]);

function decodePair(pair: number): string {
	const known = decoded.get(pair);
	if (known !== undefined) return known;
	const character = iconv.decode(Buffer.from([pair >> 8, pair & 0xff]), 'cp949');
	decoded.set(pair, character);
	return character;
}

/** Reads bytes as KS X 1001, and reports anything else: CP949 extensions, UTF-8, cut characters. */
export function readEucKr(bytes: Buffer): ReceivedText {
	let text = '';
	let flaw: string | undefined;
	for (let index = 0; index < bytes.length; index++) {
		const lead = bytes[index] ?? 0;
		if (lead < 0x80) {
			text += String.fromCharCode(lead);
			continue;
		}
		const trail = bytes[index + 1] ?? 0;
		const character = decodePair((lead << 8) | trail);
		const isBroken = character.length !== 1 || character === '\ufffd';
		text += isBroken ? '\ufffd' : character;
		if (isBroken || lead < 0xa1 || trail < 0xa1) {
			const hex = bytes.toString('hex', index, index + 2).toUpperCase();
			flaw ??= isBroken
				? `bytes ${hex} at offset ${index} are not EUC-KR`
				: `“${character}” (bytes ${hex} at offset ${index}) is CP949, not KS X 1001`;
		}
		if (!isBroken) index++;
	}
	return flaw === undefined ? { text } : { text, flaw };
}

/** Writes text as EUC-KR. Characters that it lacks become `?`. */
export function writeEucKr(text: string): Buffer {
	const parts = text.split(POSTAL_MARK.character).map((part) => iconv.encode(part, 'cp949'));
	return Buffer.concat(
		parts.flatMap((part, index) => (index === 0 ? [part] : [POSTAL_MARK.bytes, part])),
	);
}

/** Whether KS X 1001 has every character of `text`. */
export function isEucKr(text: string): boolean {
	const read = readEucKr(writeEucKr(text));
	return read.flaw === undefined && read.text === text;
}
