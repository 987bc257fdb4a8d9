import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../failures/failure';
import { stoppedBefore } from '../failures/failure';
import { adviceFor, toNodeError } from '../failures/nodeError';
import type { ItemResult } from './ItemResult';

/**
 * Fails the node for the first item that failed or, in a stopped execution, was not reached. The error
 * also counts what is done and names every other item that is unknown.
 *
 * @throws {NodeOperationError | NodeApiError}
 */
export function throwFirstFailure(
	node: IExecuteFunctions,
	results: readonly ItemResult[],
	isStopped: boolean,
): void {
	const failed = results.findIndex(({ kind }) => kind === 'failed');
	const itemIndex = failed >= 0 ? failed : results.findIndex(({ kind }) => kind === 'notReached');
	const result = results[itemIndex];
	if (!result || result.kind === 'done') return;

	const failure = readFailure(result);
	const description = [
		failure.description,
		...describeOtherUnknowns(results, itemIndex),
		describeProgress(results, isStopped),
	].join(' ');
	throw toNodeError(node.getNode(), { ...failure, description }, itemIndex);
}

function describeProgress(results: readonly ItemResult[], isStopped: boolean): string {
	const done = results.filter(({ kind }) => kind === 'done').length;
	const [was, them] = done === 1 ? ['was', 'it'] : ['were', 'them'];
	const count = `${done} of ${results.length} items ${was} done`;
	if (isStopped) return `${count}. n8n keeps nothing of a stopped execution: see its log.`;
	if (done === 0) return `${count}.`;
	return `${count}; a retry of this execution does not send ${them} again.`;
}

/** What is unknown of other items: the error is the only place to say so. */
const describeOtherUnknowns = (results: readonly ItemResult[], shown: number): string[] =>
	results.flatMap((result, itemIndex) =>
		itemIndex !== shown && result.kind === 'failed' && result.failure.outcome === 'unknown'
			? [`${result.failure.message} [item ${itemIndex}].`]
			: [],
	);

/** The items to hand on, in input order: results, and what is known of the items that have none. */
export const toOutput = (node: INode, results: readonly ItemResult[]): INodeExecutionData[] =>
	results.map((result, itemIndex) =>
		result.kind === 'done'
			? { json: result.json, pairedItem: { item: itemIndex } }
			: toFailedItem(node, readFailure(result), itemIndex),
	);

const readFailure = (result: Exclude<ItemResult, { kind: 'done' }>): Failure =>
	result.kind === 'failed' ? result.failure : stoppedBefore(result.fields);

function toFailedItem(node: INode, failure: Failure, itemIndex: number): INodeExecutionData {
	const { message, outcome, orderId, tid, resultCode, resultMessage } = failure;
	const error = `${message}. ${adviceFor(node, failure)}`;
	const item: INodeExecutionData = {
		json: { error, outcome, orderId, tid, resultCode, resultMessage },
		pairedItem: { item: itemIndex },
	};
	if (node.onError === 'continueErrorOutput') {
		// n8n lays these over the item that came in: a `null` would wipe the item's own value.
		item.json = Object.fromEntries(Object.entries(item.json).filter(([, fact]) => fact !== null));
		// n8n moves an item with an `error` to the error output, and replaces its data by the bare message
		// if it finds the property again after copying the item. It copies enumerable properties only.
		// n8n 1.81 empties the property, too.
		Object.defineProperty(item, 'error', {
			value: toNodeError(node, failure, itemIndex),
			enumerable: false,
			writable: true,
		});
	}
	return item;
}
