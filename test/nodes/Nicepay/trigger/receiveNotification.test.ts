import {
	AMBIGUOUS_SYLLABLES,
	encode,
	EXAMPLE,
	type Fields,
	KEY,
	MID,
	NICEPAY,
	STRANGER,
	type Style,
	TID,
} from './forms';
import { ACKNOWLEDGED, FORM, NODE, openTrigger, REFUSED, STARTED, type Trigger } from './support';

/** What the example comes to, simplified. */
const DEPOSIT = {
	event: 'deposit',
	eventId: 'nicepay00m03011708211953289333:4110',
	tid: 'nicepay00m03011708211953289333',
	orderId: 'test7492739',
	amount: 1000,
	depositedAt: '2016-09-10T07:14:15+09:00',
	bankCode: '004',
	bankName: '국민은행',
	accountNumber: '2220652830110',
	depositorName: '김 철수',
	buyerName: '홍길동',
	goodsName: '철청처치 책상 1+1 (50% 할인)',
	cashReceipt: null,
	mid: 'nicepay00m',
	sender: '121.133.126.10',
	resultCode: '4110',
	resultMessage: '가상계좌 입금 성공',
};

const RECEIPT: Fields = {
	RcptType: '1',
	RcptTID: 'nicepay00m04011708211953289334',
	RcptAuthCode: '123456789',
	ReceitType: '1',
};

