import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { describeNode } from './description';

/** Passes its items through. */
export const noOp: INodeType = {
	description: describeNode('noOp'),
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};
