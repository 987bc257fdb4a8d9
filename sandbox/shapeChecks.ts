import {
	ENDPOINTS,
	checkText,
	type FieldCheck,
	type FieldSpec,
} from '../nodes/Nicepay/protocol/messageFields';
import { parseKst } from '../nodes/Nicepay/protocol/kst';
import type { Checks, Received, Refusal } from './checks';
import { writeEucKr } from './eucKr';
import { expectedSignData } from './signatures';

/** More than this off Korean time means another time zone. The limit is the sandbox's own. */
const MAX_CLOCK_SKEW_MS = 60 * 60 * 1000;

/** The manual's result codes for a malformed field. It has A212 for all others. */
const MALFORMED: Readonly<Record<string, string>> = {
	Amt: 'A116',
	CancelAmt: 'A116',
	EdiDate: 'A106',
	VbankExpDate: '4102',
	CashReceiptType: '7013',
	ReceiptTypeNo: '7012',
	SignData: 'A211',
};

/** What NICEPAY checks in every request before it looks at the content. */
export const shapeChecks: Checks = {
	// The manual has a code for this. Which of the two values NICEPAY would take is not published.
	'no field twice': ({ form: { duplicates } }) => {
		const [field] = duplicates;
		return (
			field !== undefined && { code: 'A227', field, detail: `${field} appears more than once` }
		);
	},
	// The manual's Java and C# samples encode KS X 1001. The code is the sandbox's choice.
	'EUC-KR (KS X 1001)': ({ form: { flaws } }) => {
		const [first] = flaws;
		return first && { code: 'A212', field: first.field, detail: `${first.field}: ${first.flaw}` };
	},
	// Manual: the fields marked as required in the request tables.
	'required fields': (received) =>
		checkFields(
			received,
			({ name, required }, text) =>
				required === true &&
				text === '' && { code: 'A117', field: name, detail: `${name} is missing` },
		),
	// Manual: the request tables. Lengths are bytes in EUC-KR.
	'field lengths': (received) =>
		checkFields(received, ({ name, maxBytes, check }, text) => {
			const bytes = writeEucKr(text).length;
			const exact = check === 'tid';
			if (exact ? bytes === maxBytes : bytes <= maxBytes) return undefined;
			const limit = exact ? maxBytes : `at most ${maxBytes}`;
			const detail = `${name} is ${bytes} bytes in EUC-KR, not ${limit}`;
			return { code: exact ? '1652' : 'A147', field: name, detail };
		}),
	// Manual: the request tables.
	'field forms': (received) => checkFields(received, checkFormat),
	// Manual: the MID identifies the merchant.
	MID: ({ field, state: { options } }) =>
		field('MID') !== options.mid && {
			code: 'A114',
			detail: `MID is ${field('MID')}; this sandbox has ${options.mid}`,
		},
	// Manual: EdiDate is Korean time. Integrators report clocks in UTC. Refusing them is the sandbox's own.
	'EdiDate is Korean time': ({ field, now }) => {
		const skewMs = (parseKst(field('EdiDate'))?.getTime() ?? Number.NaN) - now.getTime();
		if (Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS) return undefined;
		const hours = (skewMs / 3_600_000).toFixed(1);
		return { code: 'A106', detail: `EdiDate is ${hours} hours off Korean time: wrong time zone?` };
	},
	// Manual: SignData. Lower case, as in all of its samples.
	SignData: ({ endpoint, field, state }) =>
		field('SignData') !== expectedSignData(endpoint, field, state.options.merchantKey) && {
			code: 'A211',
			detail: 'SignData is not the hash of these fields and the merchant key',
		},
};

/** Checks each field in the endpoint's table, up to the first refusal. */
function checkFields(
	{ endpoint, field }: Received,
	refuse: (spec: FieldSpec, text: string) => Refusal | false | undefined,
): Refusal | undefined {
	for (const spec of ENDPOINTS[endpoint].fields) {
		const refusal = refuse(spec, field(spec.name));
		if (refusal) return refusal;
	}
	return undefined;
}

function checkFormat({ name, check }: FieldSpec, text: string): Refusal | undefined {
	// The manual limits only the length and charset of free text.
	if (text === '' || check === 'text') return undefined;
	const wrong = checkText(check, normalize(check, text));
	return wrong === undefined
		? undefined
		: { code: chooseCode(name, text), field: name, detail: `${name} ${wrong}` };
}

/**
 * Brings a field into the form that the node sends. The manual's samples send more: amounts padded
 * with zeros, and choices in any letter case.
 */
function normalize(check: FieldCheck, text: string): string {
	if (check === 'amount') return text.replace(/^0+(?=\d)/, '');
	if (typeof check !== 'object') return text;
	return check.oneOf.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;
}

function chooseCode(name: string, text: string): string {
	// Result codes of the manual: no cancel of 0 won; a wrong time is not a wrong date.
	if (name === 'CancelAmt' && /^0+$/.test(text)) return '2010';
	const isDateValid = text.length === 12 && parseKst(text.slice(0, 8)) !== undefined;
	if (name === 'VbankExpDate' && isDateValid) return '4103';
	return MALFORMED[name] ?? 'A212';
}
