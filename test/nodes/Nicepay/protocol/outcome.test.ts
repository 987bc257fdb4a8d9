import { createHash } from 'node:crypto';

import {
	describeUnknown,
	isReplyLost,
	type UnknownReason,
} from '../../../../nodes/Nicepay/protocol/unknownReason';
import {
	interpretCancel,
	interpretIssue,
	interpretStatus,
} from '../../../../nodes/Nicepay/protocol/outcome';
import type { EndpointName, MessageFields } from '../../../../nodes/Nicepay/protocol/messageFields';
import type { ReplyFields } from '../../../../nodes/Nicepay/protocol/reply';
import table from '../../../../nodes/Nicepay/protocol/tables/result-codes.json';
import { KEY, MID, REQUESTS } from './vectors';

const TID = 'nicepay00m03012601021504050001';
const OTHER_TID = 'nicepay00m03012601021504050002';
/** SHA-256 of TID, MID, 1004 (as it is and padded to twelve digits) and the key. */
const SIGNATURE = '92221aac904134e3bbe72f3cc4b5ff0e7fed18122032529b6a908f182f0dfcce';
const PADDED_SIGNATURE = '06bc5aa7b24efa91acec9af281f56f49bbedfe54d6a2a6cf1b6bebdc6d9a4c67';
/** The same of the TID and the amount 1005. */
const SIGNATURE_OF_OTHER_AMOUNT =
	'368a7e61c05514f78c08af46836dd8e065e9dc833019ab14c363a04f93b76aee';

const ISSUE: MessageFields = {
	TID,
	MID,
	Moid: 'ORDER-1',
	Amt: '1004',
	VbankExpDate: '202612312359',
};
const ISSUED: ReplyFields = {
	ResultCode: '4100',
	ResultMsg: '가상계좌 발급 성공',
	TID,
	Moid: 'ORDER-1',
	Amt: '000000001004',
	AuthDate: '260102150405',
	VbankBankCode: '004',
	VbankBankName: '국민은행',
	VbankNum: '2220652830110',
	VbankExpDate: '20261231',
	VbankExpTime: '235959',
};

const CANCEL: MessageFields = {
	TID,
	MID,
	Moid: 'ORDER-1',
	CancelAmt: '1004',
	PartialCancelCode: '0',
};
const REFUND: MessageFields = {
	...CANCEL,
	RefundAcctNo: '11037857857',
	RefundBankCd: '088',
	RefundAcctNm: '홍길동',
};
const PARTIAL: MessageFields = { ...REFUND, PartialCancelCode: '1' };
const CANCELLED: ReplyFields = {
	ResultCode: '2001',
	ResultMsg: '취소 성공',
	CancelAmt: '000000001004',
	MID,
	Moid: 'ORDER-1',
	Signature: SIGNATURE,
	PayMethod: 'VBANK',
	TID,
	CancelDate: '20260103',
	CancelTime: '091500',
	CancelNum: '00001234',
	RemainAmt: '000000000000',
	MallReserved: '',
};

const STATUS: MessageFields = { TID, MID };
const APPROVED: ReplyFields = {
	ResultCode: '0000',
	ResultMsg: '성공',
	TID,
	Status: '0',
	AuthCode: '123456',
	AuthDate: '260102150405',
};

/** What is left open, with NICEPAY's own code and words. */
const unknown = (why: UnknownReason, reply: ReplyFields) => ({
	kind: 'unknown',
	why: {
		...why,
		code: reply.ResultCode ?? '',
		...(reply.ResultMsg ? { message: reply.ResultMsg } : {}),
	},
	reply,
});
const without = (fields: ReplyFields, name: string): ReplyFields =>
	Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));

