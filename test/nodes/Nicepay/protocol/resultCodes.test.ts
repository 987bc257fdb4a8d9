import {
	describeAnswer,
	findResultCode,
	isDefiniteRefusal,
	isDuplicateOrder,
	isDuplicateTid,
	isNoSuchTransaction,
	isRateLimited,
	listRefusals,
	provesNotCancelled,
} from '../../../../nodes/Nicepay/protocol/resultCodes';
import table from '../../../../nodes/Nicepay/protocol/tables/result-codes.json';

const ENDPOINTS = ['issue', 'cancel', 'status'] as const;

describe('The code table', () => {
	it('has NICEPAY’s codes in 181 rows, each once at its stage', () => {
		expect(table).toHaveLength(181);
		expect(new Set(table.map(({ stage, code }) => `${stage} ${code}`)).size).toBe(181);
		expect(
			table.filter(({ code, messageKo, meaningEn }) => !code || !messageKo || !meaningEn),
		).toEqual([]);
	});

	it('has none of the codes that circulate and that NICEPAY does not know', () => {
		for (const endpoint of ENDPOINTS) {
			for (const code of ['F112', 'F113', 'F300']) {
				expect(findResultCode(endpoint, code)).toBeUndefined();
			}
		}
	});

	it('is not asked at the stage of a payment window or of another endpoint', () => {
		expect(findResultCode('issue', '0000')).toBeUndefined();
		expect(findResultCode('cancel', '4100')).toBeUndefined();
		expect(findResultCode('status', '2001')).toBeUndefined();
		expect(findResultCode('issue', '2001')).toBeUndefined();
		expect(findResultCode('issue', '9999')).toBeUndefined();
	});

	it('gives 2011, 2012 and 2032 one meaning on a cancel and another elsewhere', () => {
		expect(findResultCode('cancel', '2011')?.messageKo).toBe('취소 금액 불일치');
		expect(findResultCode('issue', '2011')?.messageKo).toBe('CINO미존재');
		expect(findResultCode('cancel', '2012')?.messageKo).toBe('취소 해당거래 없음');
		expect(findResultCode('status', '2012')?.messageKo).toBe('주문번호없음');
		expect(findResultCode('cancel', '2032')?.messageKo).toBe('취소금액이 취소가능금액보다 큼');
		expect(findResultCode('issue', '2032')?.messageKo).toBe('가맹점주문번호길이이상');
	});

	it('gives 4100 and 2001 other meanings in a notification', () => {
		expect(findResultCode('noti', '4100')?.role).toBe('not_a_deposit');
		expect(findResultCode('noti', '2001')?.role).toBe('not_a_deposit');
		expect(findResultCode('noti', '4110')?.role).toBe('deposit_confirmed');
		expect(findResultCode('issue', '4100')?.role).toBe('issue_success');
		expect(findResultCode('issue', '4110')).toBeUndefined();
	});

	it('compares codes whole and with their case', () => {
		for (const code of [
			'',
			' 4100',
			'4100 ',
			'410',
			'a225',
			'constructor',
			'__proto__',
			'common:A225',
		]) {
			expect(findResultCode('issue', code)).toBeUndefined();
		}
	});
});

