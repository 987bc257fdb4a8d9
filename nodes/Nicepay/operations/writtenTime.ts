/** Year, month and day, which can be read in this order only, and what comes after them. */
const DATE =
	/^(?<year>\d{4})(?:(?<separator>[-/.])\s?(?<month>\d{1,2})\k<separator>\s?(?<day>\d{1,2})\.?|년\s?(?<koreanMonth>\d{1,2})월\s?(?<koreanDay>\d{1,2})일)(?:\s?\((?<short>[월화수목금토일])(?:요일)?\)|\s(?<long>[월화수목금토일])(?:요일)?(?=\s|$))?(?<rest>.*)$/;
/** No place on earth has an offset outside of these: 10:00-18:00 is from ten to six. */
const OFFSET = String.raw`Z|\+(?:0\d|1[0-4])(?::?[0-5]\d)?|-(?:0\d|1[01])(?::?[0-5]\d)?`;
const TIME = new RegExp(
	String.raw`^\s+(?:(?<before>오전|오후|AM|PM)\s?)?(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?|(?<korean>시)(?:\s?(?<koreanMinute>\d{1,2})분)?)?(?:\s?(?<after>AM|PM))?(?:\s?(?<offset>KST|UTC|${OFFSET}))?$`,
	'i',
);
const ISO = new RegExp(String.raw`^\d{4}-?\d{2}-?\d{2}T[\d:.]+(?:${OFFSET})?$`);
/** Nobody writes a longer one. */
const LONGEST = 60;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads a date, or a date and a time, as people, forms and spreadsheets write it.
 *
 * @param text as {@link toPlainText} leaves it
 * @returns ISO 8601: with an offset where one was written; without a time, 23:59 of that day in Korea.
 *   `undefined` for what could mean two things. The date or time need not exist
 */
export function readWrittenTime(text: string): string | undefined {
	if (text.length > LONGEST) return undefined;
	if (ISO.test(text)) return text;
	const date = DATE.exec(text.replace(/\s?까지$/, ''))?.groups as Groups | undefined;
	if (!date) return undefined;
	const { year, month = date.koreanMonth, day = date.koreanDay, rest = '' } = date;
	const iso = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
	const weekday = date.short ?? date.long;
	if (weekday !== undefined && weekday !== weekdayOf(iso)) return undefined;
	const time = rest === '' ? 'T23:59+09:00' : readTime(rest);
	return time === undefined ? undefined : iso + time;
}

const weekdayOf = (date: string): string | undefined =>
	'일월화수목금토'[new Date(`${date}T00:00Z`).getUTCDay()];

function readTime(rest: string): string | undefined {
	const time = TIME.exec(rest)?.groups as Groups | undefined;
	if (!time) return undefined;
	const { hour, minute = time.koreanMinute, second, before, after, korean, offset = '' } = time;
	const half = (before ?? after)?.toUpperCase();
	// In Korean, six o'clock may be in the evening.
	const isClear = half !== undefined || (korean ? !isOnClock(Number(hour)) : minute !== undefined);
	// Without seconds, 18:00-05:00 may be from six to five.
	const isRange = offset.startsWith('-') && (second === undefined || half !== undefined);
	if (!isClear || isRange || (before !== undefined && after !== undefined)) return undefined;
	const hours = toHours(Number(hour), half);
	if (hours === undefined) return undefined;
	const zone = ZONES[offset.toUpperCase()] ?? offset.toUpperCase();
	return `T${twoDigits(String(hours))}:${twoDigits(minute)}:${twoDigits(second)}${zone}`;
}

const ZONES: Readonly<Record<string, string>> = { KST: '+09:00', UTC: 'Z' };

/** Whether a clock of twelve hours shows it. */
const isOnClock = (hour: number): boolean => hour >= 1 && hour <= 12;

/** Hours of the day. @param half of the day, with hours from 1 to 12: its twelve is nought */
function toHours(hour: number, half: string | undefined): number | undefined {
	if (half === undefined) return hour;
	const isAfternoon = half === '오후' || half === 'PM';
	return isOnClock(hour) ? (hour % 12) + (isAfternoon ? 12 : 0) : undefined;
}

const twoDigits = (digits = ''): string => digits.padStart(2, '0');