describe('Every code at every endpoint', () => {
	/**
	 * The principle: only the endpoint's own success codes are a yes; only codes that NICEPAY's table
	 * calls failed, at this endpoint or everywhere, and duplicates are a definite no. Whatever else
	 * comes, somebody has to look: in doubt for NICEPAY, unlisted, or listed for another endpoint. To an
	 * issue, though, “all else” than 4100 is a no (manual), unless NICEPAY doubts it or calls it success.
	 */
	const DONE: Readonly<Record<EndpointName, readonly string[]>> = {
		issue: ['4100'],
		cancel: ['2001', '2211', '2013', '2015'],
		status: ['0000', 'A118', 'A251'],
	};
	const DUPLICATES = ['A225', '1651', 'A127', '2156'];

	function expectedKind(endpoint: EndpointName, code: string) {
		if (DONE[endpoint].includes(code)) return 'done';
		if (DUPLICATES.includes(code)) return 'rejected';
		const row =
			table.find((one) => one.stage === endpoint && one.code === code) ??
			table.find((one) => one.stage === 'common' && one.code === code);
		const isSuccess = table.some((one) => one.code === code && one.outcome === 'success');
		if (!row && endpoint === 'issue' && !isSuccess) return 'rejected';
		return row?.outcome === 'failed' ? 'rejected' : 'unknown';
	}

	const interpret = {
		issue: (code: string) => interpretIssue(ISSUE, { ...ISSUED, ResultCode: code }),
		cancel: (code: string) => interpretCancel(CANCEL, { ...CANCELLED, ResultCode: code }, KEY),
		status: (code: string) => interpretStatus(STATUS, { ...APPROVED, ResultCode: code }),
	} as const;

	const codes = [...new Set(table.map(({ code }) => code))];
	const endpoints = ['issue', 'cancel', 'status'] as const;

	describe.each(endpoints)('%s', (endpoint) => {
		it.each(codes)('reads %s', (code) => {
			const outcome = interpret[endpoint](code);
			expect(outcome.kind).toBe(expectedKind(endpoint, code));
			expect(outcome.reply?.ResultCode).toBe(code);
			if (outcome.kind === 'rejected') expect(outcome.code).toBe(code);
			if (outcome.kind === 'unknown') {
				expect(outcome.why).toMatchObject({ reason: 'resultCode', code });
			}
		});
	});

	it('has as many yes, no and unknown as NICEPAY’s table gives it', () => {
		const count = (endpoint: EndpointName) =>
			(['done', 'rejected', 'unknown'] as const).map(
				(kind) => codes.filter((code) => interpret[endpoint](code).kind === kind).length,
			);
		expect({ issue: count('issue'), cancel: count('cancel'), status: count('status') }).toEqual({
			issue: [1, 131, 43],
			cancel: [4, 87, 84],
			status: [3, 61, 111],
		});
	});

	it.each(['F112', '1512', '7777', '9999', 'E001', '5000'])(
		'takes the unlisted %j for a no to an issue, and for unknown elsewhere',
		(code) => {
			expect(interpret.issue(code)).toMatchObject({ kind: 'rejected', code });
			for (const endpoint of ['cancel', 'status'] as const) {
				expect(interpret[endpoint](code)).toMatchObject({
					kind: 'unknown',
					why: { reason: 'resultCode', code },
				});
			}
		},
	);

	it.each(['410', '4102x', '4100&ResultMsg', '["4100"]', 'null', 'toString', '__proto__'])(
		'takes what is no code, %j, for unknown everywhere',
		(code) => {
			for (const endpoint of endpoints) expect(interpret[endpoint](code).kind).toBe('unknown');
		},
	);

	it('takes a reply without a code for unknown', () => {
		const reply = without(CANCELLED, 'ResultCode');
		expect(interpretCancel(CANCEL, reply, KEY)).toEqual(
			unknown({ reason: 'resultCode', code: '' }, reply),
		);
	});
});

