/** The smallest possible community node: what n8n spends on any node. */
const { NodeConnectionTypes } = require('n8n-workflow');

exports.Empty = class Empty {
	description = {
		displayName: 'Empty',
		name: 'empty',
		group: ['transform'],
		version: 1,
		description: 'Does nothing',
		defaults: { name: 'Empty' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute() {
		return [this.getInputData()];
	}
};
