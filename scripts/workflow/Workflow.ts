import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

type Values = Readonly<Record<string, unknown>>;

export interface Step {
	readonly id?: string;
	readonly name?: string;
	readonly if?: string;
	readonly uses?: string;
	readonly with?: Values;
	readonly run?: string;
	readonly env?: Values;
}

export interface Job {
	readonly needs?: string | readonly string[];
	readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
	readonly outputs?: Values;
	readonly env?: Values;
	readonly steps?: readonly Step[];
	readonly container?: { readonly image: string };
	/** Another workflow of this repository. */
	readonly uses?: string;
	readonly with?: Values;
}

export interface Workflow {
	readonly name: string;
	readonly on: {
		readonly workflow_call?: {
			readonly inputs?: Readonly<Record<string, { readonly default: unknown }>>;
		};
	};
	readonly jobs: Readonly<Record<string, Job>>;
}

/** Keys that need nothing done here: GitHub's rights, limits and machines. */
const WORKFLOW_KEYS = ['name', 'on', 'permissions', 'concurrency', 'defaults', 'jobs'];
const JOB_KEYS = [
	...['name', 'runs-on', 'timeout-minutes', 'permissions', 'concurrency', 'environment'],
	...['needs', 'strategy', 'outputs', 'env', 'steps', 'container', 'uses', 'with'],
];
const STEP_KEYS = ['id', 'name', 'if', 'uses', 'with', 'run', 'env'];

function refuseOthers(map: object, known: readonly string[], where: string): void {
	const others = Object.keys(map).filter((key) => !known.includes(key));
	if (others.length > 0) throw new Error(`${where}: cannot imitate ${others.join(', ')}`);
}

/** Reads a workflow. @throws {Error} for what the runner would otherwise leave out unnoticed */
export function readWorkflow(folder: string, file: string): Workflow {
	const workflow = parse(readFileSync(path.join(folder, file), 'utf8')) as Workflow & {
		defaults?: { run?: { shell?: string } };
	};
	refuseOthers(workflow, WORKFLOW_KEYS, file);
	if (workflow.defaults?.run?.shell !== 'bash') {
		throw new Error(`${file}: steps are run by bash only, so say so under “defaults”`);
	}
	for (const [id, job] of Object.entries(workflow.jobs)) {
		refuseOthers(job, JOB_KEYS, `${file}, ${id}`);
		job.steps?.forEach((step, index) =>
			refuseOthers(step, STEP_KEYS, `${file}, ${id}, step ${index + 1}`),
		);
	}
	return workflow;
}

/** The combinations of a matrix: either lists to multiply, or `include` alone. */
export function combinations({ strategy }: Job): ReadonlyArray<Record<string, unknown>> {
	const { include, ...lists } = strategy?.matrix ?? {};
	if (include && Object.keys(lists).length > 0) {
		throw new Error('A matrix with lists and “include” cannot be imitated');
	}
	if (include) return include as ReadonlyArray<Record<string, unknown>>;
	return Object.entries(lists).reduce<ReadonlyArray<Record<string, unknown>>>(
		(combined, [key, values]) =>
			combined.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
		[{}],
	);
}