describe('An issue', () => {
	const issued = (reply: ReplyFields, sent: MessageFields = ISSUE) => {
		const outcome = interpretIssue(sent, reply);
		return outcome.kind === 'done' ? outcome.result : outcome;
	};

	it('gives the account that waits for a deposit', () => {
		expect(interpretIssue(ISSUE, ISSUED)).toEqual({
			kind: 'done',
			reply: ISSUED,
			result: {
				status: 'issued',
				tid: TID,
				orderId: 'ORDER-1',
				amount: 1004,
				bankCode: '004',
				bankName: '국민은행',
				accountNumber: '2220652830110',
				depositDeadline: '2026-12-31T23:59:59+09:00',
				issuedAt: '2026-01-02T15:04:05+09:00',
				resultCode: '4100',
				resultMessage: '가상계좌 발급 성공',
			},
		});
	});

	it('gives null for what the reply leaves out', () => {
		expect(
			issued(
				{ ResultCode: '4100', VbankNum: '222', ResultMsg: '' },
				{ ...ISSUE, VbankExpDate: '20261231' },
			),
		).toEqual({
			status: 'issued',
			tid: TID,
			orderId: 'ORDER-1',
			amount: 1004,
			bankCode: null,
			bankName: null,
			accountNumber: '222',
			depositDeadline: null,
			issuedAt: null,
			resultCode: '4100',
			resultMessage: null,
		});
	});

	it.each([
		['padded', '000000001004'],
		['unpadded', '1004'],
	])('accepts the echo of its amount %s', (_what, amount) => {
		expect(interpretIssue(ISSUE, { ...ISSUED, Amt: amount }).kind).toBe('done');
	});

	it.each(['TID', 'Moid', 'Amt'])(
		'is not contradicted by a missing or empty echo of %s',
		(field) => {
			expect(interpretIssue(ISSUE, without(ISSUED, field)).kind).toBe('done');
			expect(interpretIssue(ISSUE, { ...ISSUED, [field]: '' }).kind).toBe('done');
		},
	);

	it.each([
		['TID', OTHER_TID],
		['Moid', 'ORDER-2'],
		['Moid', 'order-1'],
		['Amt', '000000001005'],
		['Amt', '000000010040'],
		['Amt', '1,004'],
		['Amt', '1004.0'],
	])('is unknown when the reply names another %s: %s', (field, text) => {
		const reply = { ...ISSUED, [field]: text };
		expect(interpretIssue(ISSUE, reply)).toEqual(
			unknown({ reason: 'otherTransaction', field }, reply),
		);
	});

	it('is unknown without an account number, since an account without one is lost', () => {
		const reply = { ...ISSUED, VbankNum: '' };
		expect(interpretIssue(ISSUE, reply)).toEqual(unknown({ reason: 'accountNumber' }, reply));
		expect(interpretIssue(ISSUE, without(ISSUED, 'VbankNum')).kind).toBe('unknown');
	});

	it.each(['null', 'false', '-', '{"a":1}', '<b>오류</b>', '5621\0', '5621x'])(
		'is unknown with an account number that is none: %j',
		(VbankNum) => {
			const reply = { ...ISSUED, VbankNum };
			expect(interpretIssue(ISSUE, reply)).toEqual(unknown({ reason: 'accountNumber' }, reply));
		},
	);

	it('is unknown where the reply may end within the account number', () => {
		const cut = without(without(ISSUED, 'VbankExpDate'), 'VbankExpTime');
		expect(interpretIssue(ISSUE, cut, 'VbankNum')).toEqual(
			unknown({ reason: 'accountNumber' }, cut),
		);
		expect(interpretIssue(ISSUE, cut).kind).toBe('done');
		expect(interpretIssue(ISSUE, ISSUED, 'VbankExpTime').kind).toBe('done');
		// The deadline is there, though in another order than NICEPAY's.
		expect(interpretIssue(ISSUE, ISSUED, 'VbankNum').kind).toBe('done');
	});

	it('is rejected for a TID that is taken, whoever’s order the refusal names', () => {
		const reply = { ResultCode: 'A225', TID, Moid: 'ORDER-2' };
		expect(interpretIssue(ISSUE, reply)).toEqual({ kind: 'rejected', code: 'A225', reply });
	});

	it.each([
		['TID', OTHER_TID],
		['Moid', 'ORDER-2'],
	])('is unknown when the refusal names another %s', (field, text) => {
		const reply = { ResultCode: '4126', [field]: text };
		expect(interpretIssue(ISSUE, reply)).toEqual(
			unknown({ reason: 'otherTransaction', field }, reply),
		);
	});

	it('is rejected with code and reply, whatever else the reply says', () => {
		const reply = { ...ISSUED, ResultCode: '4126' };
		expect(interpretIssue(ISSUE, reply)).toEqual({ kind: 'rejected', code: '4126', reply });
	});

	describe('has the deadline', () => {
		it.each([
			[
				'of the reply, though another was asked for',
				'20261231',
				'235959',
				'202701151200',
				'2026-12-31T23:59:59+09:00',
			],
			[
				'of the reply, where only a date was asked for',
				'20261231',
				'180000',
				'20261231',
				'2026-12-31T18:00:00+09:00',
			],
			[
				'of the reply in hours and minutes',
				'20261231',
				'1830',
				'20261231',
				'2026-12-31T18:30:00+09:00',
			],
			[
				'asked for, where the reply has the same date alone',
				'20261231',
				'',
				'202612311200',
				'2026-12-31T12:00:00+09:00',
			],
			['asked for, where the reply has none', '', '', '202612311200', '2026-12-31T12:00:00+09:00'],
			['null, where nobody named a time', '20261231', '', '20261231', null],
			[
				'null, where the reply has another date without a time',
				'20270101',
				'',
				'202612311200',
				null,
			],
			[
				'null, where the reply has no date of the calendar',
				'20260230',
				'120000',
				'202612311200',
				null,
			],
			['null, where the reply has no time of day', '20261231', '240000', '202612311200', null],
			['null, where the time of the reply is cut short', '20261231', '12345', '202612311200', null],
		])('%s', (_what, date, time, asked, deadline) => {
			const reply = { ...ISSUED, VbankExpDate: date, VbankExpTime: time };
			expect(issued(reply, { ...ISSUE, VbankExpDate: asked })).toMatchObject({
				depositDeadline: deadline,
			});
		});
	});
});

