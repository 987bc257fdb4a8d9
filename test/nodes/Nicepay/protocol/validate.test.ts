import fc from 'fast-check';

import {
	CANCEL,
	ENDPOINTS,
	ISSUE,
	STATUS,
	WORDINGS,
	type EndpointName,
	type MessageFields,
} from '../../../../nodes/Nicepay/protocol/messageFields';
import { eucKrByteLength } from '../../../../nodes/Nicepay/protocol/charset';
import { validateMessage } from '../../../../nodes/Nicepay/protocol/validate';
import { MANUAL, MANUAL_ROWS } from './manual';
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

const ascii = (bytes: number) => 'a'.repeat(bytes);
const digits = (bytes: number) => '9'.repeat(bytes);
/** Two bytes a character, one ASCII letter where the length is odd. */
const hangul = (bytes: number) => '가'.repeat(Math.floor(bytes / 2)) + 'a'.repeat(bytes % 2);
const mobile = (bytes: number) => '01'.padEnd(bytes, '1');

interface Field {
	readonly label: string;
	/** What it must be, and texts that are not. */
	readonly form: string;
	readonly wrong: readonly string[];
	/** Makes a right text of so many bytes; absent where the form leaves only one length. */
	readonly fill?: (bytes: number) => string;
}

const field = (
	label: string,
	form: string,
	wrong: readonly string[],
	fill?: Field['fill'],
): Field => ({ label, form, wrong, fill });

const { text, identifier, amount, bankCode, tid, kstSecond, kstDeadline, sha256 } = WORDINGS;

const FIELDS: Readonly<Record<string, Field>> = {
	TID: field('Transaction ID (TID)', tid, [TID.slice(1), `${TID}0`]),
	MID: field('Merchant ID (MID)', identifier, ['나이스'], ascii),
	EdiDate: field('Request Time (EdiDate)', kstSecond, ['20260513', '202605132104400']),
	Moid: field('Order ID', identifier, ['주문-1', 'A '], ascii),
	Amt: field('Amount', amount, ['0', '1,004'], digits),
	CancelAmt: field('Amount', amount, ['01004'], digits),
	GoodsName: field('Goods Name', text, ['꽃\n바구니'], hangul),
	SignData: field('Signature (SignData)', sha256, [SIGN_DATA.toUpperCase(), `${SIGN_DATA}0`]),
	CashReceiptType: field('Cash Receipt', 'must be one of 0, 1, 2', ['3', '10']),
	ReceiptTypeNo: field('Cash Receipt Number', WORDINGS.digits, ['010-1234'], mobile),
	BankCode: field('Bank', bankCode, ['KB1', '0040']),
	VbankExpDate: field('Deposit Deadline', kstDeadline, ['20260230', '2030123123590']),
	VbankAccountName: field('Account Holder Name', text, ['\t'], hangul),
	BuyerEmail: field('Buyer Email', text, ['a\r\nb'], ascii),
	BuyerTel: field('Buyer Phone', text, ['010\0'], ascii),
	BuyerName: field('Buyer Name', text, ['홍\x1b'], hangul),
	CancelMsg: field('Reason', text, ['변심\n'], hangul),
	PartialCancelCode: field('Partial Refund', 'must be one of 0, 1', ['2', '00']),
	RefundAcctNo: field('Refund Account Number', WORDINGS.digits, ['110-378'], digits),
	RefundBankCd: field('Refund Bank', bankCode, ['88', '0880']),
	RefundAcctNm: field('Refund Account Holder', text, ['홍\t길'], hangul),
	MallReserved: field('Merchant Data (MallReserved)', text, ['\x7f'], hangul),
	CharSet: field('Reply Charset', 'must be one of utf-8, euc-kr', ['UTF-8', 'utf-80']),
	EdiType: field('Reply Format', 'must be one of JSON, KV', ['json', 'JSON0']),
};

const fieldOf = (name: string): Field => {
	const found = FIELDS[name];
	if (!found) throw new Error(`${name} is tested nowhere`);
	return found;
};

describe('A required field', () => {
	it.each(MANUAL_ROWS.filter(([, , , mark]) => mark === '*'))(
		'of %s is missed: %s',
		(endpoint, name) => {
			const missing = refusal(name, `${fieldOf(name).label} is required`);
			expect(violationsWith(endpoint, name, '')).toEqual(missing);
			const others = Object.entries(FULL[endpoint]).filter(([other]) => other !== name);
			expect(validateMessage(ENDPOINTS[endpoint], Object.fromEntries(others))).toEqual(missing);
		},
	);

	it.each(MANUAL_ROWS.filter(([, , , mark]) => mark === ''))(
		'of %s is not %s',
		(endpoint, name) => {
			expect(violationsWith(endpoint, name, '')).toEqual([]);
		},
	);

	it.each(['issue', 'cancel', 'status'] as const)('of %s is missed beside others', (endpoint) => {
		const missing = validateMessage(ENDPOINTS[endpoint], {}).map((violation) => violation.field);
		const required = MANUAL[endpoint].filter(([, , mark]) => mark === '*');
		expect(missing).toEqual(required.map(([name]) => name));
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
});

describe('A length', () => {
	it.each(MANUAL_ROWS.filter(([, name]) => fieldOf(name).fill))(
		'of %s %s may be %i bytes and not one more',
		(endpoint, name, limit) => {
			const { label, fill = ascii } = fieldOf(name);
			expect(violationsWith(endpoint, name, fill(limit))).toEqual([]);
			expect(violationsWith(endpoint, name, fill(limit + 1))).toEqual(
				refusal(name, `${label} is ${limit + 1} bytes in EUC-KR; NICEPAY allows ${limit}`),
			);
		},
	);

	it('of ASCII is as many characters', () => {
		expect(violationsWith('issue', 'GoodsName', ascii(40))).toEqual([]);
		expect(violationsWith('issue', 'GoodsName', ascii(41))).toHaveLength(1);
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
	it.each(MANUAL_ROWS)('of %s %s is named', (endpoint, name) => {
		const { label, form, wrong } = fieldOf(name);
		// Free text and digits may be a name or an account number.
		const isPrivate = form === text || form === WORDINGS.digits;
		const shown = (given: string) => (isPrivate ? '' : ` (it is ${cut(given.trim())})`);
		const cut = (given: string) => (given.length > 40 ? `${given.slice(0, 40)}…` : given);
		for (const given of wrong) {
			expect(violationsWith(endpoint, name, given)).toEqual(
				refusal(name, `${label} ${form}${shown(given)}`),
			);
		}
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
					'Order ID must be printable ASCII (letters, digits, punctuation) with no space at either end (it is 주문)',
			},
			{ field: 'Amt', message: 'Amount must be a whole number of won, 1 or more (it is -1)' },
			{ field: 'GoodsName', message: 'Goods Name is required' },
			{
				field: 'BankCode',
				message: 'Bank must be a bank code of exactly three digits, such as 004 (it is 4)',
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
