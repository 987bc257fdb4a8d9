import type { IExecuteFunctions, INode } from 'n8n-workflow';

import type { Failure } from '../../../../nodes/Nicepay/failures/failure';
import type { ItemResult } from '../../../../nodes/Nicepay/run/ItemResult';
import { throwFirstFailure, toOutput } from '../../../../nodes/Nicepay/run/output';

const NODE: INode = {
	id: '1',
	name: 'NICEPAY',
	type: 'n8n-nodes-nicepay.nicepay',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const done: ItemResult = { kind: 'done', json: { n: 1 }, sent: { orderId: 'A', tid: 't' } };
const notReached: ItemResult = { kind: 'notReached', fields: { Moid: 'LATE' } };
const failed = (outcome: Failure['outcome'], orderId: string): ItemResult => ({
	kind: 'failed',
	failure: {
		outcome,
		message: `${orderId} is ${outcome}`,
		description: `Do something about ${orderId}.`,
		orderId,
		tid: null,
		resultCode: null,
		resultMessage: null,
	},
});

/** The error that fails the node for these results. */
function errorOf(...[results, isStopped = false]: [readonly ItemResult[], boolean?]) {
	const node = { getNode: () => NODE } as IExecuteFunctions;
	try {
		throwFirstFailure(node, results, isStopped);
	} catch (error) {
		const { message, description } = error as { message: string; description: string };
		return { message, description };
	}
	return undefined;
}

describe('The error that fails the node', () => {
	const unknownA = failed('unknown', 'A');
	const unknownB = failed('unknown', 'B');

	it('is none when every item is done', () => {
		expect(errorOf([done, done])).toBeUndefined();
		expect(errorOf([])).toBeUndefined();
	});

	it('is that of the first item that failed, and counts what was done', () => {
		expect(errorOf([done, failed('rejected', 'A'), failed('rejected', 'B')])).toEqual({
			message: 'A is rejected [item 1]',
			description:
				'Do something about A. 1 of 3 items was done; a retry of this execution does not send it again.',
		});
	});

	it('names every other item that is unknown once, and its own not again', () => {
		const results = [unknownA, done, unknownB, done, failed('invalid', 'C'), notReached];
		expect(errorOf(results)).toEqual({
			message: 'A is unknown [item 0]',
			description:
				'Do something about A. B is unknown [item 2]. 2 of 6 items were done; a retry of this execution does not send them again.',
		});
	});

	it('names those that are unknown before and after the first that failed', () => {
		expect(errorOf([failed('rejected', 'C'), unknownA, unknownB])?.description).toBe(
			'Do something about C. A is unknown [item 1]. B is unknown [item 2]. 0 of 3 items were done.',
		);
	});

	it('is that of an item not reached where none failed, and does not promise what n8n forgets', () => {
		expect(errorOf([done, notReached], true)).toEqual({
			message: 'The execution was stopped before this item was sent [item 1]',
			description:
				'Nothing was sent for this item. 1 of 2 items was done. n8n keeps nothing of a stopped execution: see its log.',
		});
		expect(errorOf([notReached, unknownA], true)?.message).toBe('A is unknown [item 1]');
	});
});

describe('The items handed on', () => {
	it('tell a model to leave to a person what may have been done', () => {
		const tool = { ...NODE, type: 'n8n-nodes-nicepay.nicepayTool' };
		const [unknown, invalid] = toOutput(tool, [failed('unknown', 'A'), failed('invalid', 'B')]);
		expect(unknown?.json.error).toBe(
			'A is unknown. Do not try again. Tell a person: Do something about A.',
		);
		expect(invalid?.json.error).toBe('B is invalid. Do something about B.');
	});

	it('can be emptied of their error, as n8n 1.81 does when it moves them to the error output', () => {
		const node = { ...NODE, onError: 'continueErrorOutput' as const };
		const [item] = toOutput(node, [failed('unknown', 'A')]);
		expect(item?.error).toBeDefined();
		if (item) item.error = undefined;
		expect(item).toEqual({
			json: expect.objectContaining({ outcome: 'unknown', orderId: 'A' }) as object,
			pairedItem: { item: 0 },
		});
		expect(Object.keys(item ?? {})).not.toContain('error');
	});

	it('have what is known of those that failed, in the place of their input', () => {
		expect(toOutput(NODE, [failed('unknown', 'A'), done, notReached])).toEqual([
			{
				json: {
					error: 'A is unknown. Do something about A.',
					outcome: 'unknown',
					orderId: 'A',
					tid: null,
					resultCode: null,
					resultMessage: null,
				},
				pairedItem: { item: 0 },
			},
			{ json: { n: 1 }, pairedItem: { item: 1 } },
			{
				json: expect.objectContaining({ outcome: 'invalid', orderId: 'LATE' }),
				pairedItem: { item: 2 },
			},
		]);
	});
});