describe('A cancel', () => {
	const cancelled = {
		status: 'cancelled',
		tid: TID,
		orderId: 'ORDER-1',
		cancelAmount: 1004,
		remainingAmount: 0,
		cancelledAt: '2026-01-03T09:15:00+09:00',
		cancelNumber: '00001234',
		refundTid: null,
		paymentMethod: 'VBANK',
		resultCode: '2001',
		resultMessage: '취소 성공',
	};

	it('that is signed is done', () => {
		expect(interpretCancel(CANCEL, CANCELLED, KEY)).toEqual({
			kind: 'done',
			reply: CANCELLED,
			result: cancelled,
			diagnostics: { signedAmount: 'plain' },
		});
	});

	it('may be signed over the padded amount, and may name its amount unpadded', () => {
		const reply = { ...CANCELLED, Signature: PADDED_SIGNATURE, CancelAmt: '1004', RemainAmt: '5' };
		expect(interpretCancel(CANCEL, reply, KEY)).toMatchObject({
			kind: 'done',
			result: { ...cancelled, remainingAmount: 5 },
			diagnostics: { signedAmount: 'padded' },
		});
	});

	it.each(
		REQUESTS.filter(({ kind }) => kind === 'cancel').map(
			(vector) => [vector.fields.TID, vector] as const,
		),
	)(
		'of the vectors is done in both forms of its signature: %s',
		(_tid, { fields, merchantKey, responseSignature }) => {
			for (const Signature of Object.values(responseSignature ?? {})) {
				const outcome = interpretCancel(fields, { ResultCode: '2211', Signature }, merchantKey);
				expect(outcome).toMatchObject({ kind: 'done', result: { tid: fields.TID } });
			}
			expect(Object.keys(responseSignature ?? {})).toHaveLength(2);
		},
	);

	it.each([
		['2001', CANCEL, 'cancelled'],
		['2001', REFUND, 'refundAccepted'],
		['2001', PARTIAL, 'refundAccepted'],
		['2211', CANCEL, 'cancelled'],
		['2211', REFUND, 'refundAccepted'],
		['2211', PARTIAL, 'refundAccepted'],
	])('with %s names what was done', (code, sent, status) => {
		const outcome = interpretCancel(sent, { ...CANCELLED, ResultCode: code }, KEY);
		expect(outcome).toMatchObject({ kind: 'done', result: { status, resultCode: code } });
	});

	it('gives null for what the reply leaves out or garbles', () => {
		const reply = {
			ResultCode: '2001',
			Signature: SIGNATURE,
			CancelDate: '20260103',
			RemainAmt: 'x',
		};
		expect(interpretCancel(CANCEL, reply, KEY)).toEqual({
			kind: 'done',
			reply,
			result: {
				status: 'cancelled',
				tid: TID,
				orderId: 'ORDER-1',
				cancelAmount: null,
				remainingAmount: null,
				cancelledAt: null,
				cancelNumber: null,
				refundTid: null,
				paymentMethod: null,
				resultCode: '2001',
				resultMessage: null,
			},
			diagnostics: { signedAmount: 'plain' },
		});
	});

	describe.each(['2001', '2211'])('whose %s is not proved is unknown, never refused', (code) => {
		it.each([
			['was tampered with', `0${SIGNATURE.slice(1)}`],
			['is cut short', SIGNATURE.slice(0, -1)],
			['is that of another amount', SIGNATURE_OF_OTHER_AMOUNT],
		])('when the signature %s', (_what, Signature) => {
			const reply: ReplyFields = { ...CANCELLED, Signature, ResultCode: code };
			for (const sent of [CANCEL, REFUND, PARTIAL]) {
				expect(interpretCancel(sent, reply, KEY)).toEqual(unknown({ reason: 'signature' }, reply));
			}
		});

		it('when the key is another', () => {
			const reply = { ...CANCELLED, ResultCode: code };
			expect(interpretCancel(CANCEL, reply, `${KEY}x`)).toEqual(
				unknown({ reason: 'signature' }, reply),
			);
		});

		it.each([
			['TID', OTHER_TID],
			['MID', 'nicepay01m'],
			['CancelAmt', '000000001005'],
			['CancelAmt', 'all'],
		])('when the reply names another %s: %s', (field, text) => {
			const reply = { ...CANCELLED, ResultCode: code, [field]: text };
			expect(interpretCancel(CANCEL, reply, KEY)).toEqual(
				unknown({ reason: 'otherTransaction', field }, reply),
			);
		});
	});

	describe.each([
		['absent', without(CANCELLED, 'Signature')],
		['empty', { ...CANCELLED, Signature: '' }],
	])('whose signature is %s', (_what, reply) => {
		it.each(['2001', '2211'])('is done with %s when TID, MID and amount are as sent', (code) => {
			for (const sent of [CANCEL, REFUND, PARTIAL]) {
				expect(interpretCancel(sent, { ...reply, ResultCode: code }, KEY)).toMatchObject({
					kind: 'done',
					result: { tid: TID, refundTid: null, cancelAmount: 1004 },
					diagnostics: { signedAmount: null },
				});
			}
		});

		it.each(['TID', 'MID', 'CancelAmt'])('is unknown when the reply has no %s', (field) => {
			const bare = without(reply, field);
			for (const sent of [CANCEL, REFUND, PARTIAL]) {
				const why = { reason: 'notConfirmed', field } as const;
				expect(interpretCancel(sent, bare, KEY)).toEqual(unknown(why, bare));
			}
		});

		it.each([
			['TID', OTHER_TID],
			['MID', 'nicepay01m'],
			['CancelAmt', '000000001005'],
		])('is unknown when the reply names another %s', (field, text) => {
			const other = { ...reply, [field]: text };
			for (const sent of [CANCEL, REFUND, PARTIAL]) {
				const why = { reason: 'otherTransaction', field } as const;
				expect(interpretCancel(sent, other, KEY)).toEqual(unknown(why, other));
			}
		});
	});

	describe('that is answered under another TID', () => {
		const sign = (tid: string, amount: string) =>
			createHash('sha256').update(`${tid}${MID}${amount}${KEY}`).digest('hex');
		const reply = { ...CANCELLED, ResultCode: '2001', TID: OTHER_TID };

		it.each(['1004', '000000001004'])(
			'is done for a partial refund signed over that TID, amount %s; the account’s TID stays',
			(amount) => {
				const signed = { ...reply, Signature: sign(OTHER_TID, amount) };
				expect(interpretCancel(PARTIAL, signed, KEY)).toMatchObject({
					kind: 'done',
					result: { status: 'refundAccepted', tid: TID, refundTid: OTHER_TID },
				});
			},
		);

		it('is done for a partial refund signed over the account’s TID', () => {
			const signed = { ...reply, Signature: sign(TID, '1004') };
			expect(interpretCancel(PARTIAL, signed, KEY)).toMatchObject({
				kind: 'done',
				result: { tid: TID, refundTid: OTHER_TID },
			});
		});

		it('is unknown for a partial refund with a signature over neither, another amount or another MID', () => {
			for (const [wrong, reason] of [
				[{ ...reply, Signature: sign('nicepay00m03012601021504050003', '1004') }, 'signature'],
				[{ ...reply, Signature: sign(OTHER_TID, '1005') }, 'signature'],
				[{ ...reply, Signature: sign(OTHER_TID, '1004'), CancelAmt: '1005' }, 'otherTransaction'],
				[{ ...reply, Signature: sign(OTHER_TID, '1004'), MID: 'nicepay01m' }, 'otherTransaction'],
			] as const) {
				expect(interpretCancel(PARTIAL, wrong, KEY)).toMatchObject({
					kind: 'unknown',
					why: { reason },
				});
			}
		});

		it('is unknown for a full cancel or refund, whatever the signature', () => {
			for (const sent of [CANCEL, REFUND]) {
				for (const tid of [TID, OTHER_TID]) {
					const signed = { ...reply, Signature: sign(tid, '1004') };
					expect(interpretCancel(sent, signed, KEY).kind).toBe('unknown');
				}
			}
		});
	});

	it('may be signed over the amount as it stands in the reply, however it is padded', () => {
		const CancelAmt = '0001004';
		const Signature = createHash('sha256').update(`${TID}${MID}${CancelAmt}${KEY}`).digest('hex');
		expect(interpretCancel(CANCEL, { ...CANCELLED, CancelAmt, Signature }, KEY)).toMatchObject({
			kind: 'done',
			diagnostics: { signedAmount: 'padded' },
		});
	});

	it('is not done by a signature over no TID at all', () => {
		const Signature = createHash('sha256').update(`${MID}1004${KEY}`).digest('hex');
		const reply = { ResultCode: '2001', Signature };
		expect(interpretCancel(CANCEL, reply, KEY)).toEqual(unknown({ reason: 'signature' }, reply));
	});

	it('is not done by a signature of another transaction, though the reply names none', () => {
		const reply = { ResultCode: '2001', Signature: SIGNATURE };
		for (const other of [
			{ ...CANCEL, TID: OTHER_TID },
			{ ...CANCEL, MID: 'nicepay01m' },
			{ ...CANCEL, CancelAmt: '1005' },
		]) {
			expect(interpretCancel(other, reply, KEY)).toEqual(unknown({ reason: 'signature' }, reply));
		}
	});

	it('needs no signature to be refused', () => {
		const reply = { ResultCode: '2012', ResultMsg: '취소 해당거래 없음' };
		expect(interpretCancel(CANCEL, reply, KEY)).toEqual({ kind: 'rejected', code: '2012', reply });
	});

	describe.each(['2013', '2015'])('that was done before, %s,', (code) => {
		const reply = { ResultCode: code, ResultMsg: '기 취소 요청' };

		it.each([
			['a full cancel', CANCEL],
			['a full refund', REFUND],
		])('is done for %s, without a signature', (_what, sent) => {
			expect(interpretCancel(sent, reply, KEY)).toEqual({
				kind: 'done',
				reply,
				result: {
					status: 'alreadyCancelled',
					tid: TID,
					orderId: 'ORDER-1',
					cancelAmount: null,
					remainingAmount: null,
					cancelledAt: null,
					cancelNumber: null,
					refundTid: null,
					paymentMethod: null,
					resultCode: code,
					resultMessage: '기 취소 요청',
				},
			});
		});

		it('is unknown for a partial refund, of whose own amount it says nothing', () => {
			const why = { reason: 'alreadyCancelledInPart', code } as const;
			expect(interpretCancel(PARTIAL, reply, KEY)).toEqual(unknown(why, reply));
			const signed = { ...CANCELLED, ResultCode: code };
			expect(interpretCancel(PARTIAL, signed, KEY)).toEqual(unknown(why, signed));
		});
	});
});

