import type { IExecuteFunctions, NodeConnectionType } from 'n8n-workflow';

import { isTool } from './failures/nodeError';

/** What a user of an older n8n reads. n8n 1.81 is the oldest that the end-to-end tests run. */
export const N8N_TOO_OLD =
	'This n8n is too old: the NICEPAY nodes need n8n 1.81 or newer. Update n8n';

/**
 * Whether n8n has what the node needs: hints beside the output, which tell how a deadline was read and that
 * Confirm Deposit did nothing, and for a tool, which shows none, the memory of orders. n8n 1.79 brought both.
 *
 * We look for these and not for a version: n8n tells a node none, and the n8n-workflow that Node.js finds
 * may have come with another community package.
 */
export const canExecute = (node: IExecuteFunctions): boolean =>
	isTool(node.getNode())
		? typeof node.helpers.checkProcessedAndRecord === 'function'
		: typeof node.addExecutionHints === 'function';

/** `NodeConnectionTypes.Main`, which the n8n-workflow of n8n 1.82 does not have yet. */
export const MAIN: NodeConnectionType = 'main';
