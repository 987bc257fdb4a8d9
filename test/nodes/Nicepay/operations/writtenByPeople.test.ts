import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import {
	asking,
	cancelling,
	contextOf,
	issuing,
	openSetup,
	refunding,
	type TestSetup,
} from '../support';

/** Input as spreadsheets, forms and shop exports give it. */
describe('What people write', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup({ orderReuse: 'always' });
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const SEOUL = 'Asia/Seoul';
	const run = async (parameters: INodeParameters, given: unknown, timezone = SEOUL) =>
		await setup.engine.runNode({
			parameters,
			items: [{ id: 'ORDER-1', given } as never],
			settings: { timezone },
		});

	/** What goes out. */
	async function sent(parameters: INodeParameters, given: unknown, timezone?: string) {
		setup.reset();
		const { error } = await run(parameters, given, timezone);
		expect(error).toBeUndefined();
		expect(setup.complaints()).toEqual([]);
		expect(setup.requests()).toHaveLength(1);
		return setup.requests()[0]?.fields ?? {};
	}

	/** The message, for an item that is refused with nothing sent. */
	async function refusal(parameters: INodeParameters, given: unknown): Promise<string> {
		setup.reset();
		const { error } = await run(parameters, given);
		expect(contextOf(error)).toMatchObject({ outcome: 'invalid' });
		expect(setup.requests()).toEqual([]);
		return error?.message ?? '';
	}

	const GIVEN = '={{ $json.given }}';

	describe('for an amount', () => {
		const parameters = issuing({ amount: GIVEN });

		it.each([
			...['55,000', '55,000원', '₩55,000', '55000.0', ' 55000 ', '５５０００', '５５，０００원'],
			...[
				'￦55,000',
				'\\55,000',
				'55,000.00',
				'55000 원',
				'KRW 55,000',
				'55,000 KRW',
				'55000won',
				'55,000원정',
				'55000.0000',
			],
			...[55_000, '055000', '55,000\u200b', '\u00a055,000\u00a0'],
		])('is taken: %p', async (given) => {
			expect((await sent(parameters, given)).Amt).toBe('55000');
		});

		it.each([
			...['55.000', '5만원', '55,00', '1e3', '5,5000', '55 000', '-55000', '+55000', '55000.5'],
			...[
				'$55,000',
				'55,000 USD',
				'55,000~60,000',
				'오만오천원',
				'0x10',
				'٥٥',
				',000',
				'1.000',
				'1,000.000',
				'10\u316420',
				'\u202e000,55',
				'55,000,',
				'1.000',
				'1,000.000',
			],
		])('is refused: %s', async (given) => {
			expect(await refusal(parameters, given)).toBe(
				`Amount must be a whole number of won, 1 or more, such as 55000 or 55,000 won (it is ${given}) [item 0]`,
			);
		});

		it.each([
			[[1000], '[1000]'],
			[{ holder: '홍길동' }, 'an object'],
			[[{ holder: '홍길동' }], '[an object]'],
			[true, 'true'],
			[0, '0'],
			[10.5, '10.5'],
			[1e21, '1e+21'],
			['', 'empty'],
			[' ', 'empty'],
			[null, 'empty'],
		])('is refused: %j', async (given, shown) => {
			expect(await refusal(parameters, given)).toContain(`(it is ${shown})`);
		});

		it('is shown with 40 characters at most', async () => {
			expect(await refusal(parameters, 'x'.repeat(41))).toContain(`(it is ${'x'.repeat(40)}…)`);
			expect(await refusal(parameters, 'x'.repeat(40))).toContain(`(it is ${'x'.repeat(40)})`);
		});

		it('means what was written, however it was written', async () => {
			const width = (text: string) =>
				text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
			const written = fc
				.tuple(
					fc.integer({ min: 1, max: 999_999_999_999 }),
					fc.boolean(),
					fc.constantFrom('', '.0', '.00'),
					fc.constantFrom('', '₩', '￦', '\\', 'KRW '),
					fc.constantFrom('', '원', ' 원', ' won', ' KRW'),
					fc.constantFrom((text: string) => text, width),
				)
				.map(([won, hasCommas, decimals, before, after, form]) => ({
					won,
					text: form(
						before + (hasCommas ? won.toLocaleString('en-US') : String(won)) + decimals + after,
					),
				}));
			await fc.assert(
				fc.asyncProperty(written, async ({ won, text }) => {
					expect((await sent(parameters, text)).Amt).toBe(String(won));
				}),
				{ numRuns: 60 },
			);
		});

		it('is never another number than its digits say', async () => {
			const text = fc.string({ unit: fc.constantFrom(...'0123456789,,..원₩ -e만'), maxLength: 9 });
			await fc.assert(
				fc.asyncProperty(text, async (given) => {
					setup.reset();
					const { error } = await run(parameters, given);
					const [request] = setup.requests();
					expect(request === undefined).toBe(error !== undefined);
					const digits = given.replace(/\.(?:00?|0{4,})(?=\D*$)/, '').replace(/\D/g, '');
					if (request) expect(request.fields.Amt).toBe(digits.replace(/^0+/, ''));
				}),
				{ numRuns: 200 },
			);
		});

		it.each([
			['a cancel', cancelling({ amount: GIVEN })],
			['a refund', refunding({ amount: GIVEN })],
		])('is taken for %s, too', async (_, cancel) => {
			const { tid } = setup.account(
				'ORDER-1',
				cancel.cancelType === 'afterDeposit' ? 1004 : undefined,
			);
			const { error } = await run({ ...cancel, tid }, '1,004원');
			expect(error).toBeUndefined();
			expect(setup.requests()[0]?.fields.CancelAmt).toBe('1004');
		});
	});

	describe('for a deadline', () => {
		const parameters = issuing({ deadlineType: 'at', depositDeadline: GIVEN });

		it.each([
			...[
				'2099-12-31',
				'2099/12/31',
				'2099.12.31',
				'2099. 12. 31.',
				'2099. 12. 31',
				' 2099-12-31 ',
			],
			...[
				'2099년 12월 31일',
				'2099. 12. 31.(목)',
				'2099-12-31 (목요일)',
				'2099년 12월 31일 목요일',
				'2099. 12. 31. 목요일',
				'2099-12-31까지',
				'２０９９-１２-３１',
			],
		])('a date is the whole of that day in Korea: %s', async (given) => {
			for (const zone of [SEOUL, 'America/New_York', 'UTC']) {
				expect((await sent(parameters, given, zone)).VbankExpDate).toBe('209912312359');
			}
		});

		it.each([
			['2099. 1. 5.', '209901052359'],
			['2099-1-5', '209901052359'],
			['2099-12-31 18:00', '209912311800'],
			['2099.12.31 18:00:30', '209912311800'],
			['2099. 12. 31. 오후 6:00:00', '209912311800'],
			['2099. 12. 31. 오전 12:05', '209912310005'],
			['2099. 12. 31. 오후 12:05', '209912311205'],
			['2099년 12월 31일 오후 6시 30분', '209912311830'],
			['2099-12-31 18시', '209912311800'],
			['2099/12/31 6:00 PM', '209912311800'],
			['2099-12-31 PM 6:00', '209912311800'],
			['2099-12-31 6 PM', '209912311800'],
			['2099-12-31 오후 6시까지', '209912311800'],
			['2099-12-31 09:00:00 UTC', '209912311800'],
			['2099-12-31T04:00-05:00', '209912311800'],
			['2099-12-31 18:00 KST', '209912311800'],
			['2099-12-31 09:00Z', '209912311800'],
			['2099-12-31 04:00:00-05:00', '209912311800'],
			['2099-12-31 09:00+0000', '209912311800'],
			['20991231', '20991231'],
			['20991231180059', '209912311800'],
			[20991231, '20991231'],
		])('%s is %s', async (given, digits) => {
			expect((await sent(parameters, given)).VbankExpDate).toBe(digits);
		});

		it.each([
			...[
				'12/31/2099',
				'31.12.2099',
				'99-12-31',
				'2099-12',
				'2099-12/31',
				'2099-13-01',
				'2099-02-30',
			],
			...[
				'2099. 12. 31.(금)',
				'2099-12-31 오후 18:00',
				'2099-12-31 오후 6:00 PM',
				'2099-12-31 25:00',
			],
			...[
				'2099-12-31 18',
				'2099-12-31 18:00-20:00',
				'2099-12-31 18:00-05:00',
				'2099-12-31T10:00-18:00',
				'2099-12-31 10:00:00-18:00',
				'2099-12-31T18:00+25:00',
				'2099-12-31 오후 2:00:00-05:00',
				'2099-12-31 6시',
				'2099-12-31T18:00+09:00[America/New_York]',
				'2099. 12. 31. 금요일',
				'2099-12-31~',
				'tomorrow',
				'내일',
				'46387',
				'4070908799',
				'2099W53',
			],
		])('is refused: %s', async (given) => {
			expect(await refusal(parameters, given)).toBe(
				`Deposit Deadline must be a date or a time, such as 2026-12-31 or 2026-12-31T18:00, or YYYYMMDD or YYYYMMDDHHmm in Korean time (it is ${given}) [item 0]`,
			);
		});

		it.each([
			[['2099-12-31'], '["2099-12-31"]'],
			[{ date: '2099-12-31' }, 'an object'],
			[46387, '46387'],
			[4070908799000, '4070908799000'],
			[true, 'true'],
		])('is refused: %j', async (given, shown) => {
			expect(await refusal(parameters, given)).toContain(`(it is ${shown})`);
		});

		it('today is still possible, yesterday is not', async () => {
			const inKorea = (days: number) =>
				new Date(Date.now() + (days * 24 + 9) * 3_600_000).toISOString().slice(0, 10);
			const today = inKorea(0);
			const { error } = await run(parameters, today);
			// In the last minute of the day, its end is past.
			if (!error)
				expect(setup.requests()[0]?.fields.VbankExpDate).toContain(today.replaceAll('-', ''));
			else expect(new Date(Date.now() + 9 * 3_600_000).toISOString()).toMatch(/T(23:59|00:00)/);
			expect(await refusal(parameters, inKorea(-1))).toContain('is in the past');
		});

		it('a date means that day, in whatever order of signs it is written', async () => {
			const day = fc
				.date({ min: new Date('2030-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
				.map((date) => date.toISOString().slice(0, 10));
			const form = fc.constantFrom<(parts: string[]) => string>(
				([y, m, d]) => `${y}-${m}-${d}`,
				([y, m, d]) => `${y}/${m}/${d}`,
				([y, m, d]) => `${y}. ${Number(m)}. ${Number(d)}.`,
				([y, m, d]) => `${y}년 ${Number(m)}월 ${Number(d)}일`,
			);
			await fc.assert(
				fc.asyncProperty(day, form, async (date, write) => {
					const digits = `${date.replaceAll('-', '')}2359`;
					const given = write(date.split('-'));
					expect((await sent(parameters, given, 'America/New_York')).VbankExpDate).toBe(digits);
				}),
				{ numRuns: 60 },
			);
		});

		const zoneHints = (result: Awaited<ReturnType<typeof run>>) =>
			(result.tasks(result.nodeName)[0]?.hints ?? []).filter(({ message }) =>
				message.includes('time zone'),
			);

		it.each([
			['2099-07-01T18:00', 'America/New_York', '2099-07-02 07:00'],
			['2099-07-01 18:00', 'UTC', '2099-07-02 03:00'],
		])('%s in %s gets one hint for all items: %s in Korea', async (given, timezone, inKorea) => {
			const result = await setup.engine.runNode({
				parameters,
				items: [{ id: 'A', given } as never, { id: 'B', given } as never],
				settings: { timezone },
			});
			expect(result.error).toBeUndefined();
			const about = zoneHints(result);
			expect(about).toHaveLength(1);
			expect(about[0]?.message).not.toContain('more');
			expect(about[0]?.message).toContain(
				`The deposit deadline ${given} names no time zone. It was read in the workflow’s, ${timezone}: in Korea, that is ${inKorea}.`,
			);
		});

		it('several get one hint, about those that are sent', async () => {
			const given = [
				'2020-07-01 18:00',
				'2099-07-01 18:00',
				'2099-08-01 18:00',
				'2099-08-01 18:00',
			];
			const result = await setup.engine.runNode({
				parameters,
				items: given.map((each, index) => ({ id: `A${index}`, given: each })) as never,
				settings: { timezone: 'UTC' },
				onError: 'continueRegularOutput',
			});
			expect(zoneHints(result).map(({ message }) => message)).toEqual([
				expect.stringMatching(
					/^The deposit deadline 2099-07-01 18:00 .* 03:00\. 1 more were read like that\. If/,
				),
			]);
		});

		it('a day that the editor’s calendar gave gets a hint: nobody can pay in on it', async () => {
			const hintsOf = async (given: string) => {
				const result = await run(parameters, given);
				return (result.tasks(result.nodeName)[0]?.hints ?? []).map(({ message }) => message);
			};
			expect(await hintsOf('2099-07-01T00:00:00')).toContain(
				'The deposit deadline 2099-07-01T00:00:00 is the first minute of that day, so nobody can pay in on it. If you mean the whole day, choose 23:59, or give the date without a time.',
			);
			for (const given of [
				'2099-07-01',
				'2099-07-01T00:01',
				'2099-07-01T00:00+09:00',
				'209907010000',
			]) {
				expect(JSON.stringify(await hintsOf(given))).not.toContain('first minute');
			}
		});

		it.each([
			['2099-07-01T18:00', SEOUL],
			['2099-07-01T18:00', 'Asia/Tokyo'],
			['2099-07-01T18:00Z', 'UTC'],
			['2099-07-01', 'UTC'],
			['209907011800', 'UTC'],
		])('%s in %s needs no hint', async (given, timezone) => {
			expect(zoneHints(await run(parameters, given, timezone))).toEqual([]);
		});
	});

	describe('for a deadline from now', () => {
		const kst = (time: number) => new Date(time + 9 * 3_600_000).toISOString();
		const days = (deadlineDays: unknown) =>
			issuing({ deadlineType: 'days', deadlineDays } as INodeParameters);
		const hours = (deadlineHours: unknown) =>
			issuing({ deadlineType: 'hours', deadlineHours } as INodeParameters);

		it.each([
			[days(3), 3],
			[days(GIVEN), 10],
			[issuing({ deadlineType: 'days' }), 3],
		])('%j days end at 23:59 of that day in Korea', async (parameters, count) => {
			for (const given of [10, '10', ' 10 ', '１０', '10.0']) {
				const digits = () =>
					`${kst(Date.now() + count * 86_400_000)
						.slice(0, 10)
						.replaceAll('-', '')}2359`;
				const before = digits();
				const { VbankExpDate } = await sent(parameters, given, 'America/New_York');
				expect([before, digits()]).toContain(VbankExpDate);
			}
		});

		it('without any deadline, it is in three days', async () => {
			const { deadlineType, depositDeadline, ...without } = issuing();
			expect([deadlineType, depositDeadline]).toEqual(['at', expect.any(String)]);
			const digits = () =>
				`${kst(Date.now() + 3 * 86_400_000)
					.slice(0, 10)
					.replaceAll('-', '')}2359`;
			const before = digits();
			expect([before, digits()]).toContain((await sent(without, '')).VbankExpDate);
		});

		it('hours end at that minute', async () => {
			for (const given of [5, '5', '5.0']) {
				const digits = () =>
					kst(Date.now() + 5 * 3_600_000)
						.replace(/\D/g, '')
						.slice(0, 12);
				const before = digits();
				const { VbankExpDate } = await sent(hours(GIVEN), given);
				expect([before, digits()]).toContain(VbankExpDate);
			}
		});

		it.each([
			...[-1, 1.5, 366, '1e2', '', null, '3주', '31일', true, [3], '2099-12-31'].map(
				(given) => [days(GIVEN), 'Days must be a whole number from 0 to 365', given] as const,
			),
			...[0, 0.5, 8761, '하루', '5분', '5시간'].map(
				(given) => [hours(GIVEN), 'Hours must be a whole number from 1 to 8760', given] as const,
			),
		])('%j is refused: %s (%j)', async (parameters, message, given) => {
			expect(await refusal(parameters, given)).toContain(`${message} (it is `);
		});

		it('of another kind is refused', async () => {
			const parameters = issuing({ deadlineType: GIVEN });
			expect(await refusal(parameters, 'weeks')).toContain(
				'Deposit Deadline must be one of days, hours, at (it is weeks)',
			);
			expect(await refusal(parameters, '')).toContain('(it is empty)');
		});
	});

	describe('for a bank', () => {
		const parameters = issuing({ bankCode: GIVEN });

		it.each<[given: string | number, code: string]>([
			...[
				4,
				'4',
				'04',
				'004',
				'국민은행',
				'KB국민',
				'국민',
				' 국민 ',
				'004 국민은행',
				'4 국민은행',
				'국민\n',
			].map((given): [string | number, string] => [given, '004']),
			['KB Kookmin Bank (국민은행, 004)', '004'],
			['신한', '088'],
			[88, '088'],
		])('%p is %s', async (given, code) => {
			expect((await sent(parameters, given)).BankCode).toBe(code);
		});

		it.each(['가나은행', '은행', '6', 6, '0088', -4, '004 신한은행'])(
			'%p is refused',
			async (given) => {
				expect(await refusal(parameters, given)).toContain(
					`Bank must be the code or the name of a bank, such as 004 or KB (it is ${given})`,
				);
			},
		);

		it('with an account number behind it is refused, and the number is not shown', async () => {
			expect(await refusal(parameters, '국민은행 110-123-456789 홍길동')).toBe(
				'Bank must be the code or the name of a bank, such as 004 or KB (it is 국민은행 …) [item 0]',
			);
		});

		it('and a deadline of 100,000 characters hold nobody up', async () => {
			const start = performance.now();
			await refusal(parameters, `국민${'.'.repeat(100_000)}x`);
			const at = issuing({ depositDeadline: GIVEN });
			await refusal(at, `2099-12-31${' '.repeat(100_000)}x`);
			expect(performance.now() - start).toBeLessThan(10_000);
		});

		it('that two have is refused, and both are named', async () => {
			// The verified build says it without Korean.
			expect(await refusal(parameters, 'NH증권')).toMatch(
				/^Bank fits more than one bank: NH Investment & Securities \((NH 투자증권, )?247\) or NH Investment \(former NH Securities\) \((엔에이치투자증권, )?289\)\. Use the code \(it is NH증권\)/,
			);
		});

		it('of a refund is read alike', async () => {
			const { tid } = setup.account('ORDER-1', 1004);
			const { error } = await run(refunding({ tid, refundBankCode: GIVEN }), '카뱅');
			expect(error).toBeUndefined();
			expect(setup.requests()[0]?.fields.RefundBankCd).toBe('090');
		});
	});

	describe('for a cash receipt', () => {
		const parameters = issuing({
			cashReceiptType: GIVEN,
			cashReceiptNumber: '={{ $json.number }}',
		});
		const issue = async (given: unknown, number: unknown) => {
			setup.reset();
			return await setup.engine.runNode({
				parameters,
				items: [{ id: 'ORDER-1', given, number } as never],
			});
		};

		it.each([
			...['소득공제', '1', 1, 'incomeDeduction', 'Income Deduction (소득공제)'].map(
				(given) =>
					[given, '010–1234–5678', { CashReceiptType: '1', ReceiptTypeNo: '01012345678' }] as const,
			),
			...['지출증빙', '2', 2, '사업자지출증빙'].map(
				(given) =>
					[given, 1234567890, { CashReceiptType: '2', ReceiptTypeNo: '1234567890' }] as const,
			),
			...['미발행', '0', 0, 'none', 'N', false, 'FALSE'].map(
				(given) => [given, '', { CashReceiptType: '0' }] as const,
			),
		])('%p is as meant', async (given, number, fields) => {
			const { error } = await issue(given, number);
			expect(error).toBeUndefined();
			expect(setup.requests()[0]?.fields).toMatchObject(fields);
			expect('ReceiptTypeNo' in (setup.requests()[0]?.fields ?? {})).toBe(
				'ReceiptTypeNo' in fields,
			);
		});

		it.each(['발행', 'Y', true, 3, '', '소득공제/지출증빙'])('%p is refused', async (given) => {
			expect(await refusal(parameters, given)).toContain(
				`Cash Receipt must be one of none, incomeDeduction, businessExpense, or the Korean word for it (it is ${given || 'empty'})`,
			);
		});
	});

	describe('for a switch', () => {
		const partial = refunding({ partial: GIVEN, amount: 500 });
		const YES = [true, 'TRUE', 'Y', 1, '1', '예', 'yes', ' On ', '네'];
		const NO = [false, 'FALSE', 'N', 0, '0', '아니오', 'no', '아니요'];

		it.each([
			...YES.map((given) => [given, '1'] as const),
			...NO.map((given) => [given, '0'] as const),
		])('Partial Refund %p is as meant', async (given, code) => {
			const { tid } = setup.account('ORDER-1', code === '1' ? 1004 : 500);
			await run({ ...partial, tid }, given);
			expect(setup.requests()[0]?.fields.PartialCancelCode).toBe(code);
		});

		it.each(['아마', 'O', 'X', 2, -1, '', null, [true], '부분환불'])(
			'Partial Refund %j is refused',
			async (given) => {
				const { tid } = setup.account('ORDER-1', 1004);
				expect(await refusal({ ...partial, tid }, given)).toContain(
					'Partial Refund must be true or false, or Y or N (it is ',
				);
			},
		);

		it.each([
			...YES.map((given) => [given, 'status'] as const),
			...NO.map((given) => [given, 'Status'] as const),
		])('Simplify %p is as meant', async (given, key) => {
			const { tid } = setup.account('ORDER-1');
			const { items } = await run(asking({ tid, simplify: GIVEN }), given);
			expect(Object.keys(items[0]?.json ?? {})).toContain(key);
		});

		it('Simplify that is neither is refused', async () => {
			const { tid } = setup.account('ORDER-1');
			expect(await refusal(asking({ tid, simplify: GIVEN }), 'maybe')).toContain(
				'Simplify must be true or false, or Y or N (it is maybe)',
			);
		});
	});

	describe('for a refund account', () => {
		const parameters = refunding({ refundAccountNumber: GIVEN, refundAccountHolder: '홍길동' });

		it.each(['110-123-456789', '110 123 456789', '110–123–456789', '１１０１２３４５６７８９'])(
			'%s is its digits',
			async (given) => {
				const { tid } = setup.account('ORDER-1', 1004);
				const { error } = await run({ ...parameters, tid }, given);
				expect(error).toBeUndefined();
				expect(setup.requests()[0]?.fields.RefundAcctNo).toBe('110123456789');
			},
		);

		it('a number is refused, and not shown', async () => {
			const { tid } = setup.account('ORDER-1', 1004);
			expect(await refusal({ ...parameters, tid }, 110123456789)).toBe(
				'Refund Account Number must be text: in a number, a zero in front may be lost [item 0]',
			);
		});

		it.each([
			'110.123.456789',
			'110-123-456789\n7654321',
			'-110123456789',
			'110123\u202e456789',
			'국민 110-123-456789',
		])('%j is refused, and not shown', async (given) => {
			const { tid } = setup.account('ORDER-1', 1004);
			expect(await refusal({ ...parameters, tid }, given)).toMatch(
				/^Refund Account Number (must contain only digits|contains “�” \(U\+FFFD\).*) \[item 0\]$/,
			);
		});

		const holder = (name: string) => refunding({ refundAccountHolder: name });
		it.each([
			[' 홍길동\u200b ', '홍길동'],
			['홍\u3164길동', '홍길동'],
			['O’Neil', "O'Neil"],
		])('the holder %j is %s', async (name, sentName) => {
			const { tid } = setup.account('ORDER-1', 1004);
			const { error } = await run({ ...holder(name), tid }, '');
			expect(error).toBeUndefined();
			expect(setup.requests()[0]?.fields.RefundAcctNm).toBe(sentName);
		});

		it('a holder who cannot be written in EUC-KR is refused, and never given a ?', async () => {
			const { tid } = setup.account('ORDER-1', 1004);
			const options = { unsupportedCharacters: 'replace' };
			const message = await refusal({ ...holder('홍꺘동'), tid, options }, '');
			expect(message).toContain('Refund Account Holder contains “꺘”');
			expect(message).not.toContain('홍');
		});
	});

	describe('for free text', () => {
		it.each([
			['₩ — 〜 ・ ’', "￦ ― ～ · '"],
			['가\u00a0나\u200b다\u3164라\u00ad', '가 나다라'],
			['\t봄 특강\r\n', '봄 특강'],
		])('%j is sent as %s', async (given, text) => {
			const sentFields = await sent(
				issuing({ goodsName: GIVEN, additionalFields: { buyerName: GIVEN } }),
				given,
			);
			expect(sentFields).toMatchObject({ GoodsName: text, BuyerName: text });
		});
	});

	describe('for an order number or a TID', () => {
		it.each(['A-1', ' A-1 ', 'A-1\n', '\u00a0A-1\ufeff'])('%j is trimmed', async (given) => {
			expect((await sent(issuing({ orderId: GIVEN }), given)).Moid).toBe('A-1');
		});

		it.each(['A\u00a0-1', 'A\u200b-1', 'A—1', 'A-1\u200b', 'Ａ-1', '₩1'])(
			'%j is refused, and never changed',
			async (given) => {
				expect(await refusal(issuing({ orderId: GIVEN }), given)).toContain('Order ID ');
			},
		);

		it('a TID is trimmed', async () => {
			const { tid } = setup.account('ORDER-1');
			expect((await sent(asking({ tid: GIVEN }), ` ${tid}\n`)).TID).toBe(tid);
		});
	});
});
