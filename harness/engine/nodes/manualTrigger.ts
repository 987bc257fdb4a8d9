import type { INodeType } from 'n8n-workflow';

import { describeNode } from './description';

/** Starts a workflow with one empty item. */
export const manualTrigger: INodeType = {
	description: describeNode('manualTrigger', [], { group: ['trigger'], inputs: [] }),
	async execute() {
		return [[{ json: {} }]];
	},
};
