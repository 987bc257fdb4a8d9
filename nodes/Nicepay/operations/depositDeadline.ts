import { DateTime } from 'luxon';

import { InvalidItemError } from '../errors';
import { given } from '../given';
import { formatKst, parseKst } from '../protocol/kst';
import { toPlainText } from '../protocol/lenientText';
import { fieldLabel } from '../protocol/messageFields';

/** A time that was given without a zone. */
export interface ZonelessTime {
	readonly text: string;
	/** The time zone that the workflow has: the time was read in it. */
	readonly zone: string;
	/** That time in Korea, 12 digits. */
	readonly digits: string;
}

interface ReadContext {
	/** The workflow's time zone, an IANA name. */
	readonly zone: string;
	readonly now: Date;
	/** Called for a time without a zone, unless it is the same time in Korea. */
	readonly onZonelessTime: (time: ZonelessTime) => void;
}

/**
 * Reads a deposit deadline as VbankExpDate.
 *
 * Source: the manual's table of the issue: `YYYYMMDD` or `YYYYMMDDHHmm`, KST. It names no time for 8
 * digits, so they go out as they are.
 *
 * @param value `YYYYMMDD`, `YYYYMMDDHHmm` or `YYYYMMDDHHmmss`: Korean time, as written; any other date
 *   without a time (`2026-12-31`, `2026. 12. 31.`): until 23:59 of that day in Korea; a date and time with
 *   a zone, a Luxon DateTime or a Date: that instant; without a zone: in the workflow's time zone
 * @returns 8 digits where 8 were given, else 12, in KST; seconds are dropped
 * @throws {InvalidItemError} when it is not a date, or in the past
 */
export function readDepositDeadline(value: unknown, context: ReadContext): string {
	if (isEmpty(value)) return '';
	const digits = parseDeadline(value, context);
	if (digits === undefined) {
		refuse(
			`must be a date or a time, such as 2026-12-31 or 2026-12-31T18:00, or YYYYMMDD or YYYYMMDDHHmm in Korean time ${given(value)}`,
		);
	}
	return requireFuture(digits, context.now);
}

/** The end of a day in Korea, as 12 digits: `days` days after today. @throws {InvalidItemError} */
export function deadlineInDays(days: number, now: Date): string {
	return requireFuture(`${toMinute(addDays(now, days)).slice(0, 8)}2359`, now);
}

/** The minute `hours` hours from now, as 12 digits in KST. @throws {InvalidItemError} */
export function deadlineInHours(hours: number, now: Date): string {
	return requireFuture(toMinute(new Date(now.getTime() + hours * HOUR_MS)), now);
}

const HOUR_MS = 3_600_000;
const addDays = (now: Date, days: number): Date => new Date(now.getTime() + days * 24 * HOUR_MS);

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function requireFuture(digits: string, now: Date): string {
	const isPast =
		digits.length === 8
			? digits < formatKst(now).slice(0, 8)
			: (parseKst(digits)?.getTime() ?? 0) <= now.getTime();
	if (isPast) refuse(`is in the past (${formatForPeople(digits)} Korean time)`);
	return digits;
}

function refuse(wording: string): never {
	throw new InvalidItemError([`${fieldLabel('issue', 'VbankExpDate')} ${wording}`]);
}

/** `2026-12-31 18:00`, or the date alone. @param digits 8 or 12 of them */
export function formatForPeople(digits: string): string {
	const [date, time] = [digits.slice(0, 8), digits.slice(8)];
	return (
		date.replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3') + time.replace(/(\d{2})(\d{2})/, ' $1:$2')
	);
}

function parseDeadline(value: unknown, context: ReadContext): string | undefined {
	if (isInstant(value)) return formatMinute(new Date(value.valueOf()));
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = toPlainText(String(value));
	if (/^\d+$/.test(text)) {
		const isKst = /^(\d{8}|\d{12}|\d{14})$/.test(text) && parseKst(text) !== undefined;
		return isKst ? text.slice(0, 12) : undefined;
	}
	if (last?.text !== text || last.zone !== context.zone) {
		last = { text, zone: context.zone, ...parseWritten(text, context.zone) };
	}
	if (last.digits !== undefined && last.isZoneless) {
		context.onZonelessTime({ text, zone: context.zone, digits: last.digits });
	}
	return last.digits;
}

