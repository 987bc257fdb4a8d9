import { isoFromKst } from '../../nodes/Nicepay/protocol/kst';
import {
	encode,
	type Fields,
	issueFields,
	KEY,
	MID,
	newTid,
	openSandbox,
	type OpenSandbox,
	secondByLook,
	sign,
} from './support';

describe('an issue', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox();
	});
	afterEach(() => open.close());

	const issueCode = async (changes: Fields) =>
		(await open.send('issue', issueFields(changes))).ResultCode;

	it('opens an account and replies in NICEPAY’s form', async () => {
		const reply = await open.send('issue', issueFields({ TID: `${MID}03012601011200009999` }));
		expect(reply).toEqual({
			ResultCode: '4100',
			ResultMsg: '가상계좌 발급 성공',
			TID: `${MID}03012601011200009999`,
			Moid: 'ORDER-' + String(reply.Moid).slice(-4),
			Amt: '000000001004',
			AuthDate: '260101120000',
			VbankBankCode: '004',
			VbankBankName: '국민은행'.padEnd(20),
			VbankNum: expect.stringMatching(/^\d{11,14}$/) as string,
			VbankExpDate: '20260103',
			VbankExpTime: '235959',
		});
		expect(await open.account(reply.TID ?? '')).toMatchObject({
			state: 'issued',
			amount: 1004,
			goodsName: '한글 상품',
			bankName: '국민은행',
			accountNumber: reply.VbankNum,
			depositDeadline: '2026-01-03T23:59:59+09:00',
			issuedAt: '2026-01-01T12:00:00+09:00',
		});
	});

	it('says the same time in its reply and in its books', async () => {
		await open.close();
		open = await openSandbox({ now: secondByLook() });
		const reply = await open.send('issue', issueFields());
		const { issuedAt } = await open.account(reply.TID ?? '');
		expect(isoFromKst(reply.AuthDate ?? '')).toBe(issuedAt);
	});

	it('accepts a deadline to the minute', async () => {
		expect(await open.send('issue', issueFields({ VbankExpDate: '202601011201' }))).toMatchObject({
			VbankExpDate: '20260101',
			VbankExpTime: '120100',
		});
	});

	it('accepts an amount padded with zeros', async () => {
		const tid = await open.issue({ Amt: '000000001004' });
		expect((await open.account(tid)).amount).toBe(1004);
	});

	it('accepts line breaks and tabs in free text', async () => {
		const tid = await open.issue({ GoodsName: '상품\r\n\t둘' });
		expect((await open.account(tid)).goodsName).toBe('상품\r\n\t둘');
	});

	it.each<[string, string, Fields]>([
		['no goods name', 'A117', { GoodsName: '' }],
		['no MID', 'A117', { MID: '' }],
		['a goods name of 42 bytes', 'A147', { GoodsName: '가'.repeat(21) }],
		['a TID that is too short', '1652', { TID: `${MID}0301` }],
		['a TID of another MID', 'A115', { TID: `nicepay01m${newTid().slice(10)}` }],
		['an unknown MID', 'A114', { MID: 'nicepay01m' }],
		['an invalid EdiDate', 'A106', { EdiDate: '20260230120000' }],
		['an EdiDate in UTC', 'A106', { EdiDate: '20260101030000' }],
		['an invalid bank code', 'A212', { BankCode: '4' }],
		['an order number with Hangul', 'A212', { Moid: '주문' }],
		['an unknown reply charset', 'A212', { CharSet: 'latin1' }],
		['an unknown reply format', 'A212', { EdiType: 'xml' }],
		['a line break in the order number', 'A212', { Moid: 'a\nb' }],
		['an amount of 0', 'A116', { Amt: '0' }],
		['an amount that is not a number', 'A116', { Amt: '1,004' }],
		['an amount of zeros', 'A116', { Amt: '000' }],
		['a bank that issues no accounts', '4126', { BankCode: '090' }],
		['a deadline before today', 'A108', { VbankExpDate: '20251231' }],
		['a deadline earlier today', 'A107', { VbankExpDate: '202601011159' }],
		['an invalid deadline', '4102', { VbankExpDate: '20260230' }],
		['a deadline with an invalid time', '4103', { VbankExpDate: '202601032561' }],
		['a deadline at 24:00', '4103', { VbankExpDate: '202601032400' }],
		['an unknown cash receipt', '7013', { CashReceiptType: '3' }],
		['a cash receipt without number', 'A117', { CashReceiptType: '1' }],
		['an invalid mobile number', '7012', { CashReceiptType: '1', ReceiptTypeNo: '0212345678' }],
		['hyphens in it', '7012', { CashReceiptType: '1', ReceiptTypeNo: '010-1234-56' }],
		['a business number too short', '7012', { CashReceiptType: '2', ReceiptTypeNo: '123456789' }],
	])('is refused for %s: %s', async (_, code, changes) => {
		expect(await issueCode(changes)).toBe(code);
		expect(await open.accounts()).toEqual([]);
		const [request] = await open.requests();
		expect(request?.checks.at(-1)).toMatchObject({ passed: false });
		expect(request?.checks.slice(0, -1).every(({ passed }) => passed)).toBe(true);
	});

	it('accepts both kinds of cash receipt', async () => {
		expect(await issueCode({ CashReceiptType: '1', ReceiptTypeNo: '01012345678' })).toBe('4100');
		expect(await issueCode({ CashReceiptType: '2', ReceiptTypeNo: '1234567890' })).toBe('4100');
	});

	it('names the missing field in NICEPAY’s words', async () => {
		const reply = await open.send('issue', issueFields({ GoodsName: '' }));
		expect(reply.ResultMsg).toBe('필수입력항목이 누락되었습니다 (GoodsName)');
		expect(reply).toMatchObject({ Amt: '000000001004' });
	});

	it('is refused with a wrong signature, upper-case included', async () => {
		const fields = sign('issue', issueFields());
		for (const SignData of ['0'.repeat(64), fields.SignData?.toUpperCase() ?? '', 'x']) {
			const { ResultCode } = await open.sendSigned('issue', { ...fields, SignData });
			expect(ResultCode).toBe('A211');
		}
	});

	it('is refused when a field appears twice', async () => {
		const body = `${encode(sign('issue', issueFields()))}&Amt=1`;
		expect(await (await open.post('issue', body)).json()).toMatchObject({ ResultCode: 'A227' });
	});

	it.each([
		['CP949', '%8C%63'],
		['UTF-8', '%EA%B0%80'],
		['cut', '%B0'],
	])('is refused for %s text, and the log says why', async (_, bytes) => {
		const body = encode(sign('issue', issueFields({ GoodsName: 'MARK' }))).replace(
			'=MARK',
			`=${bytes}`,
		);
		expect(await (await open.post('issue', body)).json()).toMatchObject({ ResultCode: 'A212' });
		const [request] = await open.requests();
		expect(request?.checks.at(-1)).toMatchObject({ check: 'EUC-KR (KS X 1001)', passed: false });
		expect(request?.checks.at(-1)?.detail).toContain('GoodsName');
	});

	it('is refused for a used TID: A225', async () => {
		const TID = await open.issue();
		expect(await issueCode({ TID })).toBe('A225');
	});

	it('is refused for an order with an open account, and accepted after its cancel', async () => {
		const tid = await open.issue({ Moid: 'ORDER' });
		expect(await issueCode({ Moid: 'ORDER' })).toBe('A127');
		expect((await open.cancel(tid)).ResultCode).toBe('2001');
		const second = await open.issue({ Moid: 'ORDER' });
		await open.deposit(second);
		expect(await issueCode({ Moid: 'ORDER' })).toBe('A127');
	});

	it('never accepts an order again with orderReuse "never"', async () => {
		const strict = await openSandbox({ orderReuse: 'never' });
		await strict.cancel(await strict.issue({ Moid: 'ORDER' }));
		const reply = await strict.send('issue', issueFields({ Moid: 'ORDER' }));
		expect(reply.ResultCode).toBe('A127');
		await strict.close();
	});

	it('accepts an order with an open account with orderReuse "always"', async () => {
		const lenient = await openSandbox({ orderReuse: 'always' });
		await lenient.issue({ Moid: 'ORDER' });
		expect(await lenient.issue({ Moid: 'ORDER' })).toBeTruthy();
		expect(await lenient.accounts()).toHaveLength(2);
		await lenient.close();
	});

	it('accepts an account holder’s name unless the MID may not set it', async () => {
		expect(await issueCode({ VbankAccountName: '상점' })).toBe('4100');
		const strict = await openSandbox({ allowAccountName: false });
		const reply = await strict.send('issue', issueFields({ VbankAccountName: '상점' }));
		expect(reply.ResultCode).toBe('4145');
		await strict.close();
	});

	it('never repeats an account number', async () => {
		const always = await openSandbox({ random: () => 0.5 });
		for (let count = 0; count < 20; count++) await always.issue();
		const numbers = (await always.accounts()).map(({ accountNumber }) => accountNumber);
		expect(new Set(numbers).size).toBe(20);
		await always.close();
	});

	it('that contains the merchant key gets a note, and the key is masked', async () => {
		const fields = sign('issue', issueFields());
		await open.post('issue', encode({ ...fields, MerchantKey: KEY }));
		await open.post('issue', `${encode(fields)}&MerchantKey=${KEY}`);
		const requests = await open.requests();
		expect(JSON.stringify(requests)).not.toContain(KEY);
		expect(JSON.stringify(requests)).not.toContain(encodeURIComponent(KEY));
		for (const { notes } of requests) expect(notes[0]).toContain('merchant key was sent');
	});
});
