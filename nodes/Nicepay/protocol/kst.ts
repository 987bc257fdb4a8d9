/**
 * Korean Standard Time: UTC+9, no daylight saving, whatever the time zone of this machine. Here, a `Date`
 * is always an instant, and a string of digits is always KST.
 *
 * Source: the manual: every time in a message is KST. Integrators report that a UTC clock shortens
 * deposit deadlines by nine hours.
 */

const KST_OFFSET_MS = 9 * 60 * 60 * 1000;

/** Formats an instant as `YYYYMMDDHHmmss` in KST, the format of `EdiDate`. */
export function formatKst(instant: Date): string {
	const iso = new Date(instant.getTime() + KST_OFFSET_MS).toISOString();
	const date = iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10);
	return date + iso.slice(11, 13) + iso.slice(14, 16) + iso.slice(17, 19);
}

/** `YYYYMMDD`, `YYYYMMDDHHmm` or `YYYYMMDDHHmmss`: the formats NICEPAY uses. */
const KST_DIGITS = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;

/**
 * Parses `YYYYMMDD`, `YYYYMMDDHHmm` or `YYYYMMDDHHmmss`; missing parts are zero.
 *
 * @returns `undefined` for any other format, and for a date that does not exist (`20260230`)
 */
export function parseKst(digits: string): Date | undefined {
	const parts = KST_DIGITS.exec(digits);
	if (!parts) return undefined;
	const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0));
	if (year === undefined || month === undefined || day === undefined) return undefined;
	const wall = new Date(0);
	wall.setUTCFullYear(year, month - 1, day);
	wall.setUTCHours(hour ?? 0, minute, second);
	// Date turns 30 February into 2 March, and 24:00 into the next day.
	const exists =
		wall.getUTCMonth() === month - 1 &&
		wall.getUTCDate() === day &&
		wall.getUTCHours() === hour &&
		wall.getUTCMinutes() === minute &&
		wall.getUTCSeconds() === second;
	return exists ? new Date(wall.getTime() - KST_OFFSET_MS) : undefined;
}

/**
 * Formats a time from a reply as ISO 8601 with `+09:00`.
 *
 * @param digits `YYYYMMDDHHmmss`, or `yyMMddHHmmss` as in AuthDate
 * @returns `null` for anything else, such as an absent value
 */
export function isoFromKst(digits: string): string | null {
	const full = digits.length === 12 ? `20${digits}` : digits;
	if (full.length !== 14 || !parseKst(full)) return null;
	const part = (from: number, to: number) => full.slice(from, to);
	const [date, time] = [
		`${part(0, 4)}-${part(4, 6)}-${part(6, 8)}`,
		`${part(8, 10)}:${part(10, 12)}:${part(12, 14)}`,
	];
	return `${date}T${time}+09:00`;
}