describe('A status query', () => {
	it('gives the answer', () => {
		expect(interpretStatus(STATUS, APPROVED)).toEqual({
			kind: 'done',
			reply: APPROVED,
			result: {
				status: 'approved',
				tid: TID,
				approvalCode: '123456',
				approvedAt: '2026-01-02T15:04:05+09:00',
				resultCode: '0000',
				resultMessage: '성공',
			},
		});
	});

	it.each([
		['0', 'approved'],
		['1', 'cancelled'],
		['9', 'notFound'],
	])('reads Status %s as %s', (digit, status) => {
		const outcome = interpretStatus(STATUS, { ...APPROVED, Status: digit });
		expect(outcome).toMatchObject({ kind: 'done', result: { status } });
	});

	it.each(['', '2', '00', 'approved'])('does not guess what Status %j is', (digit) => {
		const reply = { ...APPROVED, Status: digit };
		expect(interpretStatus(STATUS, reply)).toEqual(
			unknown({ reason: 'resultCode', code: '0000' }, reply),
		);
	});

	it.each(['A118', 'A251'])('reads %s as not found, whatever else the reply says', (code) => {
		const bare = { ResultCode: code };
		expect(interpretStatus(STATUS, bare)).toEqual({
			kind: 'done',
			reply: bare,
			result: {
				status: 'notFound',
				tid: TID,
				approvalCode: null,
				approvedAt: null,
				resultCode: code,
				resultMessage: null,
			},
		});
		expect(interpretStatus(STATUS, { ...APPROVED, ResultCode: code })).toMatchObject({
			result: { status: 'notFound' },
		});
	});

	it('is unknown when the reply names another TID', () => {
		const reply = { ...APPROVED, TID: OTHER_TID };
		expect(interpretStatus(STATUS, reply)).toEqual(
			unknown({ reason: 'otherTransaction', field: 'TID' }, reply),
		);
	});

	it('believes a reply without a TID', () => {
		expect(interpretStatus(STATUS, without(APPROVED, 'TID')).kind).toBe('done');
	});
});

