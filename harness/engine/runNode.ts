import type { IDataObject, INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';

import type { RunOptions } from './options';
import type { WorkflowInput } from './workflow';

type NodeSettings = Pick<
	INode,
	| 'alwaysOutputData'
	| 'continueOnFail'
	| 'executeOnce'
	| 'maxTries'
	| 'onError'
	| 'retryOnFail'
	| 'waitBetweenTries'
>;

/** A node, its settings and its input. */
export interface NodeRunOptions extends Partial<NodeSettings>, Omit<RunOptions, 'input'> {
	/** Default: `n8n-nodes-nicepay.nicepay`. */
	type?: string;
	/** Default: `NICEPAY`. */
	name?: string;
	typeVersion?: number;
	parameters?: INodeParameters;
	/** Default: one empty item. */
	items?: IDataObject[];
	/** The workflow's settings, such as `timezone`. */
	settings?: IWorkflowSettings;
}

/** Makes a workflow of two nodes: “Items”, which outputs the items, and the node. */
export function toWorkflow(options: NodeRunOptions): WorkflowInput {
	const { type = 'n8n-nodes-nicepay.nicepay', name = 'NICEPAY', typeVersion } = options;
	const { parameters = {}, items = [{}], settings } = options;
	return {
		settings,
		nodes: [
			// n8n's type for parameters is narrower than the JSON they may contain.
			{ name: 'Items', type: 'engine.emit', parameters: { items } as INodeParameters },
			{ name, type, parameters, ...(typeVersion && { typeVersion }), ...nodeSettings(options) },
		],
	};
}

function nodeSettings(options: NodeRunOptions): Partial<NodeSettings> {
	const { alwaysOutputData, continueOnFail, executeOnce, maxTries, onError, retryOnFail } = options;
	// n8n reads 0 as “not set” and waits a second.
	const waitBetweenTries = options.waitBetweenTries || 1;
	return {
		alwaysOutputData,
		continueOnFail,
		executeOnce,
		maxTries,
		onError,
		retryOnFail,
		waitBetweenTries,
	};
}
