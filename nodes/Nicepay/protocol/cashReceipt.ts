/** Kinds of cash receipt (현금영수증) and their CashReceiptType. Source: the manual's table of issue fields. */
export const CASH_RECEIPT_TYPES: ReadonlyMap<string, string> = new Map([
	['none', '0'],
	['incomeDeduction', '1'],
	['businessExpense', '2'],
]);

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
				wording: 'must be a mobile number such as 010-1234-5678 for an income deduction',
			},
		],
		[
			'2',
			{
				pattern: /^\d{10}$/,
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
