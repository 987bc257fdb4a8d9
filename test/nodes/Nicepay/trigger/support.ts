import { HookContext } from 'n8n-core';
import type { IDataObject, INodeParameters, INodeType, WorkflowActivateMode } from 'n8n-workflow';

import { Engine, type NodeInput } from '../../../../harness/engine/index';
import { createAdditionalData } from '../../../../harness/engine/additionalData';
import { CredentialsHelper } from '../../../../harness/engine/CredentialsHelper';
import { builtInNodes } from '../../../../harness/engine/nodes/index';
import { NodeTypes } from '../../../../harness/engine/NodeTypes';
import { buildWorkflow, startNode } from '../../../../harness/engine/workflow';
import { builtPackage } from '../builtPackage';
import { encode, type Fields, KEY, MID, NICEPAY } from './forms';

export const FORM = 'application/x-www-form-urlencoded';

/** A delivery that is not as usual. */
export interface Envelope {
	/** `undefined`: the form's, without a charset; `null`: no Content-Type. */
	readonly contentType?: string | null;
	readonly headers?: Record<string, string>;
	readonly ip?: string;
	readonly ips?: string[];
	readonly store?: () => void | Promise<void>;
}

export const NODE = 'NICEPAY Trigger';

export const triggerNode = (parameters: INodeParameters = {}): NodeInput => ({
	name: NODE,
	type: 'n8n-nodes-nicepay.nicepayTrigger',
	parameters,
});

/** A workflow that starts with the trigger and has one more node. */
export const workflowOf = (parameters: INodeParameters = {}) => ({
	nodes: [triggerNode(parameters), { name: 'After', type: 'n8n-nodes-base.noOp' }],
});

const ANYWHERE = { mid: MID, merchantKey: KEY, baseUrl: 'http://127.0.0.1:9' };

/** The trigger in n8n's engine, and what comes of a delivery to it. */
export async function openTrigger(
	parameters: INodeParameters = {},
	credential: Record<string, string> = {},
) {
	const engine = new Engine({
		package: await builtPackage(),
		credentials: { nicepayApi: { ...ANYWHERE, ...credential } },
	});
	const workflow = workflowOf(parameters);

	/** Posts a body from one of NICEPAY's addresses, unless the envelope says otherwise, and runs what starts. */
	const deliver = async (body: Buffer | Fields, envelope: Envelope = {}) => {
		const { contentType = FORM, headers, ip = NICEPAY, ips, store } = envelope;
		let stored = 0;
		const receipt = await engine.receiveWebhook(
			workflow,
			{
				headers: { ...(contentType === null ? {} : { 'content-type': contentType }), ...headers },
				rawBody: Buffer.isBuffer(body) ? body : encode(body),
				ip,
				ips,
			},
			{
				store: async () => {
					await store?.();
					stored++;
				},
			},
		);
		const run = receipt.workflowData ? await engine.runFromWebhook(receipt) : undefined;
		return {
			status: receipt.response.status,
			reply: receipt.response.text,
			error: receipt.error,
			/** Executions that were stored. */
			stored,
			run,
			/** What the node behind the trigger got; empty if nothing ran. */
			items: run?.output('After').map(({ json }) => json) ?? [],
		};
	};

	return {
		engine,
		deliver,
		/** Delivers, and gives the one item that came out. */
		receive: async (body: Buffer | Fields, envelope: Envelope = {}): Promise<IDataObject> => {
			const { items, status, reply, error } = await deliver(body, envelope);
			const [item] = items;
			if (item && items.length === 1) return item;
			throw error ?? new Error(`${items.length} items came out; the reply was ${status} ${reply}`);
		},
		/** What was logged as a warning, or worse. */
		warnings: () =>
			engine.logs.lines
				.filter(({ level }) => level === 'warn' || level === 'error')
				.map(({ message }) => message),
	};
}

export type Trigger = Awaited<ReturnType<typeof openTrigger>>;
export type Delivered = Awaited<ReturnType<Trigger['deliver']>>;

/** What NICEPAY gets that is not believed. */
export const REFUSED = { status: 403, reply: 'FAIL', stored: 0, items: [], error: undefined };
/** What NICEPAY gets for a notification that started a workflow. */
export const STARTED = { status: 200, reply: 'OK', stored: 1, error: undefined };
/** What NICEPAY gets for a notification that nobody wants to know of. */
export const ACKNOWLEDGED = { status: 200, reply: 'OK', stored: 0, items: [], error: undefined };

/** What is activated, and how. */
export interface Activation {
	/** The nodes behind the trigger, one after the other. Default: none. */
	readonly behind?: readonly NodeInput[];
	readonly credential?: Record<string, string>;
	/** Default: somebody publishes the workflow. */
	readonly mode?: WorkflowActivateMode;
	/** Whether n8n does not tell a trigger the parameters of the nodes behind it. */
	readonly isOld?: boolean;
}

/** Activates the trigger as n8n does. @throws what the node throws */
export async function activate(
	parameters: INodeParameters,
	{ behind = [], credential = {}, mode = 'activate', isOld = false }: Activation = {},
): Promise<boolean> {
	const { nodeTypes: types, credentialTypes } = await builtPackage();
	const nodeTypes = new NodeTypes({ ...builtInNodes, ...types });
	const credentialsHelper = new CredentialsHelper(credentialTypes, {
		nicepayApi: { ...ANYWHERE, ...credential },
	});
	const input = { nodes: [triggerNode(parameters), ...behind] };
	const workflow = buildWorkflow(input, {
		nodeTypes,
		credentials: credentialsHelper,
		staticData: new Map(),
		instanceId: 'instance',
	});
	const node = startNode(workflow, input);
	const additionalData = createAdditionalData({ credentialsHelper, workflowId: workflow.id });
	const { webhookMethods }: INodeType = nodeTypes.getByNameAndVersion(node.type);
	const context = new HookContext(workflow, node, additionalData, 'trigger', mode);
	const { getChildNodes } = context;
	if (isOld) context.getChildNodes = (name) => getChildNodes.call(context, name);
	const exists = await webhookMethods?.default?.checkExists.call(context);
	return exists ?? false;
}
