import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { stoppedFailure, type Failure } from './failure';
import type { ItemEnd } from './ItemRunner';
import { nodeErrorOf } from './nodeError';

/**
 * Fails the node for the first item that failed, or that was never begun because the execution was
 * stopped. Says how many items are done.
 *
 * @throws {NodeOperationError | NodeApiError}
 */
export function throwFirstFailure(
	node: IExecuteFunctions,
	ends: readonly ItemEnd[],
	isStopped: boolean,
): void {
	const failed = ends.findIndex(({ kind }) => kind === 'failed');
	const itemIndex = failed >= 0 ? failed : ends.findIndex(({ kind }) => kind === 'notStarted');
	const end = ends[itemIndex];
	if (!end || end.kind === 'done') return;

	const done = ends.filter(({ kind }) => kind === 'done').length;
	const kept = done > 0 && !isStopped ? ' and will not be sent again' : '';
	const whereTold = isStopped ? ' n8n keeps nothing of a stopped execution: see its log.' : '';
	const progress = `${done} of ${ends.length} items were done${kept}.${whereTold}`;
	throw nodeErrorOf(
		node.getNode(),
		failureIn(end),
		itemIndex,
		[...openQuestions(ends, itemIndex), progress].join(' '),
	);
}

/** What is unknown of other items than the one the node fails for: nobody would be told otherwise. */
const openQuestions = (ends: readonly ItemEnd[], shown: number): string[] =>
	ends.flatMap((end, itemIndex) =>
		itemIndex !== shown && end.kind === 'failed' && end.failure.outcome === 'unknown'
			? [`${end.failure.message} [item ${itemIndex}].`]
			: [],
	);

/** The items to hand on, in input order: results, and what is known of the items that have none. */
export const outputOf = (node: INode, ends: readonly ItemEnd[]): INodeExecutionData[] =>
	ends.map((end, itemIndex) =>
		end.kind === 'done'
			? { json: end.json, pairedItem: { item: itemIndex } }
			: failedItem(node, failureIn(end), itemIndex),
	);

const failureIn = (end: Exclude<ItemEnd, { kind: 'done' }>): Failure =>
	end.kind === 'failed' ? end.failure : stoppedFailure(end.fields);

function failedItem(node: INode, failure: Failure, itemIndex: number): INodeExecutionData {
	const { message, description, ...facts } = failure;
	const item: INodeExecutionData = {
		json: { error: `${message}. ${description}`, ...facts },
		pairedItem: { item: itemIndex },
	};
	if (node.onError === 'continueErrorOutput') {
		// n8n lays these over what came in: a `null` would wipe the item's own value.
		item.json = Object.fromEntries(Object.entries(item.json).filter(([, fact]) => fact !== null));
		// n8n moves an item with an `error` to the error output, and then replaces its data by the mere
		// message unless the property has gone: it copies the item in between, enumerable members only.
		Object.defineProperty(item, 'error', {
			value: nodeErrorOf(node, failure, itemIndex),
			enumerable: false,
		});
	}
	return item;
}
