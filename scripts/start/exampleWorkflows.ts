import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { NodeJson, WorkflowJson } from '../../harness/n8n/workflow';

const FOLDER = 'workflows';

/** A credential as workflows refer to it. */
export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

/** The credentials to use, by type. */
export type Credentials = Readonly<Record<'nicepayApi' | 'smtp', CredentialReference>>;

/** All of `workflows/*.json`, ready to run against the sandbox. */
export const readExampleWorkflows = (credentials: Credentials): WorkflowJson[] =>
	readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as WorkflowJson)
		.map((workflow) => forSandbox(workflow, credentials));

/**
 * Does what a person does in the editor: imports a workflow, chooses credentials, opens its forms, and
 * lets the trigger accept a sandbox's notifications.
 */
function forSandbox(workflow: WorkflowJson, credentials: Credentials): WorkflowJson {
	const { name, nodes, connections, settings, pinData } = workflow;
	return {
		name,
		connections,
		settings,
		pinData,
		active: false,
		nodes: nodes.map((node) => ({
			...node,
			...(WITH_URL.has(node.type) && { webhookId: node.webhookId ?? randomUUID() }),
			...assignCredentials(node, credentials),
			parameters: { ...node.parameters, ...trustSandbox(node), ...withoutPassword(node) },
		})),
	};
}

/** Nodes that have their own URL in n8n. */
const WITH_URL: ReadonlySet<string> = new Set([
	'n8n-nodes-nicepay.nicepayTrigger',
	'n8n-nodes-base.formTrigger',
	'n8n-nodes-base.form',
	'n8n-nodes-base.emailSend',
	'n8n-nodes-base.wait',
	'n8n-nodes-base.webhook',
]);

function assignCredentials(
	{ type, credentials }: NodeJson,
	{ nicepayApi, smtp }: Credentials,
): Pick<NodeJson, 'credentials'> & { disabled?: boolean } {
	if (type.startsWith('n8n-nodes-nicepay.') || credentials?.['nicepayApi']) {
		return { credentials: { nicepayApi } };
	}
	// The examples disable it, since they have no mail server.
	return type === 'n8n-nodes-base.emailSend' ? { credentials: { smtp }, disabled: false } : {};
}

/** The sandbox's notifications come from this machine, not from NICEPAY's addresses. */
const trustSandbox = ({ type }: NodeJson) =>
	type === 'n8n-nodes-nicepay.nicepayTrigger' && {
		senderCheck: 'custom',
		allowedAddresses: '127.0.0.1, ::1',
	};

/** Only this machine reaches the forms, and no money moves. */
const withoutPassword = ({ type }: NodeJson) =>
	type === 'n8n-nodes-base.formTrigger' && { authentication: 'none' };
