import { createHash } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { Engine } from '../../../../harness/engine/index';
import { builtPackage } from '../builtPackage';
import { type FakeReply, openFakeNicepay, type ReceivedRequest } from '../fakeNicepay';
import { cancelling, contextOf, issuing, KEY, MID, refunding } from '../support';

const TID = `${MID}03012601011200000042`;
const ITEM = { id: 'A', tid: TID };

/** Runs one item against a NICEPAY that answers as `answer` says. */
async function runAgainst(
	answer: (request: ReceivedRequest, index: number) => FakeReply,
	parameters: INodeParameters,
) {
	const nicepay = await openFakeNicepay(answer);
	try {
		const engine = new Engine({
			package: await builtPackage(),
			credentials: { nicepayApi: { mid: MID, merchantKey: KEY, baseUrl: nicepay.url } },
		});
		const run = await engine.runNode({ parameters, items: [ITEM] });
		return { run, item: run.items[0]?.json, requests: nicepay.requests };
	} finally {
		nicepay.close();
	}
}

const says = (ResultCode: string, ResultMsg: string, more: object = {}) =>
	JSON.stringify({ ResultCode, ResultMsg, ...more });

const isIssue = ({ path }: ReceivedRequest) => path.includes('get_vacount');

/** What NICEPAY adds to 2001 or 2211. */
const cancelled = ({ fields }: ReceivedRequest, changes: object = {}) =>
	says('2001', '취소 성공', {
		TID: fields.TID,
		MID,
		Moid: fields.Moid,
		CancelAmt: fields.CancelAmt?.padStart(12, '0'),
		RemainAmt: '000000000904',
		...changes,
	});

const sign = (tid: string, amount: string) =>
	createHash('sha256').update(`${tid}${MID}${amount}${KEY}`).digest('hex');

const partial = refunding({ partial: true, amount: 100 });

describe('a code that no table has', () => {
	it.each(['1512', '1605', '7777', '9999', 'E001', 'F112'])(
		'refuses an issue: %s, after one request, in NICEPAY’s own words',
		async (code) => {
			const { run, requests } = await runAgainst(() => says(code, '은행 점검 시간'), issuing());
			expect(run.error?.message).toBe(
				`NICEPAY refused to issue the virtual account: ${code} 은행 점검 시간 [item 0]`,
			);
			expect(contextOf(run.error)).toMatchObject({
				outcome: 'rejected',
				orderId: 'A',
				resultCode: code,
				resultMessage: '은행 점검 시간',
			});
			expect(requests).toHaveLength(1);
		},
	);

	it.each([
		['a cancel', cancelling(), 4],
		['a refund', refunding(), 4],
		['a partial refund', partial, 1],
	])('leaves %s open, and is told', async (_, parameters, times) => {
		const { run, requests } = await runAgainst(() => says('7777', '은행 점검 시간'), parameters);
		expect(run.error?.message).toContain(
			'It is unknown whether the cancel or refund was carried out: NICEPAY answered 7777 은행 점검 시간',
		);
		expect(run.error?.message).not.toContain('lost');
		expect(contextOf(run.error)).toMatchObject({
			outcome: 'unknown',
			tid: TID,
			resultCode: '7777',
			resultMessage: '은행 점검 시간',
		});
		expect(requests).toHaveLength(times);
	});

	it.each(['A299', 'A226', 'A401', '9002'])(
		'is none that NICEPAY lists as unknown: an issue stays open with %s',
		async (code) => {
			const { run, requests } = await runAgainst(
				() => says(code, '지연'),
				issuing({ options: { lostReply: 'fail' } }),
			);
			expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', resultCode: code });
			expect(requests).toHaveLength(1);
		},
	);
});

describe('an issue that was undone', () => {
	it('says what NICEPAY answered, and speaks of no lost reply', async () => {
		const { run } = await runAgainst(
			(request) => (isIssue(request) ? says('A299', '지연 처리') : cancelled(request)),
			issuing(),
		);
		expect(run.error?.message).toBe(
			'The virtual account was not issued: NICEPAY answered A299 지연 처리 (Transaction is delayed), which does not say whether the request was carried out [item 0]',
		);
		expect(contextOf(run.error)).toMatchObject({
			outcome: 'rejected',
			resultCode: 'A299',
			resultMessage: '지연 처리',
		});
	});

	it('says so too of an answer with an HTTP status that makes it doubtful', async () => {
		const { run } = await runAgainst(
			(request) =>
				isIssue(request) ? { status: 500, body: says('A299', '지연 처리') } : cancelled(request),
			issuing(),
		);
		expect(run.error?.message).toContain('but the reply has HTTP status 500 instead of 200');
		expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', resultCode: 'A299' });
	});

	it('says that the reply was lost where none came', async () => {
		const { run } = await runAgainst(
			(request) => (isIssue(request) ? 'hang up' : cancelled(request)),
			issuing(),
		);
		expect(run.error?.message).toContain('NICEPAY’s reply was lost (the connection broke');
		expect(contextOf(run.error)).toMatchObject({ resultCode: null, resultMessage: null });
	});
});

describe('an account that can neither be confirmed nor cancelled', () => {
	it('tells what NICEPAY answered to the attempt to cancel it', async () => {
		const { run } = await runAgainst(
			(request) => (isIssue(request) ? 'hang up' : says('2047', '이미 입금처리')),
			issuing(),
		);
		expect(run.error?.message).toContain(
			'NICEPAY answered 2047 이미 입금처리 (Customer has already paid in',
		);
		expect(run.error?.message).toContain('when the node tried to cancel what may have been issued');
		expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', resultCode: '2047' });
	});
});

