import fc from 'fast-check';

import {
	CANCEL,
	ENDPOINTS,
	ISSUE,
	STATUS,
	type EndpointName,
	type MessageFields,
} from '../../../../nodes/Nicepay/protocol/messageFields';
import { eucKrByteLength } from '../../../../nodes/Nicepay/protocol/charset';
import { validateMessage } from '../../../../nodes/Nicepay/protocol/validate';
import { REQUEST_ROWS } from './vectors';

const TID = 'nicepay00m03012605132104406649';
const SIGN_DATA = '29b8198c3ee174bb31552261f55566237f6421ca202d68ebdf84652735cc925c';

/** A message of each endpoint with nothing wrong, and with all of its fields. */
const FULL: Readonly<Record<EndpointName, MessageFields>> = {
	issue: {
		TID,
		MID: 'nicepay00m',
		EdiDate: '20260513210440',
		Moid: 'ORDER-1',
		Amt: '1004',
		GoodsName: '꽃바구니',
		SignData: SIGN_DATA,
		CashReceiptType: '1',
		ReceiptTypeNo: '01012345678',
		BankCode: '004',
		VbankExpDate: '203012312359',
		VbankAccountName: '㈜한빛',
		BuyerEmail: 'hong@example.com',
		BuyerTel: '010-1234-5678',
		BuyerName: '홍길동',
		CharSet: 'utf-8',
		EdiType: 'JSON',
	},
	cancel: {
		TID,
		MID: 'nicepay00m',
		Moid: 'ORDER-1',
		CancelAmt: '1004',
		CancelMsg: '단순 변심',
		PartialCancelCode: '0',
		EdiDate: '20260513210440',
		SignData: SIGN_DATA,
		RefundAcctNo: '11037857857',
		RefundBankCd: '088',
		RefundAcctNm: '홍길동',
		MallReserved: 'a=1; b=2',
		CharSet: 'euc-kr',
		EdiType: 'KV',
	},
	status: {
		TID,
		MID: 'nicepay00m',
		EdiDate: '20260513210440',
		SignData: SIGN_DATA,
		CharSet: 'utf-8',
		EdiType: 'JSON',
	},
};

/** The violations of a message that is right but for one field. */
const violationsWith = (endpoint: EndpointName, field: string, text: string) =>
	validateMessage(ENDPOINTS[endpoint], { ...FULL[endpoint], [field]: text });

const refusal = (field: string, message: string) => [{ field, message }];

describe('A message with nothing wrong', () => {
	it.each(['issue', 'cancel', 'status'] as const)('passes: %s', (endpoint) => {
		expect(Object.keys(FULL[endpoint])).toEqual(ENDPOINTS[endpoint].fields.map(({ name }) => name));
		expect(validateMessage(ENDPOINTS[endpoint], FULL[endpoint])).toEqual([]);
	});

	it.each(REQUEST_ROWS)('passes: %s of the vectors', (_name, { kind, fields }) => {
		expect(validateMessage(ENDPOINTS[kind], fields)).toEqual([]);
	});
});

