import fc from 'fast-check';
import { DateTime } from 'luxon';

import { readDepositDeadline } from '../../../../nodes/Nicepay/operations/depositDeadline';
import { formatKst } from '../../../../nodes/Nicepay/protocol/kst';
import { type TestSetup, contextOf, issuing, openSetup } from '../support';

const NOW = new Date('2026-01-01T12:00:30+09:00');
const SEOUL = 'Asia/Seoul';

const read = (value: unknown, zone = SEOUL, onDoubt: (deadline: object) => void = () => {}) =>
	readDepositDeadline(value, { zone, now: NOW, onDoubt });

describe('a deposit deadline', () => {
	it.each<[value: unknown, zone: string, digits: string]>([
		['2026-03-01T10:00:00Z', SEOUL, '202603011900'],
		['2026-03-01T10:00:00+09:00', 'UTC', '202603011000'],
		['2026-03-01T10:00:00-05:00', SEOUL, '202603020000'],
		['2026-03-01T10:00:59.999Z', SEOUL, '202603011900'],
		['2026-03-01T10:00', SEOUL, '202603011000'],
		['2026-03-01T10:00:00', 'UTC', '202603011900'],
		['2026-03-01T10:00:00', 'America/New_York', '202603020000'],
		['2026-07-01T10:00:00', 'America/New_York', '202607012300'],
		['2026-03-01 10:00:00', SEOUL, '202603011000'],
		['2026-03-01', SEOUL, '202603012359'],
		['2026-03-01', 'UTC', '202603012359'],
		['2026-01-01', 'America/New_York', '202601012359'],
		['20260301T1000', SEOUL, '202603011000'],
		['20260301', SEOUL, '20260301'],
		['20260301', 'America/New_York', '20260301'],
		['202603012359', 'UTC', '202603012359'],
		[' 20260301 ', SEOUL, '20260301'],
		[20260301, SEOUL, '20260301'],
		[DateTime.fromISO('2026-03-01T10:00:00Z'), SEOUL, '202603011900'],
		[DateTime.fromISO('2026-03-01T10:00:00', { zone: 'America/New_York' }), SEOUL, '202603020000'],
		[new Date('2026-03-01T10:00:00Z'), 'UTC', '202603011900'],
		['20260101', SEOUL, '20260101'],
		['202601011201', SEOUL, '202601011201'],
		['', SEOUL, ''],
		[undefined, SEOUL, ''],
	])('%s in a workflow in %s is %s for NICEPAY', (value, zone, digits) => {
		expect(read(value, zone)).toBe(digits);
	});

	it.each<[value: unknown, zone: string, shown: string]>([
		['20251231', SEOUL, '2025-12-31'],
		['202601011200', SEOUL, '2026-01-01 12:00'],
		['2026-01-01T12:00:00', SEOUL, '2026-01-01 12:00'],
		['2026-01-01T03:00:00', 'UTC', '2026-01-01 12:00'],
		['2025-12-31T22:00:00', 'America/New_York', '2026-01-01 12:00'],
		[DateTime.fromISO('2020-01-01T00:00:00Z'), SEOUL, '2020-01-01 09:00'],
	])('%s in %s is refused as past: %s', (value, zone, shown) => {
		expect(() => read(value, zone)).toThrow(
			`Deposit Deadline is in the past (${shown} Korean time)`,
		);
	});

	it.each([
		'soon',
		'2026-02-30',
		'20260230',
		'202603012460',
		'2026-03-01T25:00',
		'2026030110000',
		'1772359200',
		'1 March 2026',
		'{}',
		DateTime.fromISO('nonsense'),
		new Date(Number.NaN),
		{ day: 1 },
		true,
		2026,
	])('%p is refused as no date', (value) => {
		expect(() => read(value)).toThrow(
			'Deposit Deadline must be a date or a time, such as 2026-12-31',
		);
	});
});