describe('a deposit that NICEPAY tells of', () => {
	let trigger: Trigger;
	let unsimplified: Trigger;
	beforeAll(async () => {
		trigger = await openTrigger();
		unsimplified = await openTrigger({ simplify: false });
	});

	it.each([FORM, `${FORM}; charset=euc-kr`, null])(
		'is described when diagnostics are asked for: Content-Type %s',
		async (contentType) => {
			const describing = await openTrigger({ diagnostics: true });
			const delivered = await describing.deliver(EXAMPLE, { contentType });
			expect(delivered.items).toEqual([{ ...DEPOSIT, diagnostics: { contentType } }]);
		},
	);

	it('comes out in the terms of the field', async () => {
		const delivered = await trigger.deliver(EXAMPLE);
		expect(delivered).toMatchObject(STARTED);
		expect(delivered.items).toEqual([DEPOSIT]);
	});

	it('comes out with every field and NICEPAY’s names when it is not simplified', async () => {
		const delivered = await unsimplified.deliver({ ...EXAMPLE, VbankNum: ' 2220652830110  ' });
		expect(delivered).toMatchObject(STARTED);
		expect(delivered.items).toEqual([
			{
				PG: 'NICE',
				PayMethod: 'VBANK',
				MID: 'nicepay00m',
				MallUserID: '',
				Amt: '1000',
				GoodsName: '철청처치 책상 1+1 (50% 할인)',
				MOID: 'test7492739',
				TID: 'nicepay00m03011708211953289333',
				AuthDate: '160910071415',
				AuthCode: '',
				FnCd: '004',
				FnName: '국민은행',
				StateCd: '0',
				name: '홍길동',
				VbankName: '국민은행',
				VbankNum: '2220652830110',
				VbankInputName: '김 철수',
				ResultCode: '4110',
				ResultMsg: '가상계좌 입금 성공',
			},
		]);
	});

	it('is answered with exactly the two bytes OK', async () => {
		const receipt = await trigger.engine.receiveWebhook(
			{ name: NODE, type: 'n8n-nodes-nicepay.nicepayTrigger' },
			{ headers: { 'content-type': FORM }, rawBody: encode(EXAMPLE), ip: NICEPAY },
		);
		expect(receipt.response.status).toBe(200);
		expect([...receipt.response.body]).toEqual([0x4f, 0x4b]);
	});

	describe('is read alike', () => {
		const contentTypes: ReadonlyArray<[string, string | null]> = [
			['without a charset', FORM],
			['with charset=euc-kr', `${FORM}; charset=euc-kr`],
			['with charset=EUC-KR', `${FORM};charset="EUC-KR"`],
			['with a charset that is wrong', `${FORM}; charset=UTF-8`],
			['with a charset that does not exist', `${FORM}; charset=nonsense`],
			['with another content type', 'text/html'],
			['as if it were JSON', 'application/json; charset=utf-8'],
			['without a Content-Type', null],
		];
		it.each(contentTypes)('%s', async (_name, contentType) => {
			expect(await trigger.receive(EXAMPLE, { contentType })).toEqual(DEPOSIT);
		});

		const styles: ReadonlyArray<[string, Style]> = [
			['with %20 for a space', { space: '%20' }],
			['with + for a space', { space: '+' }],
			['with escapes in lower case', { hex: 'lower' }],
			['with escapes in upper case', { hex: 'upper' }],
			['with the bytes of Korean unescaped', { korean: 'raw' }],
			['with unescaped bytes and + for a space', { korean: 'raw', space: '+' }],
		];
		it.each(styles)('%s', async (_name, style) => {
			for (const contentType of [FORM, `${FORM}; charset=euc-kr`, null]) {
				expect(await trigger.receive(encode(EXAMPLE, style), { contentType })).toEqual(DEPOSIT);
			}
		});

		it('with its fields in any order', async () => {
			const pairs = Object.entries(EXAMPLE);
			for (let turn = 1; turn < pairs.length; turn++) {
				const turned = [...pairs.slice(turn), ...pairs.slice(0, turn)];
				expect(await trigger.receive(encode(turned))).toEqual(DEPOSIT);
				expect(await trigger.receive(encode(turned.reverse()))).toEqual(DEPOSIT);
			}
		});
	});

	it('keeps all 217 syllables whose EUC-KR bytes are valid UTF-8, one by one', async () => {
		expect(AMBIGUOUS_SYLLABLES).toHaveLength(217);
		expect(AMBIGUOUS_SYLLABLES).toEqual(expect.arrayContaining(['철', '청', '처', '치']));
		const names: unknown[] = [];
		for (const syllable of AMBIGUOUS_SYLLABLES) {
			names.push((await trigger.receive({ ...EXAMPLE, VbankInputName: syllable })).depositorName);
		}
		expect(names).toEqual(AMBIGUOUS_SYLLABLES);
	});

	it('keeps those 217 syllables when the body has no other Korean, and is valid UTF-8 as a whole', async () => {
		const goodsName = AMBIGUOUS_SYLLABLES.join('');
		const body = encode(
			{ PayMethod: 'VBANK', MID, TID, ResultCode: '4110', GoodsName: goodsName },
			{ korean: 'raw' },
		);
		expect(() => new TextDecoder('utf-8', { fatal: true }).decode(body)).not.toThrow();
		expect(await trigger.receive(body)).toMatchObject({ goodsName });
	});

	it('keeps syllables that only CP949 has', async () => {
		expect(await trigger.receive({ ...EXAMPLE, name: '똠방각하 펲 뷁' })).toMatchObject({
			buyerName: '똠방각하 펲 뷁',
		});
	});

	describe('has the shape', () => {
		const reserved = Object.fromEntries(
			Array.from({ length: 10 }, (_, index) => [`MallReserved${index + 1}`, `예약 ${index}`]),
		);
		const escrow = { TransType: '1', BuyerEmail: 'hong@example.com', BuyerAuthNum: '0101' };
		const shapes: ReadonlyArray<[string, Fields, Fields]> = [
			['of the manual’s example', {}, {}],
			['with the merchant’s key in it', {}, { MerchantKey: KEY }],
			[
				'with fields that no manual mentions',
				{ ErrorCD: '', ClientId: '가맹점', vbankRefundFlag: 'N', VBANKNAME: '다른 은행' },
				{},
			],
			['with MallReserved and its ten kin', { MallReserved: '회원=7&등급=철', ...reserved }, {}],
			['with a cash receipt', RECEIPT, {}],
			['with escrow', { ...escrow, CancelDate: '', CancelMOID: '' }, {}],
			['with all of it', { ...RECEIPT, ...escrow, ...reserved }, { MerchantKey: KEY }],
		];
		it.each(shapes)('%s', async (_name, addition, secret) => {
			const body = encode({ ...secret, ...EXAMPLE, ...addition });
			const delivered = await unsimplified.deliver(body);
			expect(delivered).toMatchObject(STARTED);
			expect(delivered.items).toEqual([{ ...EXAMPLE, ...addition }]);
			const { cashReceipt, ...rest } = await trigger.receive(body);
			expect({ ...rest, cashReceipt: null }).toEqual(DEPOSIT);
			expect(cashReceipt !== null).toBe('RcptTID' in addition);
		});
	});

	it('has the cash receipt that NICEPAY issued', async () => {
		expect(await trigger.receive({ ...EXAMPLE, ...RECEIPT })).toEqual({
			...DEPOSIT,
			cashReceipt: {
				type: '1',
				tid: 'nicepay00m04011708211953289334',
				approvalNumber: '123456789',
			},
		});
	});

	it('has no cash receipt when one was asked for and none issued', async () => {
		const { cashReceipt } = await trigger.receive({ ...EXAMPLE, RcptType: '1', RcptTID: ' ' });
		expect(cashReceipt).toBeNull();
	});

	it('has null for what NICEPAY does not say', async () => {
		expect(await trigger.receive({ PayMethod: 'VBANK', MID, TID, ResultCode: '4110' })).toEqual({
			event: 'deposit',
			eventId: `${TID}:4110`,
			tid: TID,
			orderId: null,
			amount: null,
			depositedAt: null,
			bankCode: null,
			bankName: null,
			accountNumber: null,
			depositorName: null,
			buyerName: null,
			goodsName: null,
			cashReceipt: null,
			mid: MID,
			sender: NICEPAY,
			resultCode: '4110',
			resultMessage: null,
		});
	});

	it('has the sender’s address as IPv4 when the socket says it mapped into IPv6', async () => {
		expect(await trigger.receive(EXAMPLE, { ip: '::ffff:211.33.136.39' })).toMatchObject({
			sender: '211.33.136.39',
		});
	});

	it('is the only thing the execution starts with: one item, no headers, no query', async () => {
		const { run } = await trigger.deliver(EXAMPLE, { headers: { 'x-secret': 'header-value' } });
		expect(run?.output(NODE)).toHaveLength(1);
		expect(run?.saved).not.toContain('header-value');
	});
});

