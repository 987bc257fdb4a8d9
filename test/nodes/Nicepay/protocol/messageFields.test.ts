import {
	CANCEL,
	ENDPOINTS,
	fieldLabel,
	checkText,
	ISSUE,
	STATUS,
	type FieldCheck,
} from '../../../../nodes/Nicepay/protocol/messageFields';
import { MANUAL, type ManualRow } from './manual';
import { REQUEST_ROWS } from './vectors';

const markOf = (required: unknown): ManualRow[2] => {
	if (required === true) return '*';
	return required === false ? '' : '?';
};

describe('The message tables', () => {
	it.each(['issue', 'cancel', 'status'] as const)('of %s are the manual’s', (name) => {
		const table = ENDPOINTS[name].fields.map((field): ManualRow => [
			field.name,
			field.maxBytes,
			markOf(field.required),
		]);
		expect(table).toEqual(MANUAL[name]);
	});

	it('name the manual’s paths, with its spelling of inquiry', () => {
		expect(ISSUE.path).toBe('/webapi/get_vacount.jsp');
		expect(CANCEL.path).toBe('/webapi/cancel_process.jsp');
		expect(STATUS.path).toBe('/webapi/inquery/trans_status.jsp');
		expect(ENDPOINTS).toEqual({ issue: ISSUE, cancel: CANCEL, status: STATUS });
	});

	it('sign what the manual signs, in its order', () => {
		expect(ISSUE.signed).toEqual(['MID', 'Amt', 'EdiDate', 'Moid']);
		expect(CANCEL.signed).toEqual(['MID', 'CancelAmt', 'EdiDate']);
		expect(STATUS.signed).toEqual(['TID', 'MID', 'EdiDate']);
	});

	it('let characters be replaced in free text alone, never in the name a bank compares', () => {
		const replaceable = Object.values(ENDPOINTS).flatMap(({ fields }) =>
			fields.filter((field) => field.replaceable).map(({ name }) => name),
		);
		expect(replaceable).toEqual([
			'GoodsName',
			'VbankAccountName',
			'BuyerName',
			'CancelMsg',
			'MallReserved',
		]);
	});

	it.each(REQUEST_ROWS)('know every field of %s', (_name, { kind, fields }) => {
		const known = MANUAL[kind].map(([name]) => name);
		expect(Object.keys(fields).filter((name) => !known.includes(name))).toEqual([]);
	});

	it('give each field of an endpoint a label of its own', () => {
		for (const { fields } of Object.values(ENDPOINTS)) {
			expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
		}
	});
});

describe('The label of a field', () => {
	it('is that of its endpoint', () => {
		expect(fieldLabel('issue', 'Moid')).toBe('Order ID');
		expect(fieldLabel('cancel', 'MallReserved')).toBe('Merchant Data (MallReserved)');
	});

	it('is not made up for a field that the endpoint does not have', () => {
		expect(() => fieldLabel('status', 'Moid')).toThrow('The status message has no field Moid');
	});
});

describe('The checks', () => {
	interface Examples {
		readonly check: FieldCheck;
		readonly good: readonly string[];
		readonly bad: readonly string[];
		readonly wording: string;
	}

	const examples: Readonly<Record<string, Examples>> = {
		text: {
			check: 'text',
			good: ['꽃바구니', 'A b', '100%', ' ', '"<&>=+'],
			bad: ['a\nb', 'a\r', '\t', 'a\0', 'a\x7f', '\u0085'],
			wording: 'must not contain control characters such as line breaks or tabs',
		},
		identifier: {
			check: 'identifier',
			good: ['A', 'ORD-1', 'a b', '!~', '&=%+'],
			bad: [' A', 'A ', ' ', '주문', 'a\tb', 'a\n', 'é', 'a\x7f'],
			wording: 'must be printable ASCII (letters, digits, punctuation) with no space at either end',
		},
		digits: {
			check: 'digits',
			good: ['0', '00123', '01012345678'],
			bad: ['1-2', '1 2', ' 1', '1\n', '１', '-1', '1.0', 'a'],
			wording: 'must contain only digits',
		},
		amount: {
			check: 'amount',
			good: ['1', '1004', '999999999999'],
			bad: ['0', '01004', '-1', '1.5', '1,004', '1e3', ' 1', '1\n', '+1', '１'],
			wording: 'must be a whole number of won, 1 or more',
		},
		bankCode: {
			check: 'bankCode',
			good: ['004', '088', '999'],
			bad: ['04', '0004', '4', 'abc', '00a', '004\n', '００４'],
			wording: 'must be a bank code of exactly three digits, such as 004',
		},
		tid: {
			check: 'tid',
			good: ['nicepay00m03012605132104406649', '~'.repeat(30)],
			bad: [
				'nicepay00m0301260513210440664',
				'nicepay00m030126051321044066490',
				'nicepay00m 3012605132104406649',
				'nicepay00m0301260513210440664\n',
				'nicepay00m0301260513210440664９',
			],
			wording: 'must be exactly 30 printable ASCII characters',
		},
		kstSecond: {
			check: 'kstSecond',
			good: ['20260513210440', '20280229000000'],
			bad: ['20260513', '202605132104', '20260230000000', '20260513240000', '2026-05-13T21:04'],
			wording: 'must be a time in Korea as YYYYMMDDHHmmss',
		},
		kstDeadline: {
			check: 'kstDeadline',
			good: ['20261231', '202612312359'],
			bad: ['20261231235959', '2026123123', '20260230', '202612312400', '2026-12-31', '261231'],
			wording: 'must be a real date as YYYYMMDD or YYYYMMDDHHmm',
		},
		sha256: {
			check: 'sha256',
			good: ['0123456789abcdef'.repeat(4)],
			bad: ['0'.repeat(63), '0'.repeat(65), '0123456789ABCDEF'.repeat(4), 'g'.repeat(64)],
			wording: 'must be 64 lower-case hexadecimal digits',
		},
		'a choice': {
			check: { oneOf: ['JSON', 'KV'] },
			good: ['JSON', 'KV'],
			bad: ['json', 'JSON ', 'XML', 'JSON,KV'],
			wording: 'must be one of JSON, KV',
		},
	};
	const rows = Object.entries(examples);

	it.each(rows)('let right examples of %s pass', (_name, { check, good }) => {
		expect(good.map((text) => [text, checkText(check, text)])).toEqual(
			good.map((text) => [text, undefined]),
		);
	});

	it.each(rows)('say what is wrong with other examples of %s', (_name, { check, bad, wording }) => {
		expect(bad.map((text) => [text, checkText(check, text)])).toEqual(
			bad.map((text) => [text, wording]),
		);
	});
});
