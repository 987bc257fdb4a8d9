import { formatKst } from './kst';

/** Service code 03 (virtual account) and channel 01. Source: the manual's description of the TID. */
const VIRTUAL_ACCOUNT = '0301';
/** A TID ends in four digits. */
const SUFFIXES = 10_000;
/** How long to remember a second's suffixes: the clock may step back a little. */
const REMEMBER_MS = 60_000;
/** How many suffixes an execution uses in a second before it moves to another block. */
const BLOCK_SIZE = 100;
/**
 * How many blocks ahead the next block is. Executions that run side by side start in neighbouring blocks.
 * With this stride, 17 of them can each use five blocks a second and never meet.
 */
const STRIDE = 61;

/** Whether `mid` can issue a virtual account under `tid`, judging by its format. */
export const isIssueTid = (tid: string, mid: string): boolean =>
	tid.startsWith(mid + VIRTUAL_ACCOUNT) &&
	/^\d{16}$/.test(tid.slice((mid + VIRTUAL_ACCOUNT).length));

/** The clock and randomness of a {@link TidSource}; tests pass their own. */
export interface TidEnvironment {
	now: () => Date;
	/** A number in [0, 1). */
	random: () => number;
	sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Makes transaction IDs: MID (10) + `0301` + `yyMMddHHmmss` (KST) + 4 digits. Source: the manual, which
 * leaves it to the merchant to make them unique.
 *
 * Random digits, as in the manual's samples, would collide: for 118 issues in one second, the odds are
 * even. NICEPAY refuses a duplicate (A225), but a new TID after A225 would not be enough. Say two executions
 * issue under the same TID: the first gets an account, the second is refused. If the reply to the second
 * gets lost, the node never sees the A225, cancels by TID, and so cancels the first one's account.
 *
 * n8n gives each execution a number that is unique across all workers. In each second, an execution
 * starts at its own block of 100 suffixes and counts up. Within one process, a shared source also makes
 * sure that no suffix is used twice in a second.
 */
export class TidSource {
	/** The suffixes taken in each second, by MID and second. */
	private readonly taken = new Map<string, Set<number>>();

	constructor(private readonly environment: TidEnvironment) {}

	/**
	 * Returns a function that makes the TIDs of one execution.
	 *
	 * @param mid merchant ID, 10 characters
	 * @param executionId n8n's number of the execution; without one, as in a manual test run, the
	 *   suffixes start at random
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
				const taken = this.takenSuffixes(second);
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
			? Number((BigInt(executionId ?? '0') * BigInt(BLOCK_SIZE)) % BigInt(SUFFIXES))
			: Math.floor(this.environment.random() * SUFFIXES);
	}

	private takenSuffixes(second: string): Set<number> {
		const known = this.taken.get(second);
		if (known) return known;
		const oldest = formatKst(new Date(this.environment.now().getTime() - REMEMBER_MS)).slice(2);
		for (const old of this.taken.keys()) {
			if (old.slice(-oldest.length) < oldest) this.taken.delete(old);
		}
		const fresh = new Set<number>();
		this.taken.set(second, fresh);
		return fresh;
	}
}

/** The `count`th suffix of an execution in a second. Runs through all 10,000 before it repeats one. */
function suffixAt(first: number, count: number): number {
	const block = Math.floor(count / BLOCK_SIZE) * STRIDE;
	return (first + block * BLOCK_SIZE + (count % BLOCK_SIZE)) % SUFFIXES;
}