describe('the user chooses what starts the workflow', () => {
	const messages: ReadonlyArray<[string, Fields, 'deposit' | 'other']> = [
		['a deposit (4110)', {}, 'deposit'],
		['a deposit without StateCd', { StateCd: '' }, 'deposit'],
		['an account that was issued (4100)', { ResultCode: '4100' }, 'other'],
		['a card payment (3001)', { PayMethod: 'CARD', ResultCode: '3001' }, 'other'],
		['a transfer (4000)', { PayMethod: 'BANK', ResultCode: '4000' }, 'other'],
		['a cancel (2001)', { ResultCode: '2001', StateCd: '1' }, 'other'],
		['a deposit’s code with StateCd 1', { StateCd: '1' }, 'other'],
		['a deposit’s code with StateCd 2', { StateCd: '2' }, 'other'],
		['a deposit’s code with another pay method', { PayMethod: 'CARD' }, 'other'],
		['no code at all', { ResultCode: '' }, 'other'],
	];
	const triggers: Record<string, Trigger> = {};
	beforeAll(async () => {
		triggers.default = await openTrigger();
		triggers.deposit = await openTrigger({ events: ['deposit'] });
		triggers.other = await openTrigger({ events: ['other'] });
		triggers.both = await openTrigger({ events: ['deposit', 'other'] });
		triggers.none = await openTrigger({ events: [] });
		triggers.raw = await openTrigger({ events: ['deposit', 'other'], simplify: false });
	});

	describe.each(messages)('%s', (name, change, event) => {
		const fields = { ...EXAMPLE, ...change };
		const starts = async (name: string) => {
			const delivered = await triggers[name]?.deliver(fields);
			expect(delivered).toMatchObject(delivered?.run ? STARTED : ACKNOWLEDGED);
			return delivered?.run !== undefined;
		};

		it(`is ${event === 'deposit' ? 'a deposit' : 'another notification'}`, async () => {
			expect(await triggers.both?.receive(fields)).toMatchObject({
				event,
				eventId: name.includes('deposit’s code with StateCd')
					? `${TID}:4110:${fields.StateCd}`
					: `${TID}:${fields.ResultCode}`,
				resultCode: fields.ResultCode || null,
			});
		});

		it('starts the workflow only when it was chosen, and is acknowledged all the same', async () => {
			expect(await starts('default')).toBe(event === 'deposit');
			expect(await starts('deposit')).toBe(event === 'deposit');
			expect(await starts('other')).toBe(event === 'other');
			expect(await starts('both')).toBe(true);
			expect(await starts('none')).toBe(false);
		});

		it('comes out whole when it is not simplified', async () => {
			expect(await triggers.raw?.receive(fields)).toEqual(fields);
		});
	});
});

