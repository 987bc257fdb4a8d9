import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Json, N8nClient } from '../../../../harness/n8n/N8nClient';
import type { WorkflowJson } from '../../../../harness/n8n/workflow';

const FOLDER = path.resolve('workflows');

/** A node as n8n exports it. */
export interface ExportedNode {
	readonly name: string;
	readonly type: string;
	readonly parameters: Json;
	readonly credentials?: Json;
	readonly disabled?: boolean;
}

export type ExportedWorkflow = Omit<WorkflowJson, 'nodes'> & {
	readonly nodes: readonly ExportedNode[];
};

/** The files of `workflows/`, without `.json`. */
export const EXAMPLES: readonly string[] = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'));

export const fileOf = (example: string): string => path.join(FOLDER, `${example}.json`);

export const readExample = (example: string): ExportedWorkflow =>
	JSON.parse(readFileSync(fileOf(example), 'utf8')) as ExportedWorkflow;

/** Who decides about refunds. */
export const APPROVER = { user: 'approver', password: 'only-approvers' };

export const createApprover = async (client: N8nClient): Promise<string> =>
	await client.createCredential('Approver', 'httpBasicAuth', APPROVER);

/** Credentials, by type. */
export type Chosen = Readonly<Record<string, { readonly id: string; readonly name: string }>>;

/** Chooses the credential that a node needs. Mails are switched on if there is one for them. */
export function withCredentials(node: ExportedNode, chosen: Chosen): ExportedNode {
	const { nicepayApi, httpBasicAuth, smtp } = chosen;
	if (node.type.startsWith('n8n-nodes-nicepay.') || node.credentials?.['nicepayApi']) {
		return { ...node, credentials: { nicepayApi } };
	}
	if (node.parameters['authentication'] === 'basicAuth') {
		return { ...node, credentials: { httpBasicAuth } };
	}
	if (node.type === 'n8n-nodes-base.emailSend' && smtp) {
		return { ...node, disabled: false, credentials: { smtp } };
	}
	return node;
}
