import type { ContestantName } from './index';

/** What the bench tells a contestant's process. */
export type ToContestant =
	| {
			readonly kind: 'prepare';
			readonly name: ContestantName;
			readonly url: string;
			readonly concurrency: number;
	  }
	| { readonly kind: 'run'; readonly items: number; readonly watchMemory: boolean };

/** What a run cost. */
export interface Cost {
	readonly milliseconds: number;
	/** CPU of the contestant's process, in microseconds. */
	readonly cpu: number;
	/** Bytes; only of runs that watch memory. */
	readonly memory?: MemoryCost;
}

/** Live bytes, garbage taken out, beyond those before the run. */
export interface MemoryCost {
	/** The most there was at a time. */
	readonly peak: number;
	/** What is left when all is done: the results, as long as n8n holds them. */
	readonly kept: number;
}

export type FromContestant =
	{ readonly kind: 'prepared' } | ({ readonly kind: 'ran'; readonly peakResident: number } & Cost);
