import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { describeNode } from './description';

/** Outputs the objects in its parameter `items`, unchanged. */
export const emit: INodeType = {
	description: describeNode('emit', [
		{ displayName: 'Items', name: 'items', type: 'json', default: [] as never },
	]),
	async execute(this: IExecuteFunctions) {
		// Raw, because a text in an item may start with “=”.
		const items = this.getNodeParameter('items', 0, [], { rawExpressions: true }) as IDataObject[];
		return [items.map((json) => ({ json: structuredClone(json) }))];
	},
};
