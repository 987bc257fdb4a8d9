import { VERIFIED } from '../builds';
import { inEngine } from './engine';
import { floorNode, helperNode } from './nodes';
import { rawUndici } from './rawUndici';
import type { Run, Setup } from './Run';

/** All contestants get the same items. */
export const contestants = {
	/** undici alone, posting prepared bytes: the limit. */
	raw: rawUndici,
	/** This node in n8n's engine, but for the database of orders: none of the others has one. */
	node: inEngine('n8n-nodes-nicepay.nicepay'),
	/** The verified build, which sends by n8n's request helper. */
	verified: inEngine('n8n-nodes-nicepay.nicepay', { build: VERIFIED }),
	/** This node as n8n runs it: orders are looked up and remembered. */
	remembering: inEngine('n8n-nodes-nicepay.nicepay', { remembers: true }),
	/** A node that sends the same requests with n8n's request helper. */
	helper: inEngine('bench.helper', { nodeTypes: { 'bench.helper': helperNode } }),
	/** A node that reads the same parameters and sends nothing. */
	floor: inEngine('bench.floor', { nodeTypes: { 'bench.floor': floorNode } }),
} as const satisfies Record<string, (setup: Setup) => Run>;

export type ContestantName = keyof typeof contestants;
