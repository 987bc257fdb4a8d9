/** Kinds of cash receipt (현금영수증) and their CashReceiptType. Source: the manual's table of the issue. */
export const CASH_RECEIPT_TYPES: ReadonlyMap<string, string> = new Map([
	['none', '0'],
	['incomeDeduction', '1'],
	['businessExpense', '2'],
]);

/** What a ReceiptTypeNo must be, by CashReceiptType. NICEPAY takes no card numbers (integrators report). */
const NUMBERS: ReadonlyMap<string | undefined, { pattern: RegExp; wording: string }> = new Map([
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
]);

/** What is wrong with a ReceiptTypeNo, to follow its label; `undefined` where nothing is. */
export function checkCashReceiptNumber(
	number: string,
	{ CashReceiptType }: Readonly<Record<string, string>>,
): string | undefined {
	const form = NUMBERS.get(CashReceiptType);
	return form && !form.pattern.test(number) ? form.wording : undefined;
}