describe('A Key=Value reply that may end within the remaining amount', () => {
	it('does not tell it', () => {
		const outcome = interpretCancel(CANCEL, CANCELLED, KEY, 'RemainAmt');
		expect(outcome).toMatchObject({ kind: 'done', result: { remainingAmount: null } });
	});
});

describe('A doubt', () => {
	it.each<readonly [UnknownReason, string]>([
		[{ reason: 'timeout' }, 'no reply came in time'],
		[{ reason: 'disconnected' }, 'the connection broke before the reply was complete'],
		[{ reason: 'httpStatus', status: 502 }, 'the reply has HTTP status 502 instead of 200'],
		[
			{ reason: 'httpStatus', status: 500, code: 'A299', message: '지연' },
			'NICEPAY answered A299 지연 (Transaction is delayed), but the reply has HTTP status 500 instead of 200',
		],
		[{ reason: 'unreadable' }, 'the reply cannot be read'],
		[{ reason: 'tooLarge' }, 'the reply is larger than any reply from NICEPAY'],
		[
			{ reason: 'resultCode', code: '7777', message: '은행 점검 중' },
			'NICEPAY answered 7777 은행 점검 중, which does not say whether the request was carried out',
		],
		[
			{ reason: 'repeatRefused', code: 'A224', message: '허용되지 않은 IP' },
			'NICEPAY answered A224 허용되지 않은 IP (IP address is not allowed), but only to the second try, which does not say whether the first was carried out',
		],
		[
			{ reason: 'alreadyCancelledInPart', code: '2015' },
			'NICEPAY answered 2015 기 취소 요청 (Already cancelled), which says that the transaction was cancelled before, but not whether this amount was refunded',
		],
		[
			{ reason: 'accountNumber', code: '4100', message: '발급' },
			'NICEPAY answered 4100 발급, but the account number in the reply is missing, unreadable or cut off',
		],
		[
			{ reason: 'signature', code: '2001', message: '취소 성공' },
			'NICEPAY answered 2001 취소 성공 (Cancellation successful), but the signature of the reply does not verify',
		],
		[
			{ reason: 'notConfirmed', field: 'TID', code: '2001' },
			'NICEPAY answered 2001 취소 성공 (Cancellation successful), but the reply is not signed and does not repeat the TID of the request',
		],
		[
			{ reason: 'otherTransaction', field: 'TID', code: '2001' },
			'NICEPAY answered 2001 취소 성공 (Cancellation successful), but the reply names a different TID than the request',
		],
	])('%j is put into words', (why, words) => {
		expect(describeUnknown(why, 'cancel')).toBe(words);
	});

	it('is put into words at the endpoint that was asked: a code may mean something else at a cancel', () => {
		expect(describeUnknown({ reason: 'resultCode', code: '2012' }, 'issue')).toContain(
			'NICEPAY answered 2012 주문번호없음 (',
		);
		expect(describeUnknown({ reason: 'undoRefused', code: '2012' }, 'issue')).toContain(
			'NICEPAY answered 2012 취소 해당거래 없음 (',
		);
		expect(describeUnknown({ reason: 'undoRefused', code: '2014' }, 'issue')).toMatch(
			/, when the node tried to cancel what may have been issued$/,
		);
	});

	it('calls a reply lost only where none came', () => {
		const lost = ['timeout', 'disconnected'] as const;
		expect(lost.every((reason) => isReplyLost({ reason }))).toBe(true);
		expect(isReplyLost({ reason: 'unreadable' })).toBe(false);
		expect(isReplyLost({ reason: 'httpStatus', status: 500 })).toBe(false);
		expect(isReplyLost({ reason: 'resultCode', code: 'A299' })).toBe(false);
	});
});

