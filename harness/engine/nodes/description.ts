import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** Makes a minimal node description: only the name and the properties matter. */
export function describeNode(
	name: string,
	properties: INodeProperties[] = [],
	rest: Partial<INodeTypeDescription> = {},
): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: name,
		group: ['transform'],
		version: 1,
		defaults: { name },
		inputs: ['main'],
		outputs: ['main'],
		properties,
		...rest,
	};
}
