import { isoFromKst } from '../../nodes/Nicepay/protocol/kst';
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
	secondByLook,
	sha256,
} from './support';

describe('a cancel', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox();
	});
	afterEach(() => open.close());

	const cancelCode = async (tid: string, changes: Fields = {}) =>
		(await open.cancel(tid, changes)).ResultCode;

	it('says the same time in its reply and in the books', async () => {
		await open.close();
		open = await openSandbox({ now: secondByLook() });
		const [unpaid, paid] = [await open.issue(), await open.issue()];
		await open.deposit(paid);
		const timeOf = ({ CancelDate, CancelTime }: Fields) => isoFromKst(`${CancelDate}${CancelTime}`);
		expect(timeOf(await open.cancel(unpaid))).toBe((await open.account(unpaid)).closedAt);
		const refund = timeOf(await open.cancel(paid, REFUND_ACCOUNT));
		const { refunds, closedAt } = await open.account(paid);
		expect([refunds[0]?.at, closedAt]).toEqual([refund, refund]);
	});

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

		it('signs the padded amount if the option says so', async () => {
			const padded = await openSandbox({ signatureAmount: 'padded' });
			const tid = await padded.issue();
			const { Signature } = await padded.cancel(tid);
			expect(Signature).toBe(sha256(`${tid}${MID}000000001004${KEY}`));
			await padded.close();
		});

		it('accepts an amount padded with zeros, and signs it unpadded', async () => {
			const tid = await open.issue();
			expect(await open.cancel(tid, { CancelAmt: '000000001004' })).toMatchObject({
				ResultCode: '2001',
				CancelAmt: '000000001004',
				Signature: sha256(`${tid}${MID}1004${KEY}`),
			});
		});

		it('is signed like the manual’s example', () => {
			expect(sha256(`nicepay00m01012006221311045107nicepay00m1004${KEY}`)).toBe(
				'9439b21e792ee41d1411d7b5e7e34a2062f0f42f19fa3f875f35c388954d4efd',
			);
		});

		it('ignores a refund account', async () => {
			expect(await cancelCode(await open.issue(), REFUND_ACCOUNT)).toBe('2001');
		});

		it('must be full (2045) and of the issued amount (2011)', async () => {
			const tid = await open.issue();
			expect(await cancelCode(tid, { PartialCancelCode: '1' })).toBe('2045');
			expect(await cancelCode(tid, { CancelAmt: '1003' })).toBe('2011');
			expect((await open.account(tid)).state).toBe('issued');
		});

		it('is 2015 the second time, and 2016 after the deadline', async () => {
			const tid = await open.issue();
			await open.cancel(tid);
			expect(await cancelCode(tid)).toBe('2015');

			const late = await open.issue({ VbankExpDate: '202601011230' });
			open.clock.now = new Date('2026-01-01T12:30:01+09:00');
			expect(await cancelCode(late)).toBe('2016');
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

		it('refunds to the given account', async () => {
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
			expect(await cancelCode(tid, REFUND_ACCOUNT)).toBe('2015');
		});

		it.each(Object.keys(REFUND_ACCOUNT))('needs %s (2047)', async (name) => {
			expect(await cancelCode(await paid(), { ...REFUND_ACCOUNT, [name]: '' })).toBe('2047');
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

		it('in full must be all that remains (2011, or 2032 for more)', async () => {
			const tid = await paid();
			expect(await cancelCode(tid, { ...REFUND_ACCOUNT, CancelAmt: '1003' })).toBe('2011');
			expect(await cancelCode(tid, { ...REFUND_ACCOUNT, CancelAmt: '1005' })).toBe('2032');
		});

		it('accepts a partial amount padded with zeros', async () => {
			const tid = await paid();
			const part = { ...REFUND_ACCOUNT, PartialCancelCode: '1', CancelAmt: '0400' };
			expect((await open.cancel(tid, part)).RemainAmt).toBe('000000000604');
			expect(await open.account(tid)).toMatchObject({ remaining: 604, refunds: [{ amount: 400 }] });
		});

		it('refunds what was paid, not what was billed', async () => {
			const tid = await open.issue();
			await open.deposit(tid, { amount: 900 });
			expect(await cancelCode(tid, REFUND_ACCOUNT)).toBe('2032');
			expect(await cancelCode(tid, { ...REFUND_ACCOUNT, CancelAmt: '900' })).toBe('2211');
		});

		it('is refused for an unknown bank', async () => {
			expect(await cancelCode(await paid(), { ...REFUND_ACCOUNT, RefundBankCd: '999' })).toBe(
				'A212',
			);
		});
	});

	it.each<[string, string, Fields]>([
		['an unknown TID', '2012', {}],
		['a TID of another MID', '2019', { TID: `nicepay01m${newTid().slice(10)}` }],
		['no reason', 'A117', { CancelMsg: '' }],
		['an amount of 0', '2010', { CancelAmt: '0' }],
		['an amount of zeros', '2010', { CancelAmt: '000000000000' }],
		['an amount that is not a number', 'A116', { CancelAmt: 'x' }],
		['an unknown PartialCancelCode', 'A212', { PartialCancelCode: '2' }],
		['a holder of six syllables', 'A147', { RefundAcctNm: '가나다라마바' }],
	])('is refused for %s: %s', async (_, code, changes) => {
		expect(await cancelCode(newTid(), changes)).toBe(code);
	});

	it('is refused with a wrong signature', async () => {
		const fields = { ...cancelFields(await open.issue()), SignData: '0'.repeat(64) };
		const reply = await open.sendSigned('cancel', fields);
		expect(reply).toMatchObject({ ResultCode: 'A211', Signature: '' });
	});
});

describe('a status', () => {
	it('follows the account: 9, 0, then 1', async () => {
		const open = await openSandbox();
		const tid = await open.issue();
		const readStatus = async (wanted: string) => (await open.status(wanted)).Status;
		expect(await readStatus(newTid())).toBe('9');
		expect(await readStatus(tid)).toBe('9');
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
		expect(await readStatus(tid)).toBe('1');
		const cancelled = await open.issue();
		await open.cancel(cancelled);
		expect(await readStatus(cancelled)).toBe('1');
		await open.close();
	});

	it('of an unpaid account is 0 if the option says so', async () => {
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