describe('A required field', () => {
	const IN_EVERY_MESSAGE = [
		['TID', 'Transaction ID (TID) is required'],
		['MID', 'Merchant ID (MID) is required'],
		['EdiDate', 'Request Time (EdiDate) is required'],
		['SignData', 'Signature (SignData) is required'],
	] as const;

	const REQUIRED = [
		...(['issue', 'cancel', 'status'] as const).flatMap((endpoint) =>
			IN_EVERY_MESSAGE.map(([field, message]) => [endpoint, field, message] as const),
		),
		['issue', 'Moid', 'Order ID is required'],
		['issue', 'Amt', 'Amount is required'],
		['issue', 'GoodsName', 'Goods Name is required'],
		['issue', 'CashReceiptType', 'Cash Receipt is required'],
		['issue', 'BankCode', 'Bank is required'],
		['issue', 'VbankExpDate', 'Deposit Deadline is required'],
		['cancel', 'Moid', 'Order ID is required'],
		['cancel', 'CancelAmt', 'Amount is required'],
		['cancel', 'CancelMsg', 'Reason is required'],
		['cancel', 'PartialCancelCode', 'Partial Refund is required'],
	] as const;

	it.each(REQUIRED)('of %s is missed: %s', (endpoint, field, message) => {
		expect(violationsWith(endpoint, field, '')).toEqual(refusal(field, message));
		const others = Object.fromEntries(
			Object.entries(FULL[endpoint]).filter(([name]) => name !== field),
		);
		expect(validateMessage(ENDPOINTS[endpoint], others)).toEqual(refusal(field, message));
	});

	it('is each one that the manual marks, and no other', () => {
		const missing = (endpoint: EndpointName) =>
			validateMessage(ENDPOINTS[endpoint], {}).map(({ field }) => field);
		for (const endpoint of ['issue', 'cancel', 'status'] as const) {
			const marked = REQUIRED.filter(([name]) => name === endpoint).map(([, field]) => field);
			expect(missing(endpoint).sort()).toEqual([...marked].sort());
		}
	});

	it.each(['1', '2'])('is the cash receipt number with type %s', (type) => {
		const message = { ...FULL.issue, CashReceiptType: type, ReceiptTypeNo: '' };
		expect(validateMessage(ISSUE, message)).toEqual(
			refusal('ReceiptTypeNo', 'Cash Receipt Number is required for a cash receipt'),
		);
	});

	it('is no cash receipt number without a cash receipt', () => {
		const message = { ...FULL.issue, CashReceiptType: '0', ReceiptTypeNo: '' };
		expect(validateMessage(ISSUE, message)).toEqual([]);
	});

	const REFUND_ACCOUNT = [
		['RefundAcctNo', 'Refund Account Number'],
		['RefundBankCd', 'Refund Bank'],
		['RefundAcctNm', 'Refund Account Holder'],
	] as const;

	it.each(REFUND_ACCOUNT)('is %s as soon as the account has another field', (field, label) => {
		const message = `${label} is required to refund a deposit, together with the other fields of the refund account`;
		expect(violationsWith('cancel', field, '')).toEqual(refusal(field, message));

		const alone = Object.fromEntries(
			REFUND_ACCOUNT.filter(([name]) => name !== field).map(([name]) => [name, '']),
		);
		const missing = validateMessage(CANCEL, { ...FULL.cancel, ...alone });
		expect(missing.map((violation) => violation.field)).toEqual(Object.keys(alone));
	});

	it('is nothing of the refund account when all of it is absent', () => {
		const none = { RefundAcctNo: '', RefundBankCd: '', RefundAcctNm: '' };
		expect(validateMessage(CANCEL, { ...FULL.cancel, ...none })).toEqual([]);
	});

	it.each([
		['issue', 'VbankAccountName'],
		['issue', 'BuyerEmail'],
		['issue', 'BuyerTel'],
		['issue', 'BuyerName'],
		['issue', 'CharSet'],
		['issue', 'EdiType'],
		['cancel', 'MallReserved'],
		['cancel', 'CharSet'],
		['cancel', 'EdiType'],
		['status', 'CharSet'],
		['status', 'EdiType'],
	] as const)('of %s is not %s', (endpoint, field) => {
		expect(violationsWith(endpoint, field, '')).toEqual([]);
	});
});

