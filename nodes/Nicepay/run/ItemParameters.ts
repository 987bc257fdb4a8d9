import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeParameters,
	NodeParameterValueType,
} from 'n8n-workflow';

import { plainValue } from './plainValue';

/**
 * Reads node parameters item by item, and asks n8n no more than it must: once for a parameter without an
 * expression, once an item for one with an expression.
 */
export class ItemParameters {
	private readonly constants = new Map<string, unknown>();
	private readonly ofItem = new Map<string, unknown>();
	private itemIndex = 0;
	private readonly raw: INodeParameters;
	private readonly items: readonly INodeExecutionData[];

	constructor(private readonly node: IExecuteFunctions) {
		// n8n copies the whole node each time it is asked for it.
		this.raw = node.getNode().parameters;
		this.items = node.getInputData();
	}

	/**
	 * A parameter's value for an item, as n8n resolves it. `null` for an expression without a value, in
	 * contrast to a parameter that is absent.
	 *
	 * @param path the parameter's name, or `collection.member`
	 * @param fallback for a parameter that is not shown
	 */
	get(path: string, itemIndex: number, fallback?: unknown): unknown {
		const [name = '', member] = path.split('.');
		if (member === undefined) return this.getWhole(name, itemIndex, fallback);
		const collection = this.getWhole(name, itemIndex, {});
		return typeof collection === 'object' && collection !== null
			? (collection as Record<string, unknown>)[member]
			: undefined;
	}

	private getWhole(name: string, itemIndex: number, fallback: unknown): unknown {
		if (this.constants.has(name)) return this.constants.get(name);
		if (itemIndex !== this.itemIndex) this.ofItem.clear();
		this.itemIndex = itemIndex;
		if (this.ofItem.has(name)) return this.ofItem.get(name);

		const raw = this.raw[name];
		const isExpression = hasExpression(raw);
		const plain = plainValue(raw, this.items[itemIndex]?.json ?? {});
		const value: unknown = plain
			? plain.value
			: (this.node.getNodeParameter(name, itemIndex, fallback) ??
				(isExpression ? null : undefined));
		(isExpression ? this.ofItem : this.constants).set(name, value);
		return value;
	}
}

function hasExpression(raw: NodeParameterValueType | undefined): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some((member) => hasExpression(member as NodeParameterValueType));
}
