import { engineContestant } from './engine';
import { floorNode } from './floorNode';
import { helperNode } from './helperNode';
import type { Meter } from './Meter';
import { rawUndici } from './rawUndici';

/** Where and how a contestant sends. */
export interface Setup {
	readonly url: string;
	readonly concurrency: number;
}

/** Carries out one run of so many items; only what counts is between the meter's start and stop. */
export type Run = (items: number, meter: Meter) => Promise<void>;

/** Those who run side by side, on the same items. */
export const contestants = {
	/** undici alone, posting bytes made beforehand: the limit. */
	raw: rawUndici,
	/** This node in n8n's engine. */
	node: engineContestant('n8n-nodes-nicepay.nicepay'),
	/** A node that makes the same requests by n8n's request helper. */
	helper: engineContestant('bench.helper', { 'bench.helper': helperNode }),
	/** A node that reads the same parameters and sends nothing. */
	floor: engineContestant('bench.floor', { 'bench.floor': floorNode }),
} as const satisfies Record<string, (setup: Setup) => Run>;

export type ContestantName = keyof typeof contestants;
