import { deepCopy, Workflow } from 'n8n-workflow';
import type { IConnections, IDataObject, INode, IWorkflowSettings } from 'n8n-workflow';

import type { CredentialsHelper } from './CredentialsHelper';
import type { NodeTypes } from './NodeTypes';

/** A node as in an exported workflow. Missing properties get the editor's defaults. */
export type NodeInput = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A workflow that starts with its first node. Without `connections`, each node feeds the next. */
export interface WorkflowInput {
	/** The key of static and processed data. Default: `workflow`. */
	id?: string;
	name?: string;
	active?: boolean;
	nodes: NodeInput[];
	connections?: IConnections;
	/** Without `timezone`, n8n's default applies: America/New_York. */
	settings?: IWorkflowSettings;
}

/** What {@link buildWorkflow} needs of the engine. */
export interface WorkflowContext {
	nodeTypes: NodeTypes;
	credentials: CredentialsHelper;
	staticData: Map<string, IDataObject>;
	/** Tells the nodes of one n8n from those of another in the same process. */
	instanceId: string;
}

/** Builds a new Workflow, as n8n does for every execution. */
export function buildWorkflow(input: WorkflowInput, context: WorkflowContext): Workflow {
	const { id = 'workflow', name = id, active = true, settings } = input;
	return new Workflow({
		id,
		name,
		active,
		nodes: input.nodes.map((node, index) => buildNode(node, index, context)),
		connections: deepCopy(input.connections ?? chain(input.nodes)),
		nodeTypes: context.nodeTypes,
		settings: { executionOrder: 'v1', ...settings },
		staticData: deepCopy(context.staticData.get(id) ?? {}),
	});
}

/** Finds the node that an execution starts with. */
export function startNode(workflow: Workflow, { nodes }: WorkflowInput, name?: string): INode {
	const start = workflow.getNode(name ?? nodes[0]?.name ?? '');
	if (start === null) throw new Error(`The workflow has no node "${name}" to start with`);
	return start;
}

/** Saves the static data if a node has changed it, as n8n does at the end of an execution. */
export function saveStaticData(workflow: Workflow, store: Map<string, IDataObject>): void {
	if (workflow.staticData.__dataChanged !== true) return;
	store.set(workflow.id, JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject);
}

function buildNode(
	input: NodeInput,
	index: number,
	{ nodeTypes, credentials, instanceId }: WorkflowContext,
): INode {
	const typeVersion = input.typeVersion ?? nodeTypes.newestVersion(input.type);
	const { description } = nodeTypes.getByNameAndVersion(input.type, typeVersion);
	const available = (description.credentials ?? [])
		.filter((credential) => credentials.has(credential.name))
		.map(({ name }) => [name, { id: name, name }] as const);
	return deepCopy({
		// n8n stores processed data by node ID, so the ID must stay the same.
		id: `${instanceId}-${input.name}`,
		position: [200 * index, 0],
		parameters: {},
		webhookId: description.webhooks ? `webhook-${input.name}` : undefined,
		...input,
		typeVersion,
		credentials: { ...Object.fromEntries(available), ...input.credentials },
	} satisfies INode);
}

function chain(nodes: NodeInput[]): IConnections {
	const connections: IConnections = {};
	nodes.forEach(({ name }, index) => {
		const next = nodes[index + 1];
		if (next) connections[name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	return connections;
}