describe('the same notification again', () => {
	let trigger: Trigger;
	beforeEach(async () => {
		trigger = await openTrigger();
	});

	it.each([
		['twice', 2],
		['ten times', 10],
	])('%s starts the workflow each time, with one and the same eventId', async (_name, times) => {
		const styles: readonly Style[] = [{}, { space: '+' }, { hex: 'lower' }, { korean: 'raw' }];
		for (let time = 0; time < times; time++) {
			const delivered = await trigger.deliver(encode(EXAMPLE, styles[time % styles.length]));
			expect(delivered).toMatchObject(STARTED);
			expect(delivered.items).toEqual([DEPOSIT]);
		}
		expect(trigger.engine.staticData.size).toBe(0);
	});

	it('at the same moment starts the workflow for each', async () => {
		const delivered = await Promise.all(
			Array.from({ length: 10 }, async () => await trigger.deliver(EXAMPLE)),
		);
		for (const one of delivered) {
			expect(one).toMatchObject(STARTED);
			expect(one.items).toEqual([DEPOSIT]);
		}
		expect(new Set(delivered.map(({ run }) => run?.executionId)).size).toBe(10);
	});

	it('is taken after a first delivery that n8n could not store', async () => {
		const store = () => {
			throw new Error('the database is gone');
		};
		const lost = await trigger.deliver(EXAMPLE, { store });
		expect(lost).toMatchObject({ status: 500, stored: 0, items: [] });
		expect(lost.reply).not.toBe('OK');
		expect((await trigger.deliver(EXAMPLE)).items).toEqual([DEPOSIT]);
	});

	it('is not acknowledged before n8n has stored the execution', async () => {
		const order: string[] = [];
		const store = async () => {
			await new Promise((done) => setTimeout(done, 100));
			order.push('stored');
		};
		await trigger.deliver(EXAMPLE, { store }).then(() => order.push('answered'));
		expect(order).toEqual(['stored', 'answered']);
	});
});

describe('a deposit that was taken back', () => {
	const takenBack = { ...EXAMPLE, StateCd: '1' };

	it('is told in the log when it starts nothing', async () => {
		const trigger = await openTrigger();
		expect(await trigger.deliver(takenBack)).toMatchObject(ACKNOWLEDGED);
		expect(trigger.warnings()).toEqual([expect.stringContaining('a deposit was taken back')]);
		expect(trigger.warnings()[0]).toContain(TID);
		expect(trigger.warnings()[0]).toContain('test7492739');
	});

	it('is not told as a warning when it starts the workflow', async () => {
		const trigger = await openTrigger({ events: ['other'] });
		expect(await trigger.deliver(takenBack)).toMatchObject(STARTED);
		expect(trigger.warnings()).toEqual([]);
	});

	it.each([
		['a deposit', {}],
		['a deposit’s code with another pay method', { PayMethod: 'CARD' }],
	])('is warned of as %s is that starts nothing', async (_name, change) => {
		const trigger = await openTrigger({ events: [] });
		expect(await trigger.deliver({ ...EXAMPLE, ...change })).toMatchObject(ACKNOWLEDGED);
		expect(trigger.warnings()).toEqual([expect.stringContaining('may be a deposit')]);
	});

	it('is not warned of as other payments are that start nothing', async () => {
		const trigger = await openTrigger();
		const card = { ...EXAMPLE, PayMethod: 'CARD', ResultCode: '3001' };
		expect(await trigger.deliver(card)).toMatchObject(ACKNOWLEDGED);
		expect(trigger.warnings()).toEqual([]);
		expect(trigger.engine.logs.text).toContain('Trigger On does not include it');
	});

	it('is not the same event as the deposit', async () => {
		const trigger = await openTrigger({ events: ['deposit', 'other'] });
		const [deposit, back] = [await trigger.receive(EXAMPLE), await trigger.receive(takenBack)];
		expect(back.eventId).not.toBe(deposit.eventId);
	});
});

