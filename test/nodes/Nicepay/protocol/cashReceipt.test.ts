import {
	CASH_RECEIPT_TYPES,
	checkCashReceiptNumber,
	findCashReceiptType,
} from '../../../../nodes/Nicepay/protocol/cashReceipt';

describe('The number of a cash receipt', () => {
	const check = (type: string, number: string) =>
		checkCashReceiptNumber(number, { CashReceiptType: CASH_RECEIPT_TYPES.get(type) ?? '' });

	it.each([
		['incomeDeduction', '01012345678'],
		['incomeDeduction', '0111234567'],
		['businessExpense', '1234567890'],
		['none', ''],
		['none', 'anything'],
	])('for %s may be “%s”', (type, number) => {
		expect(check(type, number)).toBeUndefined();
	});

	it.each(['', '0212345678', '010123456', '010123456789', '1234567890', '0101234567x'])(
		'for an income deduction is a mobile number, not “%s”',
		(number) => {
			expect(check('incomeDeduction', number)).toBe(
				'must be a mobile number with its zero in front, such as 010-1234-5678, for an income deduction',
			);
		},
	);

	it.each(['', '123456789', '12345678901', '123456789x', '01012345678'])(
		'for a business expense is a registration number, not “%s”',
		(number) => {
			expect(check('businessExpense', number)).toBe(
				'must be a business registration number of 10 digits for a business expense',
			);
		},
	);
});

describe('A kind of cash receipt', () => {
	it.each([
		...['미발행', '0', '0.0', ' 발행 안함 ', '미신청', 'None', 'NO'].map((text) => [text, '0']),
		...['소득공제', '1', '소득공제용', '개인', 'Income Deduction (소득공제)'].map((text) => [
			text,
			'1',
		]),
		...['지출증빙', '2', '２', '지출 증빙용', '사업자', 'business expense'].map((text) => [
			text,
			'2',
		]),
	])('may be written “%s”: %s', (text = '', type) => {
		expect(findCashReceiptType(text)).toBe(type);
	});

	it.each(['', '3', '-1', '01', '현금영수증', '소득공제(지출증빙)', 'Y', 'true', 'gift'])(
		'is not told by “%s”',
		(text) => {
			expect(findCashReceiptType(text)).toBeUndefined();
		},
	);
});