describe('a message in which n8n finds a system code', () => {
	it.each([
		['in NICEPAY’s words', 'A', 'java.net.ConnectException: ECONNREFUSED'],
		['in the order number', 'HOMEPERM-17', '지연'],
	])('stays what it is: %s', async (_, orderId, words) => {
		const { run } = await runAgainst(() => says('9002', words), { ...partial, orderId });
		expect(run.error?.message).toMatch(
			/^It is unknown whether the cancel or refund was carried out/,
		);
		expect(run.error?.message).toContain(words);
		expect(run.error?.message).toContain(`order ${orderId}, TID ${TID}`);
	});
});

describe('a repetition that is refused', () => {
	it('says so, and leaves the first try open', async () => {
		const { run, requests } = await runAgainst(
			(_, index) => (index === 0 ? { status: 502, body: '' } : says('A224', '허용되지 않은 IP')),
			refunding(),
		);
		expect(requests).toHaveLength(4);
		expect(run.error?.message).toContain(
			'NICEPAY answered A224 허용되지 않은 IP (IP address is not allowed), but only to the second try',
		);
		expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', resultCode: 'A224' });
	});
});

describe('2001', () => {
	it.each(['2001', '2211'])(
		'without a signature is done when TID, MID and amount are as sent (%s)',
		async (ResultCode) => {
			const { item, requests } = await runAgainst(
				(request) => cancelled(request, { ResultCode }),
				partial,
			);
			expect(item).toMatchObject({ status: 'refundAccepted', tid: TID, refundTid: null });
			expect(requests).toHaveLength(1);
		},
	);

	it('with a signature that does not verify is unknown', async () => {
		const { run } = await runAgainst(
			(request) => cancelled(request, { Signature: sign(TID, '101') }),
			partial,
		);
		expect(run.error?.message).toContain('NICEPAY answered 2001 취소 성공');
		expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', resultCode: '2001' });
	});

	it('to a partial refund under a TID of its own is done when signed over that TID', async () => {
		const own = `${MID}10012601011200000042`;
		const { item } = await runAgainst(
			(request) => cancelled(request, { TID: own, Signature: sign(own, '000000000100') }),
			partial,
		);
		expect(item).toMatchObject({
			status: 'refundAccepted',
			tid: TID,
			refundTid: own,
			cancelAmount: 100,
			remainingAmount: 904,
		});
	});

	it('2211 to a cancel before the deposit is cancelled', async () => {
		const { item } = await runAgainst(
			(request) => cancelled(request, { ResultCode: '2211' }),
			cancelling(),
		);
		expect(item).toMatchObject({ status: 'cancelled', resultCode: '2211' });
	});
});

describe('2016 and 2014', () => {
	it.each(['2016', '2014'])(
		'%s before the deposit: the advice speaks of no money to pay back',
		async (code) => {
			const { run } = await runAgainst(() => says(code, '취소 기한 초과'), cancelling());
			expect(contextOf(run.error)).toMatchObject({ outcome: 'rejected', resultCode: code });
			expect(run.error?.description).toMatch(/if nobody paid in, nothing is left to do/i);
			expect(run.error?.description).not.toMatch(/refund|pay .*back/i);
		},
	);

	it('2016 to a refund: the customer is to be paid back elsewhere', async () => {
		const { run } = await runAgainst(() => says('2016', '취소 기한 초과'), refunding());
		expect(run.error?.description).toContain(
			'If the customer paid in, pay them back outside NICEPAY',
		);
	});
});

describe('a reply that is almost JSON', () => {
	const issued = ({ fields }: ReceivedRequest) =>
		says('4100', '가상계좌 발급 성공', {
			TID: fields.TID,
			Moid: fields.Moid,
			Amt: fields.Amt?.padStart(12, '0'),
			VbankNum: '56211105948400',
		});

	it.each<[string, (text: string) => string]>([
		['single quotes', (text) => text.replaceAll('"', "'")],
		['a raw line break in a text', (text) => text.replace(' 성공', '\n성공')],
		['a comment behind it', (text) => `${text} /* was02 */`],
		['an HTML comment behind it', (text) => `${text}\n<!-- it's {was02} -->`],
	])('is read: %s', async (_, change) => {
		const { item, requests } = await runAgainst((request) => change(issued(request)), issuing());
		expect(item).toMatchObject({ status: 'issued', accountNumber: '56211105948400' });
		expect(requests).toHaveLength(1);
	});

	it('is not read where it could be read in two ways', async () => {
		const { run } = await runAgainst(
			(request) => issued(request) + says('4126', '설정 오류'),
			issuing({ options: { lostReply: 'fail' } }),
		);
		expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown', resultCode: null });
		expect(run.error?.message).toContain('the reply cannot be read');
	});

	it.each([
		['Order ID', issuing({ orderId: 'A"1' })],
		['Order ID', cancelling({ orderId: 'A\\1' })],
		['Merchant Data (MallReserved)', cancelling({ additionalFields: { mallReserved: '{"a":1}' } })],
	])(
		'is not provoked: %s with a quote or a backslash is refused before sending',
		async (label, parameters) => {
			const { run, requests } = await runAgainst(() => says('4126', ''), parameters);
			expect(run.error?.message).toContain(`${label} must not contain " or \\`);
			expect(contextOf(run.error)).toMatchObject({ outcome: 'invalid' });
			expect(requests).toHaveLength(0);
		},
	);
});
