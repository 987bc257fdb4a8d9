import {
	toEvent,
	isDeposit,
	readNotification,
} from '../../../../nodes/Nicepay/protocol/notification';
import { bytesOf, KEY, MID } from './vectors';

const SENDER = '121.133.126.10';
const TID = 'nicepay00m03011708211953289333';

const read = (body: string) => readNotification(Buffer.from(body, 'latin1'));
const event = (fields: Record<string, string>) => toEvent(fields, SENDER);

describe('reading a notification', () => {
	it('decodes percent-encoded EUC-KR', () => {
		// 홍길동, as the JDK's URLEncoder writes it.
		expect(read('name=%C8%AB%B1%E6%B5%BF').fields).toEqual({ name: '홍길동' });
	});

	it('decodes bytes that are valid UTF-8 as EUC-KR all the same', () => {
		// C3B6 is 철 in EUC-KR and ö in UTF-8.
		expect(read('name=%C3%B6').fields).toEqual({ name: '철' });
		const raw = Buffer.concat([Buffer.from('name='), bytesOf('c3b6')]);
		expect(readNotification(raw).fields).toEqual({ name: '철' });
	});

	it('decodes syllables that only CP949 has', () => {
		expect(read('name=%8Cc').fields).toEqual({ name: '똠' });
	});

	it('trims text, and keeps empty and unknown fields', () => {
		expect(read('Amt=++1000%20&AuthCode=&Whatever=x&Alone').fields).toEqual({
			Amt: '1000',
			AuthCode: '',
			Whatever: 'x',
			Alone: '',
		});
	});

	it('sets merchant keys apart, whatever letters their name is in', () => {
		const { fields, merchantKeys } = read(`MerchantKey=a&MID=${MID}&MERCHANTKEY=b&merchantKey=`);
		expect(fields).toEqual({ MID });
		expect(merchantKeys).toEqual(['a', 'b', '']);
		expect(read(`MerchantKey=${encodeURIComponent(KEY)}`).merchantKeys).toEqual([KEY]);
	});

	it('takes the first of a field that is there twice', () => {
		expect(read('name=a&name=b').fields).toEqual({ name: 'a' });
		expect(read('name=a&name=b').contradiction).toBeUndefined();
	});

	it.each(['PayMethod', 'MID', 'TID', 'MOID', 'Amt', 'ResultCode', 'StateCd'])(
		'names %s when it is there twice with two values',
		(name) => {
			expect(read(`${name}=1&${name}=2`).contradiction).toBe(name);
			expect(read(`${name}=1&${name}=`).contradiction).toBe(name);
			expect(read(`${name}=1&${name}=1+`).contradiction).toBeUndefined();
			expect(read(`${name}=1&${name.toLowerCase()}=2`).contradiction).toBeUndefined();
		},
	);

	it('names the first contradiction', () => {
		expect(read('TID=1&Amt=1&Amt=2&TID=2').contradiction).toBe('Amt');
	});

	it('knows the first field behind a byte order mark', () => {
		expect(readNotification(Buffer.from(`\ufeffMID=${MID}`, 'utf8')).fields).toEqual({ MID });
	});

	it('keeps bytes that are only like a byte order mark', () => {
		expect(read('\u00efb-MID=x').fields).not.toHaveProperty('MID');
	});

	it('takes an empty body for no fields', () => {
		expect(readNotification(new Uint8Array())).toEqual({ fields: {}, merchantKeys: [] });
	});

	it('reads a view into a larger buffer', () => {
		const bytes = Buffer.from('xxname=%C3%B6yy');
		expect(readNotification(new Uint8Array(bytes.buffer, bytes.byteOffset + 2, 11)).fields).toEqual(
			{ name: '철' },
		);
	});
});

