import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';

import { processedDataHelpers } from './ProcessedData';

/** Node types by the name that workflows use. */
export type NodeTypeTable = Record<string, INodeType | IVersionedNodeType>;

/** Provides node types to n8n's engine. */
export class NodeTypes implements INodeTypes {
	constructor(
		private readonly table: NodeTypeTable,
		private readonly isOld = false,
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
		return this.isOld ? inOldN8n(nodeType) : nodeType;
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

/** The node, as an n8n before 1.79 runs it: without hints and, as its tools are, without a memory. */
function inOldN8n(nodeType: INodeType): INodeType {
	const { execute } = nodeType;
	if (execute === undefined) return nodeType;
	const old = Object.create(nodeType) as INodeType;
	old.execute = async function (this: IExecuteFunctions, response) {
		Object.defineProperty(this, 'addExecutionHints', { value: undefined });
		for (const name of processedDataHelpers) Reflect.deleteProperty(this.helpers, name);
		return await execute.call(this, response);
	};
	return old;
}