describe('A length', () => {
	const ascii = (bytes: number) => 'a'.repeat(bytes);
	const digits = (bytes: number) => '9'.repeat(bytes);
	/** Two bytes a character, one ASCII letter where the length is odd. */
	const hangul = (bytes: number) => '가'.repeat(Math.floor(bytes / 2)) + 'a'.repeat(bytes % 2);

	const LIMITS = [
		['issue', 'MID', 'Merchant ID (MID)', 10, ascii],
		['issue', 'Moid', 'Order ID', 64, ascii],
		['issue', 'Amt', 'Amount', 12, digits],
		['issue', 'GoodsName', 'Goods Name', 40, hangul],
		['issue', 'GoodsName', 'Goods Name', 40, ascii],
		[
			'issue',
			'ReceiptTypeNo',
			'Cash Receipt Number',
			11,
			(length: number) => '01'.padEnd(length, '1'),
		],
		['issue', 'VbankAccountName', 'Account Holder Name', 30, hangul],
		['issue', 'BuyerEmail', 'Buyer Email', 60, ascii],
		['issue', 'BuyerTel', 'Buyer Phone', 20, ascii],
		['issue', 'BuyerName', 'Buyer Name', 30, hangul],
		['cancel', 'MID', 'Merchant ID (MID)', 10, ascii],
		['cancel', 'Moid', 'Order ID', 64, ascii],
		['cancel', 'CancelAmt', 'Amount', 12, digits],
		['cancel', 'CancelMsg', 'Reason', 100, hangul],
		['cancel', 'RefundAcctNo', 'Refund Account Number', 16, digits],
		['cancel', 'RefundAcctNm', 'Refund Account Holder', 10, hangul],
		['cancel', 'MallReserved', 'Merchant Data (MallReserved)', 500, hangul],
		['status', 'MID', 'Merchant ID (MID)', 10, ascii],
	] as const;

	it.each(LIMITS)(
		'of %s %s (%s) may be %i bytes and not one more',
		(endpoint, field, label, limit, text) => {
			expect(violationsWith(endpoint, field, text(limit))).toEqual([]);
			expect(violationsWith(endpoint, field, text(limit + 1))).toEqual(
				refusal(field, `${label} is ${limit + 1} bytes in EUC-KR; NICEPAY allows ${limit}`),
			);
		},
	);

	const FIXED = [
		['TID', TID, 'Transaction ID (TID) must be exactly 30 printable ASCII characters'],
		[
			'EdiDate',
			'20260513210440',
			'Request Time (EdiDate) must be a time in Korea as YYYYMMDDHHmmss',
		],
		['SignData', SIGN_DATA, 'Signature (SignData) must be 64 lower-case hexadecimal digits'],
		['CashReceiptType', '1', 'Cash Receipt must be one of 0, 1, 2'],
		['BankCode', '004', 'Bank must be a bank code of exactly three digits, such as 004'],
		[
			'VbankExpDate',
			'203012312359',
			'Deposit Deadline must be a real date as YYYYMMDD or YYYYMMDDHHmm',
		],
		['PartialCancelCode', '0', 'Partial Refund must be one of 0, 1'],
		['RefundBankCd', '088', 'Refund Bank must be a bank code of exactly three digits, such as 004'],
		['CharSet', 'utf-8', 'Reply Charset must be one of utf-8, euc-kr'],
		['EdiType', 'JSON', 'Reply Format must be one of JSON, KV'],
	] as const;

	it.each(
		(['issue', 'cancel', 'status'] as const).flatMap((endpoint) =>
			FIXED.filter(([field]) => field in FULL[endpoint]).map((row) => [endpoint, ...row] as const),
		),
	)('of %s %s is fixed by its form', (endpoint, field, right, message) => {
		expect(violationsWith(endpoint, field, right)).toEqual([]);
		expect(violationsWith(endpoint, field, `${right}0`)).toEqual(refusal(field, message));
	});

	it('has a limit or a form in a test for each field of each table', () => {
		const tested = new Set<string>([
			...LIMITS.map(([endpoint, field]) => `${endpoint} ${field}`),
			...(['issue', 'cancel', 'status'] as const).flatMap((endpoint) =>
				FIXED.map(([field]) => `${endpoint} ${field}`),
			),
		]);
		const all = (['issue', 'cancel', 'status'] as const).flatMap((endpoint) =>
			ENDPOINTS[endpoint].fields.map(({ name }) => `${endpoint} ${name}`),
		);
		expect(all.filter((name) => !tested.has(name))).toEqual([]);
	});

	it('is counted in EUC-KR, where the example of the manual’s limits has 46 bytes', () => {
		const goods = '프리미엄 한우 선물세트 특대 (냉장, 전국 배송)';
		expect(eucKrByteLength(`${goods}!`)).toBe(46);
		expect(violationsWith('issue', 'GoodsName', `${goods}!`)).toEqual(
			refusal('GoodsName', 'Goods Name is 46 bytes in EUC-KR; NICEPAY allows 40'),
		);
	});

	it('of a refund account holder is five Hangul syllables', () => {
		expect(violationsWith('cancel', 'RefundAcctNm', '남궁길동아')).toEqual([]);
		expect(violationsWith('cancel', 'RefundAcctNm', '남궁길동아이')).toEqual(
			refusal('RefundAcctNm', 'Refund Account Holder is 12 bytes in EUC-KR; NICEPAY allows 10'),
		);
	});

	it('decides over any text that EUC-KR can carry, by bytes alone', () => {
		const letters = fc.array(fc.constantFrom('a', 'Z', ' ', '9', '가', '힝', '漢', '㈜', '&'), {
			minLength: 1,
			maxLength: 30,
		});
		fc.assert(
			fc.property(letters, (parts) => {
				const bytes = parts.reduce((sum, part) => sum + (part.charCodeAt(0) < 0x80 ? 1 : 2), 0);
				const violations = violationsWith('issue', 'BuyerName', parts.join(''));
				expect(violations).toHaveLength(bytes > 30 ? 1 : 0);
				if (bytes > 30) expect(violations[0]?.message).toContain(` ${bytes} bytes `);
			}),
		);
	});
});

