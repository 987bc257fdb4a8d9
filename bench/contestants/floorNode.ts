import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { describeContestant, readItem } from './parameters';

/** Reads the same parameters, and sends nothing. */
export const floorNode: INodeType = {
	description: describeContestant('floor'),
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().map((_, item) => ({
				json: readItem(this, item),
				pairedItem: { item },
			})),
		];
	},
};
