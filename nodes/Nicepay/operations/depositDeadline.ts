import { DateTime } from 'luxon';

import { InvalidItemError } from '../errors';
import { given } from '../given';
import { formatKst, parseKst } from '../protocol/kst';
import { toPlainText } from '../protocol/lenientText';
import { fieldLabel } from '../protocol/messageFields';
import { readWrittenTime } from './writtenTime';

/** A deadline that was read, and that may have been meant otherwise. */
export interface DoubtfulDeadline {
	/** `zone`: it names none, and would be another time in Korea. `midnight`: perhaps only the day was meant. */
	readonly doubt: 'zone' | 'midnight';
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
	readonly onDoubt: (deadline: DoubtfulDeadline) => void;
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
	const { zone, now, onDoubt } = context;
	const { digits, doubts = [] } = parseDeadline(value, zone);
	if (digits === undefined) {
		refuse(
			`must be a date or a time, such as 2026-12-31 or 2026-12-31T18:00, or YYYYMMDD or YYYYMMDDHHmm in Korean time ${given(value)}`,
		);
	}
	requireFuture(digits, now);
	for (const doubt of doubts) onDoubt({ doubt, text: String(value).trim(), zone, digits });
	return digits;
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

/** A deadline as it was read. */
interface Read {
	/** 8 or 12 digits in KST; absent if it could not be read. */
	readonly digits?: string | undefined;
	readonly doubts?: ReadonlyArray<DoubtfulDeadline['doubt']>;
}

function parseDeadline(value: unknown, zone: string): Read {
	if (isInstant(value)) return { digits: formatMinute(new Date(value.valueOf())) };
	if (typeof value !== 'string' && typeof value !== 'number') return {};
	const text = toPlainText(String(value));
	if (/^\d+$/.test(text)) {
		const isKst = /^(\d{8}|\d{12}|\d{14})$/.test(text) && parseKst(text) !== undefined;
		return isKst ? { digits: text.slice(0, 12) } : {};
	}
	if (last?.text !== text || last.zone !== zone) {
		last = { text, zone, read: parseWritten(text, zone) };
	}
	return last.read;
}

/** The last text read. Most batches have one deadline, and Luxon is slow with time zones. */
let last: { readonly text: string; readonly zone: string; readonly read: Read } | undefined;

function parseWritten(text: string, zone: string): Read {
	const iso = readWrittenTime(text);
	return iso === undefined ? {} : parseIso(iso, zone);
}

function parseIso(iso: string, zone: string): Read {
	const digits = toDigits(iso, zone);
	return {
		digits,
		doubts: [
			...(toDigits(iso, 'Asia/Seoul') === digits ? [] : ['zone' as const]),
			...(MIDNIGHT.test(iso) ? ['midnight' as const] : []),
		],
	};
}

/** What a calendar gives for a day, where it has to give a time. */
const MIDNIGHT = /T00:00(?::00(?:\.0+)?)?$/;

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

/** A Luxon DateTime or a Date, from any realm, and not a Duration: all of them give milliseconds. */
const isInstant = (value: unknown): value is Date | DateTime =>
	Object.prototype.toString.call(value) === '[object Date]' ||
	typeof (value as Partial<DateTime> | null)?.toISODate === 'function';
