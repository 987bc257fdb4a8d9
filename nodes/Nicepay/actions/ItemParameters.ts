import type { IExecuteFunctions, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

/**
 * Reads node parameters item by item. One without an expression is the same for every item and is
 * read once.
 */
export class ItemParameters {
	private readonly constants = new Map<string, unknown>();
	private readonly raw: INodeParameters;

	constructor(private readonly node: IExecuteFunctions) {
		// n8n copies the whole node each time it is asked for it.
		this.raw = node.getNode().parameters;
	}

	/** The value of `name` for an item, as n8n resolves it; `fallback` where the parameter is not shown. */
	get(name: string, itemIndex: number, fallback?: unknown): unknown {
		if (this.constants.has(name)) return this.constants.get(name);
		const value: unknown = this.node.getNodeParameter(name, itemIndex, fallback);
		if (!hasExpression(this.raw[name])) this.constants.set(name, value);
		return value;
	}

	/** A member of the collection `name`, or `undefined` when the user did not add it. */
	getFrom(name: string, member: string, itemIndex: number): unknown {
		const collection = this.get(name, itemIndex, {});
		return typeof collection === 'object' && collection !== null
			? (collection as Record<string, unknown>)[member]
			: undefined;
	}
}

function hasExpression(raw: NodeParameterValueType | undefined): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some((member) => hasExpression(member as NodeParameterValueType));
}