describe('whoever tests the URL', () => {
	let trigger: Trigger;
	beforeEach(async () => {
		trigger = await openTrigger();
	});

	it.each(['GET', 'HEAD'])('hears OK to %s, from anywhere, and nothing runs', async (method) => {
		const { response, workflowData } = await trigger.engine.receiveWebhook(
			{ name: NODE, type: 'n8n-nodes-nicepay.nicepayTrigger' },
			{ method, ip: STRANGER },
		);
		expect(response.status).toBe(200);
		expect(response.text).toBe(method === 'HEAD' ? '' : 'OK');
		expect(workflowData).toBeUndefined();
		expect(trigger.engine.decryptions).toBe(0);
		expect(trigger.engine.logs.lines).toMatchObject([{ level: 'info' }]);
		expect(trigger.engine.logs.text).toContain(`was reached from ${STRANGER} (${method})`);
	});

	it.each(['', '\r\n'])('hears OK to an empty POST from NICEPAY: %j', async (text) => {
		for (const contentType of [FORM, null]) {
			const delivered = await trigger.deliver(Buffer.from(text), { contentType });
			expect(delivered).toMatchObject(ACKNOWLEDGED);
		}
		expect(trigger.engine.decryptions).toBe(0);
		expect(trigger.warnings()).toHaveLength(2);
		expect(trigger.warnings()[0]).toMatch(/an empty POST.*something on the way has removed/);
	});

	it('is warned of when it has an allowed address: a redirect may have made a GET of a deposit', async () => {
		const { response } = await trigger.engine.receiveWebhook(
			{ name: NODE, type: 'n8n-nodes-nicepay.nicepayTrigger' },
			{ method: 'GET', ip: NICEPAY },
		);
		expect(response.text).toBe('OK');
		expect(trigger.warnings()).toEqual([expect.stringContaining('redirects nowhere')]);
	});

	it('does not hear OK to an empty POST from anywhere else', async () => {
		expect(await trigger.deliver(Buffer.alloc(0), { ip: STRANGER })).toMatchObject(REFUSED);
	});

	it.each(['PUT', 'DELETE', 'PATCH'])('finds nothing with %s', async (method) => {
		const { response } = await trigger.engine.receiveWebhook(
			{ name: NODE, type: 'n8n-nodes-nicepay.nicepayTrigger' },
			{ method },
		);
		expect(response.status).toBe(404);
	});
});

