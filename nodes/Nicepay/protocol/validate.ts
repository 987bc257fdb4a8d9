import { describeCharacter, eucKrByteLength, findUnencodable } from './charset';
import type { Endpoint, FieldSpec, MessageFields } from './messages';
import { failedCheck } from './messages';

/** One thing that is wrong with a message, found before anything was sent. */
export interface Violation {
	/** NICEPAY's field name. */
	readonly field: string;
	/** A full sentence without its full stop, such as "Goods Name is 46 bytes in EUC-KR; NICEPAY allows 40". */
	readonly message: string;
}

/**
 * Holds a message against its endpoint's table.
 *
 * @param fields normalised text under NICEPAY's names; absent and empty are the same
 * @param given names that are checked; the others are filled in when the message is signed
 * @returns every violation, in the table's order; empty when NICEPAY has no reason to refuse the shape
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
		const { character, position } = unencodable;
		return `${spec.label} contains ${describeCharacter(character)} at position ${position}, which EUC-KR (KS X 1001) cannot carry`;
	}
	if (wrong) return `${spec.label} ${wrong}`;

	if (spec.echoed && /["\\]/.test(text)) {
		return `${spec.label} must not contain " or \\: NICEPAY’s reply repeats it and may then be unreadable`;
	}

	const bytes = eucKrByteLength(text);
	if (bytes > spec.maxBytes) {
		return `${spec.label} is ${bytes} bytes in EUC-KR; NICEPAY allows ${spec.maxBytes}`;
	}
	return undefined;
}

function missing(spec: FieldSpec, fields: MessageFields): string | undefined {
	if (spec.required === true) return `${spec.label} is required`;
	if (spec.required !== false && spec.required.when(fields)) {
		return `${spec.label} is required ${spec.required.because}`;
	}
	return undefined;
}