describe('A reply that is about another transaction', () => {
	it('is no refusal of this request', () => {
		const reply = { ResultCode: '2003', TID: OTHER_TID };
		expect(interpretCancel(CANCEL, reply, KEY)).toMatchObject({
			kind: 'unknown',
			why: { reason: 'otherTransaction', field: 'TID' },
		});
	});

	it('does not make this one cancelled before', () => {
		for (const [field, text] of [
			['TID', OTHER_TID],
			['MID', 'nicepay01m'],
		] as const) {
			const reply: ReplyFields = { ResultCode: '2015', [field]: text };
			expect(interpretCancel(CANCEL, reply, KEY).kind).toBe('unknown');
		}
	});

	it('is a refusal of a cancel when it only names another order: that of the account, perhaps', () => {
		const reply = { ResultCode: '2003', TID, Moid: 'ORDER-2' };
		expect(interpretCancel(CANCEL, reply, KEY)).toEqual({ kind: 'rejected', code: '2003', reply });
	});

	it('is a refusal when it only repeats a TID of the wrong length', () => {
		const reply = { ResultCode: '1652', TID: 'short' };
		expect(interpretIssue(ISSUE, reply).kind).toBe('rejected');
	});
});

describe('A status that is no digit of NICEPAY’s', () => {
	it.each(['constructor', '__proto__', '7', ''])('is unknown: “%s”', (Status) => {
		const reply = { ResultCode: '0000', TID, Status };
		expect(interpretStatus({ TID, MID }, reply).kind).toBe('unknown');
	});
});
