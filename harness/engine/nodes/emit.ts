import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { describeNode } from './description';

/** Gives the items in its parameter `items`, each an object, exactly as they are. */
export const emit: INodeType = {
	description: describeNode('emit', [
		{ displayName: 'Items', name: 'items', type: 'json', default: [] as never },
	]),
	async execute(this: IExecuteFunctions) {
		// Raw: an item's text may begin with "=".
		const items = this.getNodeParameter('items', 0, [], { rawExpressions: true }) as IDataObject[];
		return [items.map((json) => ({ json: structuredClone(json) }))];
	},
};