describe('a deposit', () => {
	const deposit = { PayMethod: 'VBANK', ResultCode: '4110', StateCd: '0' };

	it('is VBANK, 4110, and StateCd 0 or none', () => {
		expect(isDeposit(deposit)).toBe(true);
		expect(isDeposit({ ...deposit, StateCd: '' })).toBe(true);
		expect(isDeposit({ PayMethod: 'VBANK', ResultCode: '4110' })).toBe(true);
	});

	it.each([
		{ ResultCode: '4100' },
		{ ResultCode: '3001' },
		{ ResultCode: '4000' },
		{ ResultCode: '2001' },
		{ ResultCode: '0000' },
		{ ResultCode: '' },
		{ StateCd: '1' },
		{ StateCd: '2' },
		{ PayMethod: 'CARD' },
		{ PayMethod: 'vbank' },
		{ PayMethod: '' },
	])('is not one with %j', (change) => {
		expect(isDeposit({ ...deposit, ...change })).toBe(false);
	});

	it('is not one without any field', () => {
		expect(isDeposit({})).toBe(false);
	});
});

describe('the event of a notification', () => {
	it('has an eventId of TID and code', () => {
		expect(event({ TID, ResultCode: '4110' }).eventId).toBe(`${TID}:4110`);
		expect(event({ TID }).eventId).toBe(`${TID}:`);
	});

	it.each([
		['1000', 1000],
		['000000001000', 1000],
		['999999999999', 999_999_999_999],
		['0', 0],
		['', null],
		['1,000', null],
		['-1000', null],
		['1000.5', null],
		['1e3', null],
		['0x10', null],
		['９', null],
		// More than a number can hold.
		['9'.repeat(16), null],
		['9'.repeat(400), null],
	])('has the amount “%s” as %s', (Amt, amount) => {
		expect(event({ TID, Amt }).amount).toBe(amount);
	});

	it.each([
		['160910071415', '2016-09-10T07:14:15+09:00'],
		['20160910071415', '2016-09-10T07:14:15+09:00'],
		['', null],
		['160230071415', null],
		['160910', null],
		['yesterday', null],
	])('has the deposit’s time “%s” as %s', (AuthDate, depositedAt) => {
		expect(event({ TID, AuthDate }).depositedAt).toBe(depositedAt);
	});

	it('has the bank’s name from FnName, else from VbankName', () => {
		expect(event({ FnName: '국민', VbankName: '신한' }).bankName).toBe('국민');
		expect(event({ FnName: '', VbankName: '신한' }).bankName).toBe('신한');
		expect(event({}).bankName).toBeNull();
	});

	it('has a cash receipt only when NICEPAY gave it a TID', () => {
		const receipt = { RcptType: '2', RcptAuthCode: '7' };
		expect(event(receipt).cashReceipt).toBeNull();
		expect(event({ ...receipt, RcptTID: '' }).cashReceipt).toBeNull();
		expect(event({ ...receipt, RcptTID: 'R' }).cashReceipt).toEqual({
			type: '2',
			tid: 'R',
			approvalNumber: '7',
		});
		expect(event({ RcptTID: 'R' }).cashReceipt).toEqual({
			type: null,
			tid: 'R',
			approvalNumber: null,
		});
	});

	it('has each field of the notification under a name of its own, and null for those that are not there', () => {
		const fields = {
			PayMethod: 'VBANK',
			StateCd: '0',
			MID,
			TID,
			MOID: 'ORDER-1',
			Amt: '1004',
			AuthDate: '160910071415',
			FnCd: '004',
			FnName: '국민',
			VbankNum: '56211105948400',
			VbankInputName: '입금자',
			name: '구매자',
			GoodsName: '수강료',
			ResultCode: '4110',
			ResultMsg: '입금 성공',
		};
		expect(event(fields)).toEqual({
			event: 'deposit',
			eventId: `${TID}:4110`,
			tid: TID,
			orderId: 'ORDER-1',
			amount: 1004,
			depositedAt: '2016-09-10T07:14:15+09:00',
			bankCode: '004',
			bankName: '국민',
			accountNumber: '56211105948400',
			depositorName: '입금자',
			buyerName: '구매자',
			goodsName: '수강료',
			cashReceipt: null,
			mid: MID,
			sender: SENDER,
			resultCode: '4110',
			resultMessage: '입금 성공',
		});
		const names = Object.keys(event(fields));
		expect(event({})).toEqual({
			...Object.fromEntries(names.map((name) => [name, null])),
			...{ event: 'other', eventId: ':', tid: '', sender: SENDER },
		});
	});

	it('tells who sent it', () => {
		expect(event({ TID }).sender).toBe(SENDER);
	});
});
