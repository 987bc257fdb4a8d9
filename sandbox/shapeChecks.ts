import {
	ENDPOINTS,
	failedCheck,
	type FieldCheck,
	type FieldSpec,
} from '../nodes/Nicepay/protocol/messages';
import { parseKst } from '../nodes/Nicepay/protocol/kst';
import type { Check, Received, Refusal } from './checks';
import { writeEucKr } from './eucKr';
import { expectedSignData } from './signatures';

/** The first refusal that `refuse` finds in the endpoint's table. */
function eachField(
	received: Received,
	refuse: (spec: FieldSpec, text: string) => Refusal | undefined,
): Refusal | undefined {
	for (const spec of ENDPOINTS[received.endpoint].fields) {
		const refusal = refuse(spec, received.field(spec.name));
		if (refusal) return refusal;
	}
	return undefined;
}

/** NICEPAY's own code for a field that is malformed; the others are A212. */
const MALFORMED: Readonly<Record<string, string>> = {
	Amt: 'A116',
	CancelAmt: 'A116',
	EdiDate: 'A106',
	VbankExpDate: '4102',
	CashReceiptType: '7013',
	ReceiptTypeNo: '7012',
	SignData: 'A211',
};

/** A field's text as the node would write it; the manual leaves other clients more room. */
function asTheNodeWrites(check: FieldCheck, text: string): string {
	if (check === 'amount') return text.replace(/^0+(?=\d)/, '');
	if (typeof check !== 'object') return text;
	return check.oneOf.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;
}

function malformed({ name, check }: FieldSpec, text: string): Refusal | undefined {
	// Free text is the merchant's own: the manual limits its length and charset only.
	if (text === '' || check === 'text') return undefined;
	const wrong = failedCheck(check, asTheNodeWrites(check, text));
	if (wrong === undefined) return undefined;
	return { code: codeOfMalformed(name, text), field: name, detail: `${name} ${wrong}` };
}

function codeOfMalformed(name: string, text: string): string {
	if (name === 'CancelAmt' && /^0+$/.test(text)) return '2010';
	const dateIsSound = text.length === 12 && parseKst(text.slice(0, 8)) !== undefined;
	if (name === 'VbankExpDate' && dateIsSound) return '4103';
	return MALFORMED[name] ?? 'A212';
}

/** More than this off Korean time is a client that tells another zone's time. */
const MAX_CLOCK_SKEW_MS = 60 * 60 * 1000;

/** What NICEPAY checks of every request before it looks at what is asked. */
export const shapeChecks: readonly Check[] = [
	{
		name: 'no field twice',
		refuse: ({ form }) => {
			const [field] = form.duplicates;
			return field === undefined
				? undefined
				: { code: 'A227', field, detail: `${field} is there more than once` };
		},
	},
	{
		name: 'EUC-KR (KS X 1001)',
		refuse: ({ form }) => {
			const [first] = form.flaws;
			return first && { code: 'A212', field: first.field, detail: `${first.field}: ${first.flaw}` };
		},
	},
	{
		name: 'required fields',
		refuse: (received) =>
			eachField(received, ({ name, required }, text) =>
				required === true && text === ''
					? { code: 'A117', field: name, detail: `${name} is missing` }
					: undefined,
			),
	},
	{
		name: 'field lengths',
		refuse: (received) =>
			eachField(received, ({ name, maxBytes, check }, text) => {
				const bytes = writeEucKr(text).length;
				const fits = check === 'tid' ? bytes === maxBytes : bytes <= maxBytes;
				if (fits) return undefined;
				return {
					code: check === 'tid' ? '1652' : 'A147',
					field: name,
					detail: `${name} is ${bytes} bytes in EUC-KR, not ${check === 'tid' ? '' : 'at most '}${maxBytes}`,
				};
			}),
	},
	{ name: 'field forms', refuse: (received) => eachField(received, malformed) },
	{
		name: 'MID',
		refuse: ({ field, state }) =>
			field('MID') === state.options.mid
				? undefined
				: { code: 'A114', detail: `MID is ${field('MID')}; this sandbox has ${state.options.mid}` },
	},
	{
		name: 'EdiDate is Korean time',
		refuse: ({ field, now }) => {
			const skewMs = (parseKst(field('EdiDate'))?.getTime() ?? Number.NaN) - now.getTime();
			if (Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS) return undefined;
			const hours = (skewMs / MAX_CLOCK_SKEW_MS).toFixed(1);
			return {
				code: 'A106',
				detail: `EdiDate is ${hours} hours off Korean time: another time zone?`,
			};
		},
	},
	{
		name: 'SignData',
		refuse: ({ endpoint, field, state }) =>
			field('SignData') === expectedSignData(endpoint, field, state.options.merchantKey)
				? undefined
				: { code: 'A211', detail: 'SignData is not the hash of these fields and the merchant key' },
	},
];
