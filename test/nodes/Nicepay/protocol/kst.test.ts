import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { transformSync } from '@swc/core';
import fc from 'fast-check';

import { formatKst, isoFromKst, parseKst } from '../../../../nodes/Nicepay/protocol/kst';

const instant = (iso: string) => new Date(iso);

describe('Writing a Korean time', () => {
	it.each([
		['adds nine hours', '2026-05-13T12:04:40Z', '20260513210440'],
		['turns the day at 15:00 UTC', '2026-05-13T15:00:00Z', '20260514000000'],
		['still writes the old day a second earlier', '2026-05-13T14:59:59Z', '20260513235959'],
		['turns the year', '2026-12-31T15:00:00Z', '20270101000000'],
		['turns into 29 February in a leap year', '2028-02-28T15:00:00Z', '20280229000000'],
		['turns into 1 March in another year', '2026-02-28T15:00:00Z', '20260301000000'],
		['drops milliseconds and does not round', '2026-01-01T00:00:00.999Z', '20260101090000'],
		['knows no daylight saving', '2026-07-01T00:00:00Z', '20260701090000'],
		['knows none of the summers of 1988 either', '1988-07-01T00:00:00Z', '19880701090000'],
	])('%s', (_what, iso, digits) => {
		expect(formatKst(instant(iso))).toBe(digits);
	});
});

describe('Reading a Korean time', () => {
	it.each([
		['20260513210440', '2026-05-13T12:04:40.000Z'],
		['202605132104', '2026-05-13T12:04:00.000Z'],
		['20260513', '2026-05-12T15:00:00.000Z'],
		['20261231235959', '2026-12-31T14:59:59.000Z'],
		['20280229', '2028-02-28T15:00:00.000Z'],
		['20000229', '2000-02-28T15:00:00.000Z'],
		['20260101000000', '2025-12-31T15:00:00.000Z'],
	])('reads %s as %s', (digits, iso) => {
		expect(parseKst(digits)?.toISOString()).toBe(iso);
	});

	it.each([
		['30 February', '20260230'],
		['29 February of a common year', '20260229'],
		['29 February of a century', '21000229'],
		['31 April', '20260431'],
		['month 0', '20260001'],
		['month 13', '20261301'],
		['day 0', '20260100'],
		['day 32', '20260132'],
		['hour 24', '2026010124'.padEnd(14, '0')],
		['hour 24 without seconds', '202601012400'],
		['hour 25', '202601012500'],
		['minute 60', '202601010060'],
		['second 60', '20260101000060'],
		['ten digits', '2026010112'],
		['thirteen digits', '2026010112000'],
		['fifteen digits', '202601011200000'],
		['seven digits', '2026010'],
		['nothing', ''],
		['hyphens', '2026-01-01'],
		['a space before', ' 20260101'],
		['a line break after', '20260101\n'],
		['full-width digits', '20260101'.replaceAll('0', '０')],
		['letters', 'yyyymmdd'],
	])('refuses %s', (_what, digits) => {
		expect(parseKst(digits)).toBeUndefined();
	});

	it('reads back every second it writes', () => {
		const seconds = fc.integer({
			min: Date.UTC(1970, 0, 1) / 1000,
			max: Date.UTC(2099, 11, 31) / 1000,
		});
		fc.assert(
			fc.property(seconds, (second) => {
				expect(parseKst(formatKst(new Date(second * 1000)))?.getTime()).toBe(second * 1000);
			}),
		);
	});

	it('accepts exactly the days of the calendar', () => {
		const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
		const accepted = days.map((_, month) => {
			const prefix = `2026${String(month + 1).padStart(2, '0')}`;
			const all = Array.from({ length: 100 }, (__, day) => prefix + String(day).padStart(2, '0'));
			return all.filter((digits) => parseKst(digits)).length;
		});
		expect(accepted).toEqual(days);
	});
});

describe('ISO 8601 from a reply', () => {
	it.each([
		['fourteen digits', '20261231235959', '2026-12-31T23:59:59+09:00'],
		['twelve digits with a two-digit year', '160910071415', '2016-09-10T07:14:15+09:00'],
		['a two-digit leap year', '280229000000', '2028-02-29T00:00:00+09:00'],
	])('is made of %s', (_what, digits, iso) => {
		expect(isoFromKst(digits)).toBe(iso);
	});

	it.each([
		['nothing', ''],
		['a date alone', '20261231'],
		['no date of the calendar', '20260230000000'],
		['no date of the calendar in twelve digits', '260229000000'],
		['an impossible time', '261231240000'],
		['padding', '261231235959  '],
		['other text', 'abcdefghijkl'],
		['ten digits', '2612312359'],
		['zeros', '00000000000000'],
	])('is null for %s', (_what, digits) => {
		expect(isoFromKst(digits)).toBeNull();
	});

	it('names the same instant as the digits', () => {
		fc.assert(
			fc.property(fc.integer({ min: 946_684_800, max: 4_102_444_799 - 32_400 }), (second) => {
				const digits = formatKst(new Date(second * 1000));
				expect(Date.parse(isoFromKst(digits) ?? '')).toBe(second * 1000);
				expect(isoFromKst(digits.slice(2))).toBe(isoFromKst(digits));
			}),
		);
	});
});

describe('The time zone of the process', () => {
	const source = readFileSync(join(__dirname, '../../../../nodes/Nicepay/protocol/kst.ts'), 'utf8');
	const { code } = transformSync(source, {
		jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
		module: { type: 'commonjs' },
	});
	// Its functions are in the scope of the script that follows.
	const question = `
		console.log(JSON.stringify({
			offset: new Date('2026-07-01T00:00:00Z').getTimezoneOffset(),
			// The second hours that New York skips and repeats, and a day end.
			written: ['2026-03-08T07:30:00Z', '2026-11-01T06:30:00Z', '2026-12-31T15:00:00Z']
				.map((iso) => formatKst(new Date(iso))),
			read: ['20260308023000', '20261101013000', '20260101'].map((digits) => parseKst(digits).toISOString()),
			refused: parseKst('20260230') === undefined,
			iso: isoFromKst('260308023000'),
		}));`;

	it.each([
		['UTC', 0],
		['Asia/Seoul', -540],
		['America/New_York', 240],
		['Pacific/Kiritimati', -840],
		['Asia/Kathmandu', -345],
	])('%s changes nothing', (zone, offset) => {
		const output = execFileSync(process.execPath, ['-e', code + question], {
			env: { ...process.env, TZ: zone },
			encoding: 'utf8',
		});
		expect(JSON.parse(output)).toEqual({
			offset,
			written: ['20260308163000', '20261101153000', '20270101000000'],
			read: ['2026-03-07T17:30:00.000Z', '2026-10-31T16:30:00.000Z', '2025-12-31T15:00:00.000Z'],
			refused: true,
			iso: '2026-03-08T02:30:00+09:00',
		});
	});
});
