import type { Meter } from './Meter';

/** Where and how a contestant sends. */
export interface Setup {
	readonly url: string;
	readonly concurrency: number;
}

/** Sends so many items. Only the part between the meter's start and stop counts. */
export type Run = (items: number, meter: Meter) => Promise<void>;
