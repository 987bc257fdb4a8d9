import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';

/** Node types by the name that workflows use. */
export type NodeTypeTable = Record<string, INodeType | IVersionedNodeType>;

/** Provides node types to n8n's engine. */
export class NodeTypes implements INodeTypes {
	constructor(
		private readonly table: NodeTypeTable,
		private readonly missingHelpers: readonly string[] = [],
	) {}

	getByName(name: string): INodeType | IVersionedNodeType {
		const nodeType = this.table[name];
		if (nodeType === undefined) {
			throw new Error(`No node type "${name}". Known: ${Object.keys(this.table).join(', ')}`);
		}
		return nodeType;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		const nodeType = NodeHelpers.getVersionedNodeType(this.getByName(name), version);
		return this.missingHelpers.length === 0
			? nodeType
			: withoutHelpers(nodeType, this.missingHelpers);
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	/** The version that the editor gives to a new node. */
	newestVersion(name: string): number {
		const nodeType = this.getByName(name);
		if ('nodeVersions' in nodeType) return nodeType.currentVersion;
		const { version, defaultVersion } = nodeType.description;
		return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
	}
}

function withoutHelpers(nodeType: INodeType, missing: readonly string[]): INodeType {
	const { execute } = nodeType;
	if (execute === undefined) return nodeType;
	const stripped = Object.create(nodeType) as INodeType;
	stripped.execute = async function (this: IExecuteFunctions, response) {
		for (const name of missing) Reflect.deleteProperty(this.helpers, name);
		return await execute.call(this, response);
	};
	return stripped;
}
