import type { Place } from './actions';
import type { Contexts } from './expressions';
import { runJob } from './runJob';
import { combinations, type Job, readWorkflow } from './Workflow';

export interface Run {
	/** The workflows' clone: `uses: ./…` is looked up in it. */
	readonly folder: string;
	readonly place: Omit<Place, 'workspace'>;
	readonly scratch: string;
	readonly github: Contexts;
	/** Whether a job was asked for, by a name such as `test/e2e`. */
	readonly isChosen: (job: string) => boolean;
	/** What became of each job. */
	readonly report: Array<{ job: string; result: string }>;
}

/** The jobs of a workflow and of those it calls, by names such as `test/e2e`. */
export const jobNames = (folder: string, file: string, prefix = ''): string[] =>
	Object.entries(readWorkflow(folder, file).jobs).flatMap(([id, { uses }]) => {
		const name = `${prefix}${id}`;
		return uses ? [name, ...jobNames(folder, uses, `${name}/`)] : [name];
	});

/** Runs the chosen jobs of a workflow one after another, in the order the file has them. */
export function runWorkflow(run: Run, file: string, given: Contexts = {}, prefix = ''): void {
	const workflow = readWorkflow(run.folder, file);
	const defaults = Object.entries(workflow.on.workflow_call?.inputs ?? {}).map(
		([name, input]) => [name, input.default] as const,
	);
	const inputs = { ...Object.fromEntries(defaults), ...given };
	const done: Record<string, { outputs: Record<string, string> }> = {};

	for (const [id, job] of Object.entries(workflow.jobs)) {
		const name = `${prefix}${id}`;
		const needs = Object.fromEntries(
			[job.needs ?? []].flat().map((other) => [other, needed(other)]),
		);
		const contexts = { github: run.github, inputs, needs };
		done[id] = { outputs: job.uses ? call(job, name) : tryJob(job, name, contexts) };
	}

	function needed(id: string) {
		const other = done[id];
		if (!other) throw new Error(`${file}: ${id} must stand above the jobs that need it`);
		return other;
	}

	function call({ uses = '', with: values }: Job, name: string) {
		runWorkflow(run, uses, values, `${name}/`);
		return {};
	}

	function tryJob(job: Job, name: string, contexts: Contexts): Record<string, string> {
		let outputs = {};
		for (const matrix of combinations(job)) {
			const values = Object.values(matrix).join(', ');
			const title = values ? `${name} (${values})` : name;
			if (!run.isChosen(name)) {
				run.report.push({ job: title, result: 'not asked for' });
				continue;
			}
			console.log(`\n== ${title} ==`);
			const start = Date.now();
			const entry = { job: title, result: 'failed' };
			run.report.push(entry);
			outputs = runJob(job, { ...contexts, matrix }, run.place, run.scratch);
			entry.result = `passed in ${Math.round((Date.now() - start) / 1000)} s`;
		}
		return outputs;
	}
}
