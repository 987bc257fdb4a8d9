import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Failure } from './failure';

/**
 * The n8n error of a failure, made here and nowhere else. Its context carries `outcome`, `orderId`,
 * `tid`, `resultCode` and `resultMessage`.
 *
 * @param itemIndex which item failed; absent when the node as a whole cannot run
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	itemIndex?: number,
): NodeOperationError | NodeApiError {
	const { outcome, description, orderId, tid, resultCode, resultMessage } = failure;
	const what = itemIndex === undefined ? failure.message : `${failure.message} [item ${itemIndex}]`;
	const forModel = isTool(node) ? `${what}. ${adviceFor(node, failure)}` : undefined;
	const message = forModel ?? what;
	const shown =
		outcome === 'invalid' || forModel !== undefined
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(
					node,
					{ resultCode: resultCode ?? '' },
					{ message, description, itemIndex },
				);
	// n8n replaces a message in which it finds a system code such as EPERM, even inside an order number.
	shown.message = message;
	// n8n 1.81 shows a model the description instead, and only that of a NodeOperationError.
	if (forModel !== undefined) shown.description = forModel;
	Object.assign(shown.context, { outcome, orderId, tid, resultCode, resultMessage });
	return shown;
}

/** What to do next. A model must not try its way around what NICEPAY has refused, or may have done. */
export const adviceFor = (node: INode, { outcome, description }: Failure): string =>
	isTool(node) && outcome !== 'invalid'
		? `Do not try again. Tell a person: ${description}`
		: description;

/** Whether an AI agent uses the node: n8n adds the word to its type. A model is shown one text, the message. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');
