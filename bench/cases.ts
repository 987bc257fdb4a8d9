/** What every contestant does in one comparison. */
export interface Case {
	/** The server's reply time in milliseconds. */
	readonly delay: number;
	/** Milliseconds to the server and back, if it is not on this machine. */
	readonly roundTrip?: number;
	readonly concurrency: number;
	readonly items: number;
}

/** A case that spends longer than this on waiting for replies shows nothing new. Milliseconds. */
const LONGEST_WAIT = 12_000;

/** Every combination that ends in reasonable time. */
export const allCases = (): Case[] =>
	[0, 50]
		.flatMap((delay) => [1, 5, 20].map((concurrency) => ({ delay, concurrency })))
		.flatMap((rest) => [10, 100, 1_000, 10_000].map((items) => ({ ...rest, items })))
		.filter(({ delay, concurrency, items }) => (items * delay) / concurrency <= LONGEST_WAIT);

/** Many items and immediate replies: only our own work counts. */
export const IMMEDIATE: Case = { delay: 0, concurrency: 5, items: 1_000 };
/** Many items and replies as slow as a real server's: only the waiting should count. */
export const WAITING: Case = { delay: 50, concurrency: 20, items: 1_000 };
/** {@link WAITING}, with ten times as many items. */
export const LARGE_WAITING: Case = { ...WAITING, items: 10_000 };
/** {@link IMMEDIATE}, with ten times as many items. */
export const LARGE: Case = { ...IMMEDIATE, items: 10_000 };

/** A server as far away as Korea is from Europe: only the round trips should count. */
export const FAR: Case = { delay: 0, roundTrip: 200, concurrency: 1, items: 20 };
/** {@link FAR} and nearer, one at a time and side by side, each with 20 requests one after the other. */
export const distantCases = (): Case[] =>
	[50, 200].flatMap((roundTrip) =>
		[1, 5, 20].map((concurrency) => ({ ...FAR, roundTrip, concurrency, items: 20 * concurrency })),
	);

/** One size, for a quick look. */
export const quickCases = (): Case[] => [IMMEDIATE, WAITING];

export const isSameCase = (one: Case, other: Case): boolean =>
	one.delay === other.delay &&
	one.roundTrip === other.roundTrip &&
	one.concurrency === other.concurrency &&
	one.items === other.items;

export const describeCase = ({ delay, roundTrip, concurrency, items }: Case): string =>
	`${roundTrip ? `${roundTrip} ms away` : `${delay} ms`}, ${concurrency} at a time, ${items.toLocaleString('en')} items`;