describe('A definite no', () => {
	it.each([
		['issue', '4126'],
		['issue', '4127'],
		['issue', 'A303'],
		['issue', '4145'],
		['issue', 'A108'],
		['issue', '1652'],
		['cancel', '2045'],
		['cancel', '2047'],
		['cancel', '2032'],
		['cancel', '2012'],
		['cancel', 'A217'],
		['cancel', '2003'],
		['issue', 'A211'],
		['cancel', 'A211'],
		['status', 'A211'],
		['issue', 'A246'],
		['cancel', 'A246'],
		// Of a failed issue, the manual says no more than that it is not 4100.
		['issue', '1512'],
		['issue', '1605'],
		['issue', '7777'],
		['issue', '9999'],
		['issue', 'E001'],
		['issue', 'F112'],
		['issue', '4122'],
		['issue', '2003'],
		['issue', 'A217'],
	] as const)('at %s is %s', (endpoint, code) => {
		expect(isDefiniteRefusal(endpoint, code)).toBe(true);
	});

	it.each(['A225', '1651', 'A127', '2156'])(
		'is the duplicate %s, since this request did nothing',
		(code) => {
			for (const endpoint of ENDPOINTS) expect(isDefiniteRefusal(endpoint, code)).toBe(true);
		},
	);

	// The codes that protocol.md lists as leaving the outcome unknown, on every endpoint.
	it.each('A299 A226 A401 A402 A403 A304 A306 9002 X003 2159 2000 A110'.split(' '))(
		'is not %s',
		(code) => {
			for (const endpoint of ENDPOINTS) expect(isDefiniteRefusal(endpoint, code)).toBe(false);
		},
	);

	it.each([
		['issue', '4100'],
		['issue', '4120'],
		['issue', '2201'],
		['issue', '1682'],
		['issue', '7003'],
		['cancel', '2001'],
		['cancel', '2211'],
		['cancel', '2013'],
		['cancel', '2015'],
		['cancel', '2002'],
		['cancel', '2212'],
		['cancel', '2056'],
		['status', '0000'],
		['issue', '0000'],
		['issue', '2001'],
		['issue', '4110'],
		['issue', '3001'],
		// Cut off or garbled.
		['issue', ''],
		['issue', '41'],
		['issue', '4100&Re'],
		['issue', '4100.5'],
		['issue', '4100:성공'],
		['issue', '４１００'],
		['issue', 'toString'],
		['cancel', '4101'],
		['cancel', 'F300'],
	] as const)('at %s is not %s', (endpoint, code) => {
		expect(isDefiniteRefusal(endpoint, code)).toBe(false);
	});
});

describe('A code that no table has', () => {
	it.each(['1512', '7777', '9999', 'E001', 'F112', 'toString'])(
		'leaves a cancel, a refund and a status open: %s',
		(code) => {
			expect(isDefiniteRefusal('cancel', code)).toBe(false);
			expect(isDefiniteRefusal('status', code)).toBe(false);
		},
	);
});

describe('What NICEPAY answered', () => {
	it.each([
		['4126', '설정 오류', '4126 설정 오류 (Virtual account CPID is set incorrectly)'],
		['4126', undefined, '4126 가상계좌 CPID 설정 오류 (Virtual account CPID is set incorrectly)'],
		['7777', '은행 점검 중', '7777 은행 점검 중'],
		['7777', undefined, '7777 without a message'],
	])('is told with its code, its words and what they mean: %s %s', (code, message, words) => {
		expect(describeAnswer('issue', code, message)).toBe(words);
	});
});

describe('What the node does next', () => {
	const codes = [...new Set(table.map(({ code }) => code))];

	it.each<[string, (code: string) => boolean, string[]]>([
		['takes another TID', isDuplicateTid, ['A225', '1651']],
		['takes the order for taken', isDuplicateOrder, ['A127']],
		['takes the transaction for one NICEPAY never had', isNoSuchTransaction, ['2012', 'A217']],
		['waits', isRateLimited, ['A246']],
		['takes a cancel for not done', provesNotCancelled, ['2047', '2012', '2019', 'A217', 'A122']],
	])('%s: for these codes of all', (_, decides, expected) => {
		expect(codes.filter(decides)).toEqual(expected);
		expect(['', '7777', 'toString'].filter(decides)).toEqual([]);
	});
});

describe('The refusals of an endpoint', () => {
	it.each([
		['issue', ['4100']],
		['cancel', ['2001', '2211', '2012', 'A217']],
		['status', ['0000', 'A118', 'A251']],
	] as const)('at %s are all codes of its own and the common ones, but for %j', (endpoint, not) => {
		const own = table.filter(({ stage }) => stage === endpoint || stage === 'common');
		const left = own.filter(
			({ stage, code }) => stage === 'common' || !not.includes(code as never),
		);
		expect(listRefusals(endpoint)).toEqual(left);
		expect(own.length - left.length).toBe(not.length);
	});
});
