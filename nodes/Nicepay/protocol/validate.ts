import { describeUnencodable, eucKrByteLength, findUnencodable } from './charset';
import type { Endpoint, FieldSpec, MessageFields } from './messageTables';
import { failedCheck } from './messageTables';

/** One thing wrong with a message, found before anything was sent. */
export interface Violation {
	/** NICEPAY's field name. */
	readonly field: string;
	/** A full sentence without its full stop, such as "Goods Name is 46 bytes in EUC-KR; NICEPAY allows 40". */
	readonly message: string;
}

/**
 * Checks a message against its endpoint's table.
 *
 * @param fields normalised text under NICEPAY's names; absent and empty are the same
 * @param given whether a field is checked; the others are filled in when the message is signed
 * @returns every violation, in the table's order; empty for a message whose shape NICEPAY accepts
 */
export function validateMessage(
	endpoint: Endpoint,
	fields: MessageFields,
	given: (name: string) => boolean = () => true,
): Violation[] {
	return endpoint.fields
		.filter(({ name }) => given(name))
		.flatMap((spec) => {
			const message = violationOf(spec, fields);
			return message === undefined ? [] : [{ field: spec.name, message }];
		});
}

function violationOf(spec: FieldSpec, fields: MessageFields): string | undefined {
	const text = fields[spec.name] ?? '';
	if (text === '' || (spec.required === true && text.trim() === '')) return missing(spec, fields);

	const unencodable = findUnencodable(text);
	const wrong = failedCheck(spec.check, text);
	// A control character is named by its check; everything else without EUC-KR bytes by itself.
	if (unencodable && !(wrong && spec.check === 'text')) {
		return `${spec.label} ${describeUnencodable(unencodable)}`;
	}
	const broken = wrong ?? breaksReply(spec, text, fields);
	if (broken) return `${spec.label} ${broken}`;

	const bytes = eucKrByteLength(text);
	if (bytes > spec.maxBytes) {
		return `${spec.label} is ${bytes} bytes in EUC-KR; NICEPAY allows ${spec.maxBytes}`;
	}
	const contradiction = spec.alsoCheck?.(text, fields);
	return contradiction && `${spec.label} ${contradiction}`;
}

/**
 * What NICEPAY's reply repeats without escapes would make the reply unreadable, or bring in fields of
 * its own. Source: NICEPAY's newer API forbids `"` in reserved fields; the manual says nothing.
 */
function breaksReply(
	{ echoed }: FieldSpec,
	text: string,
	{ EdiType }: MessageFields,
): string | undefined {
	if (!echoed) return undefined;
	if (/["\\]/.test(text)) {
		return 'must not contain " or \\: NICEPAY’s reply repeats it and may then be unreadable';
	}
	return EdiType === 'KV' && /&\w+=/.test(text)
		? 'must not look like fields (“&name=”) when the reply format is Key=Value; choose JSON'
		: undefined;
}

function missing(spec: FieldSpec, fields: MessageFields): string | undefined {
	if (spec.required === true) return `${spec.label} is required`;
	if (spec.required !== false && spec.required.when(fields)) {
		return `${spec.label} is required ${spec.required.because}`;
	}
	return undefined;
}
