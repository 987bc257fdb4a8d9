import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

const FOLDER = path.resolve(__dirname, '../../workflows');

/** A node as n8n exports it. */
export interface ExportedNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: INodeParameters;
	readonly credentials?: Readonly<Record<string, { readonly id: unknown; readonly name: string }>>;
	readonly webhookId?: string;
	readonly disabled?: boolean;
	readonly onError?: string;
}

export interface ExportedWorkflow {
	readonly name: string;
	readonly nodes: readonly ExportedNode[];
	readonly connections: Readonly<
		Record<string, { readonly main: ReadonlyArray<ReadonlyArray<{ readonly node: string }>> }>
	>;
	readonly active: boolean;
	readonly pinData: object;
	readonly settings: Readonly<Record<string, unknown>>;
}

/** The files of `workflows/`, without `.json`. */
export const files: readonly string[] = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.slice(0, -'.json'.length));

export const textOf = (file: string): string =>
	readFileSync(path.join(FOLDER, `${file}.json`), 'utf8');

export const readExported = (file: string): ExportedWorkflow =>
	JSON.parse(textOf(file)) as ExportedWorkflow;
