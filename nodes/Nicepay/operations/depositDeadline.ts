import { DateTime } from 'luxon';

import { InvalidItemError } from '../errors';
import { formatKst, parseKst } from '../protocol/kst';
import { fieldLabel } from '../protocol/messageFields';

/**
 * Reads a deposit deadline as VbankExpDate.
 *
 * Source: the manual's table of the issue: `YYYYMMDD` or `YYYYMMDDHHmm`, KST. It names no time for 8
 * digits, so they go out as they are.
 *
 * @param value `YYYYMMDD` or `YYYYMMDDHHmm`: Korean time, as written; ISO 8601 with a zone, a Luxon
 *   DateTime or a Date: that instant; ISO 8601 without a zone: in the workflow's time zone
 * @param zone the workflow's time zone, an IANA name
 * @returns 8 digits where 8 were given, else 12, in KST; seconds are dropped
 * @throws {InvalidItemError} when it is not a date, or in the past
 */
export function readDepositDeadline(value: unknown, zone: string, now: Date): string {
	const digits = parseDeadline(value, zone);
	if (digits === '') return '';
	const isPast =
		digits.length === 8
			? digits < formatKst(now).slice(0, 8)
			: (parseKst(digits)?.getTime() ?? 0) <= now.getTime();
	if (isPast) {
		const [date, time] = [digits.slice(0, 8), digits.slice(8)];
		const shown =
			date.replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3') + time.replace(/(\d{2})(\d{2})/, ' $1:$2');
		throw new InvalidItemError([
			`${fieldLabel('issue', 'VbankExpDate')} is in the past (${shown} Korean time)`,
		]);
	}
	return digits;
}

function parseDeadline(value: unknown, zone: string): string {
	if (isInstant(value)) {
		const digits = formatMinute(new Date(value.valueOf()));
		if (digits !== undefined) return digits;
	}
	const text = String(value ?? '').trim();
	if (text === '') return '';
	if (/^(\d{8}|\d{12})$/.test(text)) {
		if (parseKst(text)) return text;
	} else if (/^\d{4}-?\d{2}-?\d{2}/.test(text)) {
		const digits = parseIso(text.replace(' ', 'T'), zone);
		if (digits !== undefined) return digits;
	}
	throw new InvalidItemError([
		`${fieldLabel('issue', 'VbankExpDate')} must be a date and time such as 2026-12-31T23:59, or YYYYMMDD or YYYYMMDDHHmm in Korean time (it is ${text})`,
	]);
}

/** The last text read. Most batches have one deadline, and Luxon is slow with time zones. */
let last: { readonly iso: string; readonly zone: string; readonly digits?: string } | undefined;

function parseIso(iso: string, zone: string): string | undefined {
	if (last?.iso !== iso || last.zone !== zone) {
		const instant = DateTime.fromISO(iso, { zone });
		const digits = instant.isValid ? formatMinute(instant.toJSDate()) : undefined;
		last = { iso, zone, digits };
	}
	return last.digits;
}

/** The first instant that has a year of five digits in Korea. */
const END_OF_CALENDAR = Date.UTC(9999, 11, 31, 15);

/** 12 digits in KST; `undefined` for an invalid date, or a year without four digits. */
const formatMinute = (instant: Date): string | undefined =>
	instant.getTime() < END_OF_CALENDAR && instant.getTime() > 0
		? formatKst(instant).slice(0, 12)
		: undefined;

/** A Luxon DateTime or a Date, from any realm: both give their milliseconds. */
function isInstant(value: unknown): value is { valueOf(): number } {
	return (
		typeof value === 'object' && value !== null && typeof (value.valueOf() as unknown) === 'number'
	);
}
