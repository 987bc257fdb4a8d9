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

/** What an engine is made of. */
export interface EngineOptions {
	/** A built package, from `loadPackage`. */
	package?: LoadedPackage;
	/** More node types, or others for the names of existing ones. */
	nodeTypes?: NodeTypeTable;
	credentialTypes?: Record<string, ICredentialType>;
	/** By credential type; a node may name others by ID: `credentials: { nicepayApi: { id: 'second' … } }`. */
	credentials?: CredentialTable;
	/** Default a memory of its own. `missing`: an n8n whose helpers do not have it. */
	processedData?: IDataDeduplicator | 'missing';
	/** Workflows' static data by workflow ID; default none yet. */
	staticData?: Map<string, IDataObject>;
}

/** How a workflow is run. */
export interface RunOptions {
	/** Default: a new number. */
	executionId?: string;
	/** Default `trigger`. */
	mode?: WorkflowExecuteMode;
	/** Default: the first node. */
	startNode?: string;
	/** The start node's input; default one empty item. */
	input?: INodeExecutionData[];
	/** What nodes wrote with `getContext` in an earlier execution. A copy, by way of JSON, is used. */
	contextData?: IExecuteContextData;
	/** Cancels the execution, as the editor's stop button does. */
	signal?: AbortSignal;
	/** Instead of the engine's, in this execution. */
	credentials?: CredentialTable;
	/** Adds handlers, to do something before or after a node. */
	hooks?: (hooks: ExecutionLifecycleHooks) => void;
}