describe('a deposit deadline that is taken', () => {
	it('is the date, and the time, that its digits say', () => {
		const unit = fc.constantFrom(
			...'2222000011133459',
			...'--//..::  ',

			'년',
			'월',
			'일',
			'시',
			'오후 ',
		);
		const text = fc.oneof(
			fc.string({ unit, maxLength: 20 }),
			fc.string({ unit, maxLength: 12 }).map((end) => `2026-12-${end}`),
			fc.string({ unit, maxLength: 9 }).map((end) => `2026. 12. 31. ${end}`),
			fc.string({ unit, maxLength: 9 }).map((end) => `2026년 12월 31일 ${end}`),
		);
		let taken = 0;
		fc.assert(
			fc.property(text, (written) => {
				let digits: string;
				try {
					digits = readDepositDeadline(written, {
						...{ zone: SEOUL, now: new Date(0), onDoubt: () => {} },
					});
				} catch {
					return;
				}
				if (digits === '' || /^\s*\d{8,}/.test(written)) return;
				taken++;
				const [year, month, day, hour, minute = '00'] = written.match(/\d+/g) ?? [];
				const isAfternoon = written.includes('오후') && Number(hour) < 12;
				const hours = hour === undefined ? '23' : String(Number(hour) + (isAfternoon ? 12 : 0));
				const [y = 0, m = 0, d = 0, h = 0, min = 0] = [
					...[year, month, day, hours, hour === undefined ? '59' : minute],
				].map(Number);
				// 24:00 is the next day’s 0:00.
				const expected = new Date(Date.UTC(y, m - 1, d, h, min)).toISOString();
				expect(digits).toBe(expected.slice(0, 16).replace(/\D/g, ''));
			}),
			{ numRuns: 20_000 },
		);
		expect(taken).toBeGreaterThan(100);
	});
});

describe('a deposit deadline in a workflow', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const issue = (depositDeadline: string, timezone?: string) =>
		setup.engine.runNode({
			parameters: issuing({ depositDeadline }),
			items: [{ id: 'A' }],
			settings: timezone === undefined ? {} : { timezone },
		});
	const sent = () => setup.requests()[0]?.fields.VbankExpDate;

	it.each([
		['Asia/Seoul', '209907011000'],
		['UTC', '209907011900'],
		['America/New_York', '209907012300'],
	])('without a zone is read in the workflow’s own, %s', async (timezone, digits) => {
		await issue('2099-07-01T10:00:00', timezone);
		expect(sent()).toBe(digits);
		expect(setup.complaints()).toEqual([]);
	});

	it.each(['Asia/Seoul', 'UTC', 'America/New_York'])(
		'with a zone is the same instant for a workflow in %s',
		async (timezone) => {
			await issue('2099-07-01T10:00:00Z', timezone);
			expect(sent()).toBe('209907011900');
		},
	);

	it.each(['20990701', '209907012330'])('%s goes out as it is', async (digits) => {
		await issue(digits, 'America/New_York');
		expect(sent()).toBe(digits);
		expect(setup.complaints()).toEqual([]);
	});

	it('can be a Luxon DateTime from an expression', async () => {
		const threeDays = () => DateTime.now().setZone('America/New_York').plus({ days: 3 });
		const digits = () => formatKst(threeDays().toJSDate()).slice(0, 12);
		const before = digits();
		await issue("={{ $now.plus(3, 'days') }}", 'America/New_York');
		expect([before, digits()]).toContain(sent());
		expect(setup.complaints()).toEqual([]);
	});

	it('can be a Luxon DateTime at the end of a day in Seoul', async () => {
		await issue("={{ DateTime.fromISO('2099-07-01', { zone: 'Asia/Seoul' }).endOf('day') }}");
		expect(sent()).toBe('209907012359');
	});

	it.each(['2020-01-01T00:00:00Z', '20200101', "={{ $now.minus(1, 'minute') }}"])(
		'%s is refused as past, and nothing is sent',
		async (deadline) => {
			const { error } = await issue(deadline);
			expect(error?.message).toContain('Deposit Deadline is in the past');
			expect(contextOf(error)).toMatchObject({ outcome: 'invalid', itemIndex: 0 });
			expect(setup.requests()).toEqual([]);
		},
	);

	it.each(['nonsense', '2099-02-30', "={{ DateTime.fromISO('nonsense') }}"])(
		'%s is refused as no date, and nothing is sent',
		async (deadline) => {
			const { error } = await issue(deadline);
			expect(error?.message).toContain('Deposit Deadline must be a date or a time');
			expect(setup.requests()).toEqual([]);
		},
	);
});
