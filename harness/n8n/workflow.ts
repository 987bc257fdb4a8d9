import { randomUUID } from 'node:crypto';

/** A node as n8n stores it. */
export interface NodeJson {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { id: string; name: string }>>;
	readonly webhookId?: string;
	readonly retryOnFail?: boolean;
	readonly maxTries?: number;
	readonly waitBetweenTries?: number;
	readonly onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
}

/** The properties of a node besides its type and parameters. */
export type NodeSettings = Partial<Omit<NodeJson, 'id' | 'position'>>;

interface Connection {
	readonly node: string;
	readonly type: string;
	readonly index: 0;
}

/** A workflow as n8n stores it. */
export interface WorkflowJson {
	readonly name: string;
	readonly nodes: readonly NodeJson[];
	readonly connections: Readonly<
		Record<string, Readonly<Record<string, ReadonlyArray<readonly Connection[]>>>>
	>;
	readonly settings: Readonly<Record<string, unknown>>;
	readonly pinData?: Readonly<Record<string, ReadonlyArray<{ json: unknown }>>>;
	readonly active: boolean;
}

/** Makes a node. By default, its name is the last part of its type. */
export function node(
	type: string,
	parameters: NodeJson['parameters'] = {},
	settings: NodeSettings = {},
): NodeJson {
	return {
		id: randomUUID(),
		name: type.split('.').at(-1) ?? type,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...settings,
	};
}

/** Makes a workflow in which each node feeds the next. */
export function chain(name: string, ...nodes: readonly NodeJson[]): WorkflowJson {
	const connections = nodes.slice(1).map((next, index) => {
		const previous = nodes[index]?.name ?? '';
		return [previous, { main: [[{ node: next.name, type: 'main', index: 0 }]] }] as const;
	});
	return {
		name,
		nodes: nodes.map((each, index) => ({ ...each, position: [index * 224, 0] })),
		connections: Object.fromEntries(connections),
		settings: { executionOrder: 'v1', timezone: 'Asia/Seoul' },
		active: false,
	};
}

/** Attaches a node to another one, as the model or a tool of an agent. */
export function attach(
	workflow: WorkflowJson,
	{ to, as, node: added }: { to: string; as: 'ai_tool' | 'ai_languageModel'; node: NodeJson },
): WorkflowJson {
	return {
		...workflow,
		nodes: [...workflow.nodes, { ...added, position: [workflow.nodes.length * 224, 224] }],
		connections: {
			...workflow.connections,
			[added.name]: { [as]: [[{ node: to, type: as, index: 0 }]] },
		},
	};
}

/** Pins data to the first node, as in the editor. */
export function pinned(workflow: WorkflowJson, items: readonly unknown[]): WorkflowJson {
	const [first] = workflow.nodes;
	return {
		...workflow,
		pinData: first && { [first.name]: items.map((json) => ({ json })) },
	};
}