/** A date or time as somebody wrote it. */
interface Written {
	/** 12 digits in KST; `undefined` if it could not be read. */
	readonly digits?: string | undefined;
	/** Whether it would be another time if it were meant as Korean time. */
	readonly isZoneless?: boolean;
}

/** The last text read. Most batches have one deadline, and Luxon is slow with time zones. */
let last: ({ readonly text: string; readonly zone: string } & Written) | undefined;

/** Year, month and day, which can be read in this order only, and what comes after them. */
const DATE =
	/^(?<year>\d{4})(?:(?<separator>[-/.])\s?(?<month>\d{1,2})\k<separator>\s?(?<day>\d{1,2})\.?|년\s?(?<koreanMonth>\d{1,2})월\s?(?<koreanDay>\d{1,2})일)(?:\s?\((?<weekday>[월화수목금토일])(?:요일)?\))?(?<rest>.*)$/;
const TIME =
	/^\s+(?<korean>오전|오후)?\s*(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?|시(?:\s?(?<koreanMinute>\d{1,2})분)?)(?:\s?(?<latin>AM|PM))?(?:\s?(?<offset>KST|Z|[+-][01]\d(?::?\d{2})?))?$/i;

type Groups = Readonly<Record<string, string | undefined>>;

function parseWritten(text: string, zone: string): Written {
	if (/^\d{4}-?\d{2}-?\d{2}T/.test(text)) return parseIso(text, zone);
	const date = DATE.exec(text)?.groups as Groups | undefined;
	if (!date) return {};
	const { year, month = date.koreanMonth, day = date.koreanDay, weekday, rest = '' } = date;
	const iso = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
	const isThatDay =
		weekday === undefined || '월화수목금토일'[DateTime.fromISO(iso).weekday - 1] === weekday;
	if (!isThatDay) return {};
	if (rest === '') return parseIso(`${iso}T23:59+09:00`, zone);
	const time = toIsoTime(rest);
	return time === undefined ? {} : parseIso(iso + time, zone);
}

function toIsoTime(rest: string): string | undefined {
	const time = TIME.exec(rest)?.groups as Groups | undefined;
	if (!time) return undefined;
	const { hour, minute = time.koreanMinute, second, korean, latin, offset = '' } = time;
	// Without seconds, 18:00-05:00 may be from six to five.
	if (offset.startsWith('-') && second === undefined) return undefined;
	if (korean !== undefined && latin !== undefined) return undefined;
	const hours = toHours(Number(hour), korean ?? latin?.toUpperCase());
	if (hours === undefined) return undefined;
	const zone = offset.toUpperCase() === 'KST' ? '+09:00' : offset.toUpperCase();
	return `T${twoDigits(String(hours))}:${twoDigits(minute)}:${twoDigits(second)}${zone}`;
}

/** Hours of the day. @param half of the day, with hours from 1 to 12: its twelve is nought */
function toHours(hour: number, half: string | undefined): number | undefined {
	if (half === undefined) return hour;
	const isAfternoon = half === '오후' || half === 'PM';
	return hour >= 1 && hour <= 12 ? (hour % 12) + (isAfternoon ? 12 : 0) : undefined;
}

const twoDigits = (digits = ''): string => digits.padStart(2, '0');

function parseIso(iso: string, zone: string): Written {
	const digits = toDigits(iso, zone);
	return { digits, isZoneless: toDigits(iso, 'Asia/Seoul') !== digits };
}

function toDigits(iso: string, zone: string): string | undefined {
	const instant = DateTime.fromISO(iso, { zone });
	return instant.isValid ? formatMinute(instant.toJSDate()) : undefined;
}

/** The first instant that has a year of five digits in Korea. */
const END_OF_CALENDAR = Date.UTC(9999, 11, 31, 15);

/** 12 digits in KST; `undefined` for an invalid date, or a year without four digits. */
const formatMinute = (instant: Date): string | undefined =>
	instant.getTime() < END_OF_CALENDAR && instant.getTime() > 0 ? toMinute(instant) : undefined;

const toMinute = (instant: Date): string => formatKst(instant).slice(0, 12);

/** A Luxon DateTime or a Date, from any realm: both give their milliseconds. */
function isInstant(value: unknown): value is { valueOf(): number } {
	return (
		typeof value === 'object' && value !== null && typeof (value.valueOf() as unknown) === 'number'
	);
}
