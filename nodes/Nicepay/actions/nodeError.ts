import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Failure } from './failure';

/**
 * The n8n error of a failed item: message, way out, and `outcome`, `orderId`, `tid`, `resultCode` and
 * `resultMessage` in its context. The one place that makes them.
 */
export function nodeErrorOf(
	node: INode,
	failure: Failure,
	itemIndex: number,
	progress = '',
): NodeOperationError | NodeApiError {
	const { outcome, orderId, tid, resultCode, resultMessage } = failure;
	const message = `${failure.message} [item ${itemIndex}]`;
	const description = [failure.description, progress].filter(Boolean).join(' ');
	const shown =
		outcome === 'invalid'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(
					node,
					{ resultCode: resultCode ?? '' },
					{ message, description, itemIndex },
				);
	// n8n has a sentence of its own for a message in which it finds EPERM or the like, in an order number too.
	shown.message = message;
	Object.assign(shown.context, { outcome, orderId, tid, resultCode, resultMessage });
	return shown;
}

/** A failure that concerns the whole node, before any item was looked at. Nothing was sent. */
export function unusableNode(
	node: Pick<IExecuteFunctions, 'getNode'>,
	message: string,
): NodeOperationError {
	const shown = new NodeOperationError(node.getNode(), message, {
		description: 'Nothing was sent.',
	});
	Object.assign(shown.context, {
		outcome: 'invalid',
		orderId: null,
		tid: null,
		resultCode: null,
		resultMessage: null,
	});
	return shown;
}
