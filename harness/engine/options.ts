import type { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialType,
	IDataDeduplicator,
	IDataObject,
	IExecuteContextData,
	INodeExecutionData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { CredentialTable } from './CredentialsHelper';
import type { LoadedPackage } from './loadPackage';
import type { NodeTypeTable } from './NodeTypes';

/** How an engine is set up. */
export interface EngineOptions {
	/** A built package, from `loadPackage`. */
	package?: LoadedPackage;
	/** Additional node types, or replacements for existing ones. */
	nodeTypes?: NodeTypeTable;
	credentialTypes?: Record<string, ICredentialType>;
	/** By credential type. A node can choose another one by ID: `credentials: { nicepayApi: { id: 'second' … } }`. */
	credentials?: CredentialTable;
	/** Default: a new store. */
	processedData?: IDataDeduplicator;
	/** Whether nodes run as in an n8n before 1.79, which has neither hints nor a memory for tools. */
	isOld?: boolean;
	/** Static data by workflow ID. Default: empty. */
	staticData?: Map<string, IDataObject>;
}

/** How a workflow is run. */
export interface RunOptions {
	/** Default: a new number. */
	executionId?: string;
	/** Default: `trigger`. */
	mode?: WorkflowExecuteMode;
	/** Default: the first node. */
	startNode?: string;
	/** The start node's input. Default: one empty item. */
	input?: INodeExecutionData[];
	/** What nodes stored with `getContext` in an earlier execution. Copied as JSON. */
	contextData?: IExecuteContextData;
	/** Cancels the execution, as the editor's stop button does. */
	signal?: AbortSignal;
	/** Credentials for this execution. They override the engine's. */
	credentials?: CredentialTable;
	/** Adds lifecycle hooks, for example to act before or after a node. */
	hooks?: (hooks: ExecutionLifecycleHooks) => void;
}
