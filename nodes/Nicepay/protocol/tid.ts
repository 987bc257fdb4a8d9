import { formatKst } from './kst';

/** Service code (03, virtual account) and channel (01) in every TID of an issue. */
const VIRTUAL_ACCOUNT = '0301';
const SUFFIXES = 10_000;
/** How long a second's suffixes are remembered: the clock may step back a little. */
const MEMORY_MS = 60_000;
/** Suffixes an execution can count up in a second before it needs another block. */
const BLOCK = 100;
/**
 * How many blocks on the next one is. Executions that run at the same time have neighbouring numbers:
 * with this stride, 17 of them can use five blocks a second each and never meet.
 */
const STRIDE = 61;

/** Whether `tid` has the form of a TID under which `mid` can issue a virtual account. */
export const isIssueTid = (tid: string, mid: string): boolean =>
	tid.startsWith(mid + VIRTUAL_ACCOUNT) &&
	/^\d{16}$/.test(tid.slice((mid + VIRTUAL_ACCOUNT).length));

/** What a {@link TidSource} needs of the world. */
export interface TidEnvironment {
	now: () => Date;
	/** A number in [0, 1). */
	random: () => number;
	sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Makes transaction IDs: MID(10) + `0301` + `yyMMddHHmmss` (KST) + 4 digits.
 *
 * Four random digits collide: 118 issues in one second make it an even chance. n8n hands each
 * execution a number that is unique over all workers; in each second, an execution starts at a block
 * of 100 of its own and counts up. One source for the whole process sees to it that none is used twice
 * in a second.
 */
export class TidSource {
	/** Second (with the MID before it) to the suffixes taken in it. */
	private readonly taken = new Map<string, Set<number>>();

	constructor(private readonly environment: TidEnvironment) {}

	/**
	 * A function that gives the TIDs of one execution.
	 *
	 * @param mid merchant ID, 10 characters
	 * @param executionId n8n's number for the execution; without one (a manual test run) the suffixes
	 *   start at random
	 */
	forExecution(mid: string, executionId?: string): () => Promise<string> {
		const first = this.firstSuffix(executionId);
		let lastSecond = '';
		let count = 0;
		return async () => {
			for (;;) {
				const second = `${mid}${VIRTUAL_ACCOUNT}${formatKst(this.environment.now()).slice(2)}`;
				if (second !== lastSecond) count = 0;
				lastSecond = second;
				const taken = this.takenIn(second);
				if (taken.size < SUFFIXES) {
					let suffix = suffixAt(first, count++);
					while (taken.has(suffix)) suffix = suffixAt(first, count++);
					taken.add(suffix);
					return second + String(suffix).padStart(4, '0');
				}
				await this.environment.sleep(1000 - (this.environment.now().getTime() % 1000));
			}
		};
	}

	private firstSuffix(executionId: string | undefined): number {
		return /^\d+$/.test(executionId ?? '')
			? Number((BigInt(executionId ?? '0') * BigInt(BLOCK)) % BigInt(SUFFIXES))
			: Math.floor(this.environment.random() * SUFFIXES);
	}

	private takenIn(second: string): Set<number> {
		const known = this.taken.get(second);
		if (known) return known;
		const oldest = formatKst(new Date(this.environment.now().getTime() - MEMORY_MS)).slice(2);
		for (const old of this.taken.keys()) {
			if (old.slice(-oldest.length) < oldest) this.taken.delete(old);
		}
		const fresh = new Set<number>();
		this.taken.set(second, fresh);
		return fresh;
	}
}

/** The `count`th suffix of an execution in a second. All 10,000 come up once. */
function suffixAt(first: number, count: number): number {
	const block = Math.floor(count / BLOCK) * STRIDE;
	return (first + block * BLOCK + (count % BLOCK)) % SUFFIXES;
}
