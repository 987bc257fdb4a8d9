import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Json } from '../../../../harness/n8n/N8nClient';
import type { NodeSettings, WorkflowJson } from '../../../../harness/n8n/workflow';

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

/** Chooses the NICEPAY credential. */
export const withMerchant = (
	node: ExportedNode,
	chosen: Required<Pick<NodeSettings, 'credentials'>>,
): ExportedNode =>
	node.type.startsWith('n8n-nodes-nicepay.') || node.credentials?.['nicepayApi']
		? { ...node, ...chosen }
		: node;
