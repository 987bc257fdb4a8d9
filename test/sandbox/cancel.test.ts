import {
	cancelFields,
	type Fields,
	issueFields,
	KEY,
	MID,
	newTid,
	openSandbox,
	type OpenSandbox,
	REFUND_ACCOUNT,
	sha256,
} from './support';

describe('a cancel', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox();
	});
	afterEach(() => open.close());

	const codeOf = async (tid: string, changes: Fields = {}) =>
		(await open.cancel(tid, changes)).ResultCode;

	describe('before the deposit', () => {
		it('voids the account and replies in NICEPAY’s form, signed over the plain amount', async () => {
			const tid = await open.issue();
			expect(await open.cancel(tid, { MallReserved: '메모 A' })).toEqual({
				ResultCode: '2001',
				ResultMsg: '취소 성공',
				CancelAmt: '000000001004',
				MID,
				Moid: 'CANCEL-1',
				Signature: sha256(`${tid}${MID}1004${KEY}`),
				PayMethod: 'VBANK',
				TID: tid,
				CancelDate: '20260101',
				CancelTime: '120000',
				CancelNum: '00000001',
				RemainAmt: '000000000000',
				MallReserved: '메모 A',
			});
			expect((await open.account(tid)).state).toBe('cancelled');
		});

		it('signs the padded amount when told to', async () => {
			const padded = await openSandbox({ signatureAmount: 'padded' });
			const tid = await padded.issue();
			const { Signature } = await padded.cancel(tid);
			expect(Signature).toBe(sha256(`${tid}${MID}000000001004${KEY}`));
			await padded.close();
		});

		it('takes an amount padded with zeros, and signs it plain', async () => {
			const tid = await open.issue();
			expect(await open.cancel(tid, { CancelAmt: '000000001004' })).toMatchObject({
				ResultCode: '2001',
				CancelAmt: '000000001004',
				Signature: sha256(`${tid}${MID}1004${KEY}`),
			});
		});

		it('matches the manual’s worked example', () => {
			expect(sha256(`nicepay00m01012006221311045107nicepay00m1004${KEY}`)).toBe(
				'9439b21e792ee41d1411d7b5e7e34a2062f0f42f19fa3f875f35c388954d4efd',
			);
		});

		it('ignores a refund account', async () => {
			expect(await codeOf(await open.issue(), REFUND_ACCOUNT)).toBe('2001');
		});

		it('must be in full (2045) and of the amount (2011)', async () => {
			const tid = await open.issue();
			expect(await codeOf(tid, { PartialCancelCode: '1' })).toBe('2045');
			expect(await codeOf(tid, { CancelAmt: '1003' })).toBe('2011');
			expect((await open.account(tid)).state).toBe('issued');
		});

		it('is 2015 the second time, and 2016 after the deadline', async () => {
			const tid = await open.issue();
			await open.cancel(tid);
			expect(await codeOf(tid)).toBe('2015');

			const late = await open.issue({ VbankExpDate: '202601011230' });
			open.clock.now = new Date('2026-01-01T12:30:01+09:00');
			expect(await codeOf(late)).toBe('2016');
			expect(await open.account(late)).toMatchObject({
				state: 'expired',
				closedAt: '2026-01-01T12:30:00+09:00',
			});
		});
	});

	describe('after the deposit', () => {
		const paid = async () => {
			const tid = await open.issue();
			await open.deposit(tid);
			return tid;
		};

		it('refunds to the account that is given', async () => {
			const tid = await paid();
			expect(await open.cancel(tid, REFUND_ACCOUNT)).toMatchObject({
				ResultCode: '2211',
				RemainAmt: '000000000000',
			});
			expect(await open.account(tid)).toMatchObject({
				state: 'refunded',
				remaining: 0,
				refunds: [
					{
						moid: 'CANCEL-1',
						amount: 1004,
						partial: false,
						account: '1234567890',
						bank: '088',
						holder: '홍길동',
						at: '2026-01-01T12:00:00+09:00',
					},
				],
			});
			expect(await codeOf(tid, REFUND_ACCOUNT)).toBe('2015');
		});

		it.each(Object.keys(REFUND_ACCOUNT))('needs %s (2047)', async (name) => {
			expect(await codeOf(await paid(), { ...REFUND_ACCOUNT, [name]: '' })).toBe('2047');
		});

		it('refunds in parts, each Moid once, until nothing remains', async () => {
			const tid = await paid();
			const part = (Moid: string, CancelAmt: string) =>
				open.cancel(tid, { ...REFUND_ACCOUNT, PartialCancelCode: '1', Moid, CancelAmt });
			expect(await part('P1', '400')).toMatchObject({
				ResultCode: '2211',
				RemainAmt: '000000000604',
			});
			expect(await part('P1', '400')).toMatchObject({ ResultCode: '2013' });
			expect(await part('P2', '605')).toMatchObject({ ResultCode: '2032' });
			expect((await open.account(tid)).state).toBe('deposited');
			expect(await part('P2', '604')).toMatchObject({ ResultCode: '2211' });
			expect(await open.account(tid)).toMatchObject({ state: 'refunded', remaining: 0 });
			expect(await part('P2', '604')).toMatchObject({ ResultCode: '2015' });
		});

		it('in full is all that remains (2011), at most (2032)', async () => {
			const tid = await paid();
			expect(await codeOf(tid, { ...REFUND_ACCOUNT, CancelAmt: '1003' })).toBe('2011');
			expect(await codeOf(tid, { ...REFUND_ACCOUNT, CancelAmt: '1005' })).toBe('2032');
		});

		it('takes a part that is padded with zeros as the number it is', async () => {
			const tid = await paid();
			const part = { ...REFUND_ACCOUNT, PartialCancelCode: '1', CancelAmt: '0400' };
			expect((await open.cancel(tid, part)).RemainAmt).toBe('000000000604');
			expect(await open.account(tid)).toMatchObject({ remaining: 604, refunds: [{ amount: 400 }] });
		});

		it('goes by what was paid in, not by what was asked', async () => {
			const tid = await open.issue();
			await open.deposit(tid, { amount: 900 });
			expect(await codeOf(tid, REFUND_ACCOUNT)).toBe('2032');
			expect(await codeOf(tid, { ...REFUND_ACCOUNT, CancelAmt: '900' })).toBe('2211');
		});

		it('goes to a bank that there is', async () => {
			expect(await codeOf(await paid(), { ...REFUND_ACCOUNT, RefundBankCd: '999' })).toBe('A212');
		});
	});

	it.each<[string, string, Fields]>([
		['an unknown TID', '2012', {}],
		['a TID of another MID', '2019', { TID: `nicepay01m${newTid().slice(10)}` }],
		['no reason', 'A117', { CancelMsg: '' }],
		['an amount of nothing', '2010', { CancelAmt: '0' }],
		['an amount of zeros', '2010', { CancelAmt: '000000000000' }],
		['an amount that is none', 'A116', { CancelAmt: 'x' }],
		['another PartialCancelCode', 'A212', { PartialCancelCode: '2' }],
		['a holder of six syllables', 'A147', { RefundAcctNm: '가나다라마바' }],
	])('is refused for %s: %s', async (_, code, changes) => {
		expect(await codeOf(newTid(), changes)).toBe(code);
	});

	it('is refused with a wrong signature', async () => {
		const fields = { ...cancelFields(await open.issue()), SignData: '0'.repeat(64) };
		const reply = await open.sendSigned('cancel', fields);
		expect(reply).toMatchObject({ ResultCode: 'A211', Signature: '' });
	});
});

