import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeParameters,
	NodeParameterValueType,
} from 'n8n-workflow';

/**
 * Reads node parameters item by item. One without an expression is the same for every item and is
 * read once; one with an expression once for each item, since n8n evaluates it anew whenever asked,
 * a collection with all its members.
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
		const value = this.getWhole(name, itemIndex, member === undefined ? fallback : {});
		if (member === undefined) return value;
		const members = typeof value === 'object' && value !== null ? value : {};
		return (members as Record<string, unknown>)[member];
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

/** An expression that is nothing but a member of the item: by far the most frequent. */
const ITEM_MEMBER = /^=\{\{\s*\$json\.([A-Za-z_]\w*)\s*\}\}$/;

/**
 * What n8n would evaluate `raw` to, where that is plain to see: n8n takes 0.1 ms for each expression,
 * as long as everything else an item costs. `undefined` where n8n must be asked.
 */
function plainValue(
	raw: NodeParameterValueType | undefined,
	json: IDataObject,
): { readonly value: unknown } | undefined {
	if (typeof raw === 'number' || typeof raw === 'boolean') return { value: raw };
	if (typeof raw === 'string') {
		if (!raw.startsWith('=')) return { value: raw };
		const member = ITEM_MEMBER.exec(raw)?.[1];
		if (member === undefined || !Object.hasOwn(json, member)) return undefined;
		const value = json[member];
		return typeof value === 'string' || typeof value === 'number' ? { value } : undefined;
	}
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
	const value: Record<string, unknown> = {};
	for (const [name, member] of Object.entries(raw)) {
		const plain = plainValue(member as NodeParameterValueType, json);
		if (!plain) return undefined;
		value[name] = plain.value;
	}
	return { value };
}
