import iconv from 'iconv-lite';

/**
 * EUC-KR as the sandbox reads and writes it, apart from the client's own code, so that neither hides
 * a bug of the other.
 */

/** Text as it was received. */
export interface ReceivedText {
	/** What could be read; U+FFFD stands for what could not. */
	readonly text: string;
	/** The first sequence that is not KS X 1001, as a person reads it. */
	readonly flaw?: string;
}

/** The postal mark of KS X 1001:2002, which iconv-lite's table lacks. */
const POSTAL_MARK = { character: '\u327e', bytes: Buffer.from([0xa2, 0xe8]) };

const pairs = new Map<number, string>([[POSTAL_MARK.bytes.readUInt16BE(), POSTAL_MARK.character]]);

function characterOf(pair: number): string {
	const known = pairs.get(pair);
	if (known !== undefined) return known;
	const character = iconv.decode(Buffer.from([pair >> 8, pair & 0xff]), 'cp949');
	pairs.set(pair, character);
	return character;
}

/** Reads bytes as KS X 1001 and says where they are something else (CP949 only, UTF-8, cut off). */
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
		const character = characterOf((lead << 8) | trail);
		const broken = character.length !== 1 || character === '\ufffd';
		text += broken ? '\ufffd' : character;
		if (broken || lead < 0xa1 || trail < 0xa1) {
			const shown = bytes
				.subarray(index, index + 2)
				.toString('hex')
				.toUpperCase();
			flaw ??= broken
				? `bytes ${shown} at offset ${index} are no EUC-KR`
				: `“${character}” (bytes ${shown} at offset ${index}) is CP949, not KS X 1001`;
		}
		if (!broken) index++;
	}
	return flaw === undefined ? { text } : { text, flaw };
}

/** Writes text as EUC-KR; what it cannot carry becomes `?`. */
export function writeEucKr(text: string): Buffer {
	const parts = text.split(POSTAL_MARK.character).map((part) => iconv.encode(part, 'cp949'));
	return Buffer.concat(
		parts.flatMap((part, index) => (index === 0 ? [part] : [POSTAL_MARK.bytes, part])),
	);
}

/** Whether every character of `text` is in KS X 1001. */
export function isEucKr(text: string): boolean {
	const read = readEucKr(writeEucKr(text));
	return read.flaw === undefined && read.text === text;
}
