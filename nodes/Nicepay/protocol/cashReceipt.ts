import { foldName, toPlainText, wholeDigits } from './lenientText';

/** Kinds of cash receipt (현금영수증) and their CashReceiptType. Source: the manual's table of issue fields. */
export const CASH_RECEIPT_TYPES: ReadonlyMap<string, string> = new Map([
	['none', '0'],
	['incomeDeduction', '1'],
	['businessExpense', '2'],
]);

const CODES: ReadonlySet<string> = new Set(CASH_RECEIPT_TYPES.values());

/** What people and spreadsheets write for each kind, as {@link foldName} leaves it. */
const CASH_RECEIPT_WORDS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'0': [
			'미발행',
			'발행안함',
			'미신청',
			'신청안함',
			'없음',
			'안함',
			'미발급',
			'발급안함',
			'해당없음',
			'필요없음',
			'none',
			'no',
			'n',
			'false',
		],
		'1': [
			'소득공제',
			'소득공제용',
			'개인',
			'개인용',
			'개인소득공제',
			'개인소득공제용',
			'incomededuction',
		],
		'2': [
			'지출증빙',
			'지출증빙용',
			'사업자',
			'사업자용',
			'사업자증빙',
			'사업자지출증빙',
			'businessexpense',
		],
	}).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

/**
 * Finds a kind of cash receipt by the editor's value or label, NICEPAY's number, or a usual name.
 *
 * @returns CashReceiptType; `undefined` if the text names none, or more than one
 */
export function findCashReceiptType(text: string): string | undefined {
	const number = wholeDigits(toPlainText(text));
	if (number !== undefined) return CODES.has(number) ? number : undefined;
	const parts = text.split(/[()]/).map(foldName).filter(Boolean);
	const codes = new Set(parts.map((part) => CASH_RECEIPT_WORDS.get(part)));
	return codes.size === 1 ? [...codes][0] : undefined;
}

/**
 * The number each CashReceiptType needs. Source: the manual's table of issue fields. Integrators report
 * that NICEPAY accepts no cash receipt cards.
 */
const NUMBER_RULES: ReadonlyMap<string | undefined, { pattern: RegExp; wording: string }> = new Map(
	[
		[
			'1',
			{
				pattern: /^01\d{8,9}$/,
				wording:
					'must be a mobile number with its zero in front, such as 010-1234-5678, for an income deduction',
			},
		],
		[
			'2',
			{
				// A mobile number is for an income deduction.
				pattern: /^(?!01)\d{10}$/,
				wording: 'must be a business registration number of 10 digits for a business expense',
			},
		],
	],
);

/** Checks a ReceiptTypeNo. @returns what is wrong, to follow the field's label; `undefined` if it is valid */
export function checkCashReceiptNumber(
	number: string,
	{ CashReceiptType }: Readonly<Record<string, string>>,
): string | undefined {
	const rule = NUMBER_RULES.get(CashReceiptType);
	return rule && !rule.pattern.test(number) ? rule.wording : undefined;
}