describe('A wrong form', () => {
	it.each([
		[
			'issue',
			'Moid',
			'주문-1',
			'Order ID must be printable ASCII (letters, digits, punctuation) with no space at either end',
		],
		[
			'cancel',
			'Moid',
			'A ',
			'Order ID must be printable ASCII (letters, digits, punctuation) with no space at either end',
		],
		[
			'status',
			'MID',
			'나이스',
			'Merchant ID (MID) must be printable ASCII (letters, digits, punctuation) with no space at either end',
		],
		['issue', 'Amt', '0', 'Amount must be a whole number of won, 1 or more'],
		['issue', 'Amt', '1,004', 'Amount must be a whole number of won, 1 or more'],
		['cancel', 'CancelAmt', '01004', 'Amount must be a whole number of won, 1 or more'],
		[
			'issue',
			'GoodsName',
			'꽃\n바구니',
			'Goods Name must not contain control characters such as line breaks or tabs',
		],
		[
			'issue',
			'VbankAccountName',
			'\t',
			'Account Holder Name must not contain control characters such as line breaks or tabs',
		],
		[
			'issue',
			'BuyerEmail',
			'a\r\nb',
			'Buyer Email must not contain control characters such as line breaks or tabs',
		],
		[
			'issue',
			'BuyerTel',
			'010\0',
			'Buyer Phone must not contain control characters such as line breaks or tabs',
		],
		[
			'issue',
			'BuyerName',
			'홍\x1b',
			'Buyer Name must not contain control characters such as line breaks or tabs',
		],
		[
			'cancel',
			'CancelMsg',
			'변심\n',
			'Reason must not contain control characters such as line breaks or tabs',
		],
		[
			'cancel',
			'RefundAcctNm',
			'홍\t길',
			'Refund Account Holder must not contain control characters such as line breaks or tabs',
		],
		[
			'cancel',
			'MallReserved',
			'\x7f',
			'Merchant Data (MallReserved) must not contain control characters such as line breaks or tabs',
		],
		['issue', 'ReceiptTypeNo', '010-1234', 'Cash Receipt Number must contain only digits'],
		['cancel', 'RefundAcctNo', '110-378', 'Refund Account Number must contain only digits'],
		['issue', 'CashReceiptType', '3', 'Cash Receipt must be one of 0, 1, 2'],
		['cancel', 'PartialCancelCode', '2', 'Partial Refund must be one of 0, 1'],
		['issue', 'BankCode', 'KB1', 'Bank must be a bank code of exactly three digits, such as 004'],
		[
			'cancel',
			'RefundBankCd',
			'88',
			'Refund Bank must be a bank code of exactly three digits, such as 004',
		],
		[
			'issue',
			'VbankExpDate',
			'20260230',
			'Deposit Deadline must be a real date as YYYYMMDD or YYYYMMDDHHmm',
		],
		[
			'status',
			'EdiDate',
			'20260513',
			'Request Time (EdiDate) must be a time in Korea as YYYYMMDDHHmmss',
		],
		[
			'status',
			'TID',
			TID.slice(1),
			'Transaction ID (TID) must be exactly 30 printable ASCII characters',
		],
		[
			'status',
			'SignData',
			SIGN_DATA.toUpperCase(),
			'Signature (SignData) must be 64 lower-case hexadecimal digits',
		],
		['status', 'CharSet', 'UTF-8', 'Reply Charset must be one of utf-8, euc-kr'],
		['issue', 'EdiType', 'json', 'Reply Format must be one of JSON, KV'],
	] as const)('of %s %s, %j, is named', (endpoint, field, text, message) => {
		expect(violationsWith(endpoint, field, text)).toEqual(refusal(field, message));
	});
});

describe('A character that EUC-KR cannot carry', () => {
	it.each([
		[
			'issue',
			'GoodsName',
			'똠얌꿍',
			'Goods Name contains “똠” (U+B620) at position 1, which EUC-KR (KS X 1001) cannot encode',
		],
		[
			'issue',
			'BuyerName',
			'홍😀길',
			'Buyer Name contains “😀” (U+1F600) at position 2, which EUC-KR (KS X 1001) cannot encode',
		],
		[
			'issue',
			'BuyerEmail',
			'josé@example.com',
			'Buyer Email contains “é” (U+00E9) at position 4, which EUC-KR (KS X 1001) cannot encode',
		],
		[
			'cancel',
			'CancelMsg',
			'가격 ₩1,000',
			'Reason contains “₩” (U+20A9) at position 4, which EUC-KR (KS X 1001) cannot encode',
		],
		[
			'cancel',
			'RefundAcctNm',
			'펲',
			'Refund Account Holder contains “펲” (U+D3B2) at position 1, which EUC-KR (KS X 1001) cannot encode',
		],
		[
			'cancel',
			'MallReserved',
			'a\u200bb',
			'Merchant Data (MallReserved) contains U+200B at position 2, which EUC-KR (KS X 1001) cannot encode',
		],
		[
			'issue',
			'Moid',
			'ñ',
			'Order ID contains “ñ” (U+00F1) at position 1, which EUC-KR (KS X 1001) cannot encode',
		],
	] as const)('in %s %s, %s, is named with its place', (endpoint, field, text, message) => {
		expect(violationsWith(endpoint, field, text)).toEqual(refusal(field, message));
	});

	it('is named before the length, which it would falsify', () => {
		const [violation] = violationsWith('issue', 'GoodsName', `${'가'.repeat(30)}😀`);
		expect(violation?.message).toContain('“😀” (U+1F600) at position 31');
	});
});

