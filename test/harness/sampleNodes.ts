import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { describeNode } from '../../harness/engine/nodes/description';

/** Counts its runs in the execution's context, and fails until the run named by its parameter. */
export const stubborn: INodeType = {
	description: describeNode('stubborn', [
		{ displayName: 'Succeeds In Run', name: 'succeedsInRun', type: 'number', default: 1 },
	]),
	async execute(this: IExecuteFunctions) {
		const context = this.getContext('node');
		context.runs = Number(context.runs ?? 0) + 1;
		this.logger.warn('Run begins', { runs: context.runs });
		if (context.runs < Number(this.getNodeParameter('succeedsInRun', 0))) {
			throw new Error(`Failed in run ${String(context.runs)}`);
		}
		return [[{ json: { runs: context.runs, executionId: this.getExecutionId() } }]];
	},
};

/** A trigger that leaves it to n8n to read what it is sent. */
export const listener: INodeType = {
	description: describeNode('listener', [], {
		inputs: [],
		group: ['trigger'],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'test' }],
	}),
	webhook: async () => ({ workflowData: [[{ json: {} }]] }),
};
