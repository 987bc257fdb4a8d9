import type { FaultKind } from '../../../../sandbox/Sandbox';
import {
	AMOUNT,
	asking,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	MID,
	openSetup,
	refunding,
	warmUp,
} from '../support';

describe('an item that fails', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup({ allowAccountName: false });
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	describe('because NICEPAY says no, tells code, message, meaning and what to do:', () => {
		it('an order number that is in use', async () => {
			setup.account('A');
			const { error } = await setup.engine.runNode({ parameters: issuing(), items: [{ id: 'A' }] });
			expect(error?.name).toBe('NodeApiError');
			expect(error?.message).toMatch(
				/^NICEPAY refused to issue the virtual account: A127 [가-힣 ]+ \(.+\) \[item 0\]$/,
			);
			expect(error?.description).toMatch(
				/^An account for this order ID exists: .*0 of 1 items were done\.$/,
			);
			expect(contextOf(error)).toMatchObject({
				outcome: 'rejected',
				orderId: 'A',
				tid: setup.requests()[0]?.fields.TID,
				resultCode: 'A127',
				itemIndex: 0,
			});
		});

		it.each([
			[
				'a bank without virtual accounts',
				issuing({ bankCode: '={{ "090" }}' }),
				'4126',
				'contract',
			],
			[
				'an account holder’s name without a contract',
				issuing({ additionalFields: { accountHolderName: '나이스' } }),
				'4145',
				'contract',
			],
		])('%s', async (_, parameters, resultCode, advice) => {
			const { error } = await setup.engine.runNode({ parameters, items: [{ id: 'A' }] });
			expect(error?.message).toContain(
				`NICEPAY refused to issue the virtual account: ${resultCode}`,
			);
			expect(error?.description).toContain(advice);
			expect(contextOf(error)).toMatchObject({ outcome: 'rejected', resultCode });
		});

		it.each([
			['another amount than was issued', cancelling({ amount: 999 }), undefined, '2011'],
			['a cancel after the deposit', cancelling(), AMOUNT, '2047'],
			['a partial refund before the deposit', refunding({ partial: true }), undefined, '2045'],
			['more than was paid in', refunding({ amount: AMOUNT + 1 }), AMOUNT, '2032'],
		])('%s', async (_, parameters, deposited, resultCode) => {
			const { tid } = setup.account('A', deposited);
			const { error } = await setup.engine.runNode({ parameters, items: [{ id: 'A', tid }] });
			expect(error?.message).toContain(`NICEPAY refused to cancel or refund: ${resultCode}`);
			expect(error?.description).toMatch(/^[A-Z].+\. 0 of 1 items were done/);
			expect(contextOf(error)).toMatchObject({
				outcome: 'rejected',
				orderId: 'A',
				tid,
				resultCode,
			});
		});

		it('a TID NICEPAY does not know', async () => {
			const tid = `${MID}03012601011200000042`;
			const { error } = await setup.engine.runNode({
				parameters: cancelling(),
				items: [{ id: 'A', tid }],
			});
			expect(error?.message).toContain('2012');
			expect(error?.description).toContain('NICEPAY does not know this Transaction ID');
		});

		it('a wrong merchant key', async () => {
			const { error } = await setup.engine.runNode({
				parameters: issuing(),
				items: [{ id: 'A' }],
				credentials: { nicepayApi: { ...setup.credential, merchantKey: 'another key' } },
			});
			expect(error?.message).toContain('A211');
			expect(error?.description).toContain('do not belong together');
		});

		it('a wrong MID', async () => {
			const { error } = await setup.engine.runNode({
				parameters: issuing(),
				items: [{ id: 'A' }],
				credentials: { nicepayApi: { ...setup.credential, mid: 'another00m' } },
			});
			expect(error?.message).toContain('A114');
			expect(error?.description).toContain('Check the Merchant ID');
		});
	});

	describe('because its reply leaves it open, names the order and the TID and says how to find out:', () => {
		const unknown = { replyTimeout: 1, lostReply: 'fail' };

		it.each<[FaultKind, string]>([
			['processThenHang', 'no reply came in time'],
			['processThenDrop', 'the connection broke before the reply was complete'],
			['processThen500', 'the reply has HTTP status 500 instead of 200'],
			['processThenHtml', 'the reply cannot be read'],
			['truncatedJson', 'the reply cannot be read'],
			[
				'processThenCode:A299',
				'NICEPAY answered A299 API 지연처리 발생. (Transaction is delayed), which does not say whether',
			],
		])('%s', async (kind, reason) => {
			setup.sandbox.faults.set([{ endpoint: 'any', kind, times: 1 }]);
			const { error } = await setup.engine.runNode({
				parameters: issuing({ options: unknown }),
				items: [{ id: 'A' }],
			});
			const [account] = setup.sandbox.books.all();
			expect(error?.message).toContain(
				`It is unknown whether the virtual account was issued: ${reason}`,
			);
			expect(error?.message).toContain(`(order A, TID ${account?.tid}) [item 0]`);
			expect(error?.description).toContain('look up the TID in NICEPAY’s merchant admin');
			expect(contextOf(error)).toMatchObject({
				outcome: 'unknown',
				orderId: 'A',
				tid: account?.tid,
			});
		});

		it('a cancel whose signature does not verify', async () => {
			const { tid } = setup.account('A');
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'tamperedSignature', times: 1 }]);
			const { error } = await setup.engine.runNode({
				parameters: cancelling({ options: unknown }),
				items: [{ id: 'A', tid }],
			});
			expect(error?.message).toContain('the signature of the reply does not verify');
			expect(error?.description).toContain('NICEPAY refuses a second full cancel or refund');
			expect(contextOf(error)).toMatchObject({ outcome: 'unknown', tid });
		});

		it('a status query', async () => {
			const { tid } = setup.account('A');
			setup.sandbox.faults.set([{ endpoint: 'any', kind: 'http500', times: 1 }]);
			const { error } = await setup.engine.runNode({
				parameters: asking({ options: unknown }),
				items: [{ tid }],
			});
			expect(error?.message).toContain(`It is unknown whether NICEPAY knows the transaction`);
			expect(error?.message).toContain(`(TID ${tid})`);
			expect(error?.description).toContain('A status query changes nothing');
		});
	});

	describe('after long waiting', () => {
		type Run = Awaited<ReturnType<TestSetup['engine']['runNode']>>;
		let patient: TestSetup;
		const runs = new Map<string, Promise<Run>>();
		// All of them wait at the same time.
		beforeAll(async () => {
			patient = await openSetup();
			await warmUp(patient);
			patient.sandbox.faults.set([{ endpoint: 'any', kind: 'rateLimited', times: 'always' }]);
			for (const baseUrl of [patient.url, 'http://127.0.0.1:1', 'https://nicepay.invalid']) {
				const run = patient.engine.runNode({
					parameters: issuing(),
					items: [{ id: 'A' }],
					credentials: { nicepayApi: { ...patient.credential, baseUrl } },
				});
				runs.set(baseUrl, run);
			}
			await Promise.all(runs.values());
		});
		afterAll(() => patient.close());

		it('because NICEPAY asks for patience again and again, says so', async () => {
			const { error } = (await runs.get(patient.url)) as Run;
			expect(error?.message).toContain('A246');
			expect(error?.description).toContain('Lower Concurrency');
			expect(contextOf(error)).toMatchObject({ outcome: 'rejected' });
			expect(patient.requests()).toHaveLength(4);
		});

		it.each([
			['http://127.0.0.1:1', 'ECONNREFUSED'],
			['https://nicepay.invalid', 'nicepay.invalid'],
		])(
			'because nothing could be sent to %s says so, and n8n leaves its message alone',
			async (baseUrl, cause) => {
				// n8n replaces messages that contain a system code by one of its own.
				const { error } = (await runs.get(baseUrl)) as Run;
				expect(error?.message).toBe('NICEPAY could not be reached; nothing was sent [item 0]');
				expect(error?.description).toContain('Cause: ');
				expect(error?.description).toContain(cause);
				expect(contextOf(error)).toMatchObject({ outcome: 'invalid', orderId: 'A' });
			},
		);
	});

	it.each([
		['an empty key', { merchantKey: ' ' }, 'The Merchant Key in the credential is empty'],
		['a MID of nine characters', { mid: 'nicepay0m' }, 'must be exactly 10 characters'],
		['a base URL of http', { baseUrl: 'http://example.com' }, 'must be an https address'],
	])('because the credential has %s, says which property', async (_, changes, message) => {
		const { error } = await setup.engine.runNode({
			parameters: issuing(),
			items: [{ id: 'A' }],
			credentials: { nicepayApi: { ...setup.credential, ...changes } },
		});
		expect(error?.message).toContain(message);
		expect(error?.description).toBe('Nothing was sent.');
		expect(contextOf(error)).toMatchObject({ outcome: 'invalid' });
		expect(setup.requests()).toEqual([]);
	});
});