describe('A report', () => {
	it('names every violation, in the order of the table', () => {
		const wrong = {
			...FULL.issue,
			Moid: '주문',
			Amt: '-1',
			GoodsName: '',
			BankCode: '4',
			BuyerName: '뷁',
		};
		expect(validateMessage(ISSUE, wrong)).toEqual([
			{
				field: 'Moid',
				message:
					'Order ID must be printable ASCII (letters, digits, punctuation) with no space at either end',
			},
			{ field: 'Amt', message: 'Amount must be a whole number of won, 1 or more' },
			{ field: 'GoodsName', message: 'Goods Name is required' },
			{
				field: 'BankCode',
				message: 'Bank must be a bank code of exactly three digits, such as 004',
			},
			{
				field: 'BuyerName',
				message:
					'Buyer Name contains “뷁” (U+BDC1) at position 1, which EUC-KR (KS X 1001) cannot encode',
			},
		]);
	});

	it('passes over fields that are filled in later, and over those the table does not know', () => {
		const given = (name: string) => !['MID', 'EdiDate', 'SignData'].includes(name);
		expect(validateMessage(STATUS, { TID, Unknown: '😀' }, given)).toEqual([]);
		expect(validateMessage(STATUS, { MID: '😀' }, given)).toEqual([
			{ field: 'TID', message: 'Transaction ID (TID) is required' },
		]);
	});
});

describe('A required text of spaces only', () => {
	it('is missing', () => {
		const violations = validateMessage(ISSUE, { GoodsName: '   ' }, (name) => name === 'GoodsName');
		expect(violations).toEqual([{ field: 'GoodsName', message: 'Goods Name is required' }]);
	});
});

describe('A field that NICEPAY’s reply repeats', () => {
	it.each([
		['issue', 'Moid', 'Order ID'],
		['cancel', 'Moid', 'Order ID'],
		['cancel', 'MallReserved', 'Merchant Data (MallReserved)'],
	] as const)('must hold nothing that would break the reply: %s, %s', (endpoint, field, label) => {
		for (const text of ['a"b', 'a\\b', '{"a":1}']) {
			const violations = validateMessage(
				ENDPOINTS[endpoint],
				{ [field]: text },
				(name) => name === field,
			);
			expect(violations).toEqual([
				{
					field,
					message: `${label} must not contain " or \\: NICEPAY repeats it in its reply, which may then be unreadable`,
				},
			]);
		}
	});

	it.each([
		['&B=1', 'KV', false],
		['A&Amt=1', 'KV', false],
		['A&Amt=1', 'JSON', true],
		['A&Amt=1', '', true],
		['A&B', 'KV', true],
		['A&=1', 'KV', true],
		['A=1', 'KV', true],
	])('may look like more fields only in JSON: “%s” with “%s”: %s', (Moid, EdiType, isValid) => {
		const violations = validateMessage(ISSUE, { Moid, EdiType }, (name) => name === 'Moid');
		const message =
			'Order ID must not look like fields (“&name=”) when the reply format is Key=Value; choose JSON';
		expect(violations).toEqual(isValid ? [] : [{ field: 'Moid', message }]);
	});

	it('may hold an apostrophe, and what is not repeated may hold quotes', () => {
		const message = (name: string, text: string) =>
			validateMessage(ENDPOINTS.cancel, { [name]: text }, (given) => given === name);
		expect(message('MallReserved', "O'Neill & Co. <a=1>")).toEqual([]);
		expect(message('CancelMsg', 'a "quoted" \\ reason')).toEqual([]);
	});
});

describe('The number of a cash receipt', () => {
	it('is checked against the kind of the receipt', () => {
		const violations = validateMessage(ISSUE, { ...FULL.issue, CashReceiptType: '2' });
		const message =
			'Cash Receipt Number must be a business registration number of 10 digits for a business expense';
		expect(violations).toEqual([{ field: 'ReceiptTypeNo', message }]);
	});
});
