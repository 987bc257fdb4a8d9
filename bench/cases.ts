/** What all contestants do at a time. */
export interface Case {
	/** Of the server's replies, in milliseconds. */
	readonly delay: number;
	readonly concurrency: number;
	readonly items: number;
}

const DELAYS = [0, 50];
const CONCURRENCIES = [1, 5, 20];
const SIZES = [10, 100, 1_000, 10_000];

/** A case that takes longer than this for the replies alone says nothing new. Milliseconds. */
const LONGEST = 12_000;

export const shortestTime = ({ delay, concurrency, items }: Case): number =>
	(items * delay) / concurrency;

/** Every combination that ends in reasonable time. */
export const allCases = (): Case[] =>
	DELAYS.flatMap((delay) =>
		CONCURRENCIES.flatMap((concurrency) => SIZES.map((items) => ({ delay, concurrency, items }))),
	).filter((each) => shortestTime(each) <= LONGEST);

/** Many items, replies at once: only our own work counts. */
export const IMMEDIATE: Case = { delay: 0, concurrency: 5, items: 1_000 };
/** Many items, replies as from a real server: only the waiting should count. */
export const WAITING: Case = { delay: 50, concurrency: 20, items: 1_000 };
/** {@link IMMEDIATE}, ten times as many. */
export const LARGE: Case = { ...IMMEDIATE, items: 10_000 };

/** One size, for a look in passing. */
export const quickCases = (): Case[] => [IMMEDIATE, WAITING];

export const isSameCase = (one: Case, other: Case): boolean =>
	one.delay === other.delay && one.concurrency === other.concurrency && one.items === other.items;
