import { NodeOperationError } from 'n8n-workflow';

import { alreadySent, invalidItem } from '../../../../nodes/Nicepay/failures/failure';
import { toNodeError } from '../../../../nodes/Nicepay/failures/nodeError';

const node = (type: string) =>
	({ id: '1', name: 'NICEPAY', type, typeVersion: 1, position: [0, 0], parameters: {} }) as never;

describe('The error of a failure', () => {
	const failure = invalidItem(['Goods Name is required']);

	it('has the advice in its description', () => {
		const { message, description } = toNodeError(node('n8n-nodes-nicepay.nicepay'), failure, 2);
		expect(message).toBe('Goods Name is required [item 2]');
		expect(description).toBe('Nothing was sent for this item. Fix it and run the node again.');
	});

	it('has it in the message, too, when an AI agent uses the node: it is shown nothing else', () => {
		const { message } = toNodeError(node('n8n-nodes-nicepay.nicepayTool'), failure, 2);
		expect(message).toBe(
			'Goods Name is required [item 2]. Nothing was sent for this item. Fix it and run the node again.',
		);
	});

	it.each([
		['invalid', failure],
		['known to be refused', alreadySent({ Moid: 'A-R1', TID: 'tid' })],
	])('tells a model of an n8n that shows it the description: %s', (_outcome, told) => {
		const error = toNodeError(node('n8n-nodes-nicepay.nicepayTool'), told, 0);
		// What n8n 1.81 does with it.
		const shown = new NodeOperationError(error.node, error);
		expect(shown.description).toBe(error.message);
	});

	it('leaves to a person what was refused, or may have been done', () => {
		const fields = { Moid: 'A-R1', TID: 'tid' };
		const { message } = toNodeError(node('n8n-nodes-nicepay.nicepayTool'), alreadySent(fields), 0);
		expect(message).toMatch(/\[item 0\]\. Do not try again\. Tell a person: Check in NICEPAY’s/);
	});
});
