import { given } from '../given';
import { describeUnencodable, eucKrByteLength, findUnencodable } from './charset';
import type { Endpoint, FieldSpec, MessageFields } from './messageFields';
import { checkText } from './messageFields';

/** Something wrong with a message, found before it was sent. */
export interface Violation {
	/** NICEPAY's field name. */
	readonly field: string;
	/** A sentence without its full stop: “Goods Name is 46 bytes in EUC-KR; NICEPAY allows 40”. */
	readonly message: string;
}

/**
 * Checks a message against its endpoint's table.
 *
 * @param fields normalized text by NICEPAY's names; an absent field equals an empty one
 * @param isGiven whether to check a field; the others are added when the message is signed
 * @returns all violations in the table's order; empty if the message is valid
 */
export function validateMessage(
	endpoint: Endpoint,
	fields: MessageFields,
	isGiven: (name: string) => boolean = () => true,
): Violation[] {
	return endpoint.fields
		.filter(({ name }) => isGiven(name))
		.flatMap((spec) => {
			const message = checkField(spec, fields);
			return message === undefined ? [] : [{ field: spec.name, message }];
		});
}

function checkField(spec: FieldSpec, fields: MessageFields): string | undefined {
	const text = fields[spec.name] ?? '';
	if (text === '' || (spec.required === true && text.trim() === ''))
		return checkPresence(spec, fields);

	const unencodable = findUnencodable(text);
	const wrong = checkText(spec.check, text);
	// For control characters, the check's own wording is clearer.
	if (unencodable && !(wrong && spec.check === 'text')) {
		return `${spec.label} ${describeUnencodable(unencodable)}`;
	}
	if (wrong) return `${spec.label} ${wrong}${mayBeShown(spec) ? ` ${given(text)}` : ''}`;
	const broken = checkEcho(spec, text, fields);
	if (broken) return `${spec.label} ${broken}`;

	const bytes = eucKrByteLength(text);
	if (bytes > spec.maxBytes) {
		return `${spec.label} is ${bytes} bytes in EUC-KR; NICEPAY allows ${spec.maxBytes}`;
	}
	const contradiction = spec.alsoCheck?.(text, fields);
	return contradiction && `${spec.label} ${contradiction}`;
}

/** Names, account numbers and phone numbers are free text or digits: they must not get into a log. */
const mayBeShown = ({ check }: FieldSpec): boolean => check !== 'text' && check !== 'digits';

/**
 * Refuses text that could make NICEPAY's reply unreadable, or add fields to it: NICEPAY repeats the text,
 * perhaps unescaped. Source: NICEPAY's newer API forbids `"` in reserved fields; the manual says nothing.
 */
function checkEcho(
	{ echoed }: FieldSpec,
	text: string,
	{ EdiType }: MessageFields,
): string | undefined {
	if (!echoed) return undefined;
	if (/["\\]/.test(text)) {
		return 'must not contain " or \\: NICEPAY repeats it in its reply, which may then be unreadable';
	}
	return EdiType === 'KV' && /&\w+=/.test(text)
		? 'must not look like fields (“&name=”) when the reply format is Key=Value; choose JSON'
		: undefined;
}

function checkPresence(spec: FieldSpec, fields: MessageFields): string | undefined {
	if (spec.required === true) return `${spec.label} is required`;
	if (spec.required !== false && spec.required.when(fields)) {
		return `${spec.label} is required ${spec.required.because}`;
	}
	return undefined;
}