describe('a body that is not what NICEPAY sends', () => {
	let trigger: Trigger;
	let unsimplified: Trigger;
	beforeAll(async () => {
		trigger = await openTrigger();
		unsimplified = await openTrigger({ simplify: false });
	});
	const MIB = 1024 * 1024;
	const padded = (length: number) => {
		const start = encode(EXAMPLE).toString('latin1') + '&Filler=';
		return Buffer.from(start + 'x'.repeat(length - start.length), 'latin1');
	};

	it('may have 1 MiB', async () => {
		const body = padded(MIB);
		expect(body).toHaveLength(MIB);
		expect(await trigger.receive(body)).toEqual(DEPOSIT);
	});

	// What takes long is stopped by Jest's time limit.
	it.each(['&', 'a=&', '%', '\xa2\xe8'])(
		'may have 1 MiB of what takes longest to read: “%s”',
		async (filler) => {
			const start = `${encode(EXAMPLE).toString('latin1')}&Filler=`;
			const body = Buffer.from((start + filler.repeat(MIB)).slice(0, MIB - 1) + 'x', 'latin1');
			expect(await trigger.receive(body)).toEqual(DEPOSIT);
		},
	);

	it('may end in the middle of a character', async () => {
		for (const style of [{}, { korean: 'raw' }] as const) {
			const whole = encode({ ...EXAMPLE, Last: '철' }, style);
			const cut = whole.subarray(0, style.korean ? -1 : -3);
			const item = await unsimplified.receive(cut);
			expect(item).toMatchObject({ ...EXAMPLE, Last: '\ufffd' });
			const half = await unsimplified.receive(cut.subarray(0, style.korean ? -1 : -2));
			expect(half).toMatchObject(EXAMPLE);
		}
	});

	it('may be cut anywhere: then it starts the workflow, is acknowledged or is refused, and nothing breaks', async () => {
		const whole = encode({ TID, ...EXAMPLE });
		for (let length = 0; length < whole.length; length += 7) {
			const { status, reply, error, items, stored } = await trigger.deliver(
				whole.subarray(0, length),
			);
			expect(error).toBeUndefined();
			expect([200, 403]).toContain(status);
			expect(reply).toBe(status === 200 ? 'OK' : 'FAIL');
			expect(stored).toBe(items.length);
			expect(status === 403 && items.length > 0).toBe(false);
		}
	});

	it('may have broken % sequences, which stand for themselves', async () => {
		const body = Buffer.concat([
			encode(EXAMPLE),
			Buffer.from('&A=%&B=%2&C=%ZZ&D=%%41&E=100%&F=%u1234&G=%B&%=x&%G1=y&H=%C3%B6%'),
		]);
		expect(await unsimplified.receive(body)).toEqual({
			...EXAMPLE,
			A: '%',
			B: '%2',
			C: '%ZZ',
			D: '%A',
			E: '100%',
			F: '%u1234',
			G: '%B',
			'%': 'x',
			'%G1': 'y',
			H: '철%',
		});
	});

	it('may have a field twice: the first counts', async () => {
		const body = Buffer.concat([
			encode(EXAMPLE),
			Buffer.from('&name=someone&VbankNum=999&TID='),
			Buffer.from(TID),
		]);
		expect(await trigger.receive(body)).toEqual(DEPOSIT);
	});

	it('may have pairs without a name, without a value, or without either', async () => {
		const body = Buffer.from(`&&=x&alone&${encode(EXAMPLE).toString('latin1')}&&=&a=b=c&`);
		expect(await unsimplified.receive(body)).toEqual({ '': 'x', alone: '', ...EXAMPLE, a: 'b=c' });
	});

	it('may have fields named as the members of every object are', async () => {
		const body = Buffer.concat([
			encode(EXAMPLE),
			Buffer.from('&__proto__=a&constructor=b&toString=c&hasOwnProperty=d&toJSON=e&valueOf=f'),
		]);
		const delivered = await unsimplified.deliver(body);
		expect(delivered).toMatchObject({ status: 200, reply: 'OK', stored: 1 });
		expect(delivered.run?.status).toBe('success');
		expect(JSON.parse(JSON.stringify(delivered.items[0]))).toMatchObject({ constructor: 'b' });
		expect(({} as Record<string, unknown>).a).toBeUndefined();
		expect(await trigger.receive(body)).toEqual(DEPOSIT);
	});

	it('may be JSON, XML or noise: refused', async () => {
		for (const body of [
			JSON.stringify(EXAMPLE),
			`<xml><MID>${MID}</MID><TID>${TID}</TID></xml>`,
			'\xff\xfe\x00\x01',
			'\0'.repeat(1000),
		]) {
			const delivered = await trigger.deliver(Buffer.from(body, 'latin1'));
			expect(delivered).toMatchObject(REFUSED);
		}
	});
});
