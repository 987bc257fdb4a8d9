import { deepCopy, Workflow } from 'n8n-workflow';
import type { IConnections, IDataObject, INode, IWorkflowSettings } from 'n8n-workflow';

import type { CredentialsHelper } from './CredentialsHelper';
import type { NodeTypes } from './NodeTypes';

/** A node as an exported workflow holds it; what is left out gets the editor's defaults. */
export type NodeInput = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A workflow; without `connections` each node feeds the next. The first node starts it. */
export interface WorkflowInput {
	/** Static and processed data are kept by it; default `workflow`. */
	id?: string;
	name?: string;
	active?: boolean;
	nodes: NodeInput[];
	connections?: IConnections;
	/** Without `timezone`, n8n's own default: America/New_York. */
	settings?: IWorkflowSettings;
}

/** What a workflow is built with. */
export interface WorkflowSurroundings {
	nodeTypes: NodeTypes;
	credentials: CredentialsHelper;
	staticData: Map<string, IDataObject>;
}

/** Builds the workflow afresh, as n8n does for every execution. */
export function buildWorkflow(input: WorkflowInput, surroundings: WorkflowSurroundings): Workflow {
	const { id = 'workflow', name = id, active = true, settings } = input;
	return new Workflow({
		id,
		name,
		active,
		nodes: input.nodes.map((node, index) => buildNode(node, index, surroundings)),
		connections: deepCopy(input.connections ?? chain(input.nodes)),
		nodeTypes: surroundings.nodeTypes,
		settings: { executionOrder: 'v1', ...settings },
		staticData: deepCopy(surroundings.staticData.get(id) ?? {}),
	});
}

/** The node that an execution starts with. */
export function startNode(workflow: Workflow, { nodes }: WorkflowInput, name?: string): INode {
	const start = workflow.getNode(name ?? nodes[0]?.name ?? '');
	if (start === null) throw new Error(`The workflow has no node "${name}" to start with`);
	return start;
}

/** Stores the static data if a node changed it, as n8n does at the end. */
export function saveStaticData(workflow: Workflow, store: Map<string, IDataObject>): void {
	if (workflow.staticData.__dataChanged !== true) return;
	store.set(workflow.id, JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject);
}

function buildNode(
	input: NodeInput,
	index: number,
	{ nodeTypes, credentials }: WorkflowSurroundings,
): INode {
	const typeVersion = input.typeVersion ?? nodeTypes.newestVersion(input.type);
	const { description } = nodeTypes.getByNameAndVersion(input.type, typeVersion);
	const available = (description.credentials ?? [])
		.filter((credential) => credentials.has(credential.name))
		.map(({ name }) => [name, { id: name, name }] as const);
	return deepCopy({
		// The memory of processed data goes by the node's ID, so it must be the same each time.
		id: `node-${input.name}`,
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
