import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { describeNode } from './description';

/** Adds the fields in its parameter `fields` to each item. Their values may be expressions. */
export const set: INodeType = {
	description: describeNode('set', [
		{ displayName: 'Fields', name: 'fields', type: 'json', default: {} as never },
	]),
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().map(({ json }, item) => ({
				json: { ...json, ...(this.getNodeParameter('fields', item) as IDataObject) },
				pairedItem: { item },
			})),
		];
	},
};