describe('a status', () => {
	it('is 9, 0 and 1 as the account goes', async () => {
		const open = await openSandbox();
		const tid = await open.issue();
		const statusOf = async (of: string) => (await open.status(of)).Status;
		expect(await statusOf(newTid())).toBe('9');
		expect(await statusOf(tid)).toBe('9');
		await open.deposit(tid);
		expect(await open.status(tid)).toEqual({
			ResultCode: '0000',
			ResultMsg: '성공',
			TID: tid,
			Status: '0',
			AuthCode: '',
			AuthDate: '260101120000',
		});
		await open.cancel(tid, REFUND_ACCOUNT);
		expect(await statusOf(tid)).toBe('1');
		const cancelled = await open.issue();
		await open.cancel(cancelled);
		expect(await statusOf(cancelled)).toBe('1');
		await open.close();
	});

	it('of an unpaid account is 0 when told so', async () => {
		const open = await openSandbox({ unpaidStatus: '0' });
		const tid = await open.issue();
		expect((await open.status(tid)).Status).toBe('0');
		await open.close();
	});

	it('is refused with a wrong signature or MID', async () => {
		const open = await openSandbox();
		const { MID: mid, EdiDate = '' } = issueFields();
		const fields = { TID: newTid(), MID: mid ?? '', EdiDate, CharSet: 'utf-8' };
		const wrong = await open.sendSigned('status', { ...fields, SignData: '0'.repeat(64) });
		expect(wrong.ResultCode).toBe('A211');
		expect((await open.send('status', { ...fields, MID: 'other0000m' })).ResultCode).toBe('A114');
		await open.close();
	});
});
