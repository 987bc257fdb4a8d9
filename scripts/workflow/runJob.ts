import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Place, runAction } from './actions';
import { type Contexts, fillIn, fillInAll, holds } from './expressions';
import { readFileCommands } from './fileCommands';
import { isUpload } from './uploads';
import type { Job } from './Workflow';

const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'] as const;

/** Runs a job's steps in a folder of its own. @returns the job's outputs */
export function runJob(
	job: Job,
	contexts: Contexts,
	place: Omit<Place, 'workspace'>,
	scratch: string,
): Record<string, string> {
	const folder = mkdtempSync(path.join(scratch, 'job-'));
	const workspace = path.join(folder, 'workspace');
	mkdirSync(workspace);
	const steps: Record<string, { outputs: Record<string, string> }> = {};
	const known = { ...contexts, steps };
	let env: NodeJS.ProcessEnv = {
		...place.env,
		...fillInAll(job.env, known),
		GITHUB_WORKSPACE: workspace,
	};

	if (job.container) console.log(`  at GitHub in a container of ${job.container.image}`);
	for (const step of job.steps ?? []) {
		const title = step.name ?? step.uses ?? step.run?.trim() ?? '';
		if (!holds(step.if, known)) {
			console.log(`  – left out, as “${step.if}” does not hold: ${title}`);
		} else if (step.uses) {
			console.log(`  ▸ ${title}`);
			env = { ...env, ...runAction(step.uses, step.with, known, { ...place, workspace, env }) };
		} else if (isUpload(step.run)) {
			console.log(`  ✋ an upload, not run: ${title}`);
		} else {
			console.log(`  ▸ ${title}`);
			const files = Object.fromEntries(FILES.map((name) => [name, path.join(folder, name)]));
			for (const file of Object.values(files)) writeFileSync(file, '');
			const script = path.join(folder, 'script.sh');
			writeFileSync(script, fillIn(step.run, known));
			const { status, error } = spawnSync(
				'bash',
				['--noprofile', '--norc', '-eo', 'pipefail', script],
				{
					cwd: workspace,
					env: { ...env, ...fillInAll(step.env, known), ...files },
					stdio: ['ignore', 'inherit', 'inherit'],
				},
			);
			if (status !== 0) throw error ?? new Error(`This step failed: ${title}`);
			const [output = '', variables = '', summary = ''] = FILES.map((name) => files[name]);
			const outputs = readFileCommands(output);
			if (step.id) steps[step.id] = { outputs };
			env = { ...env, ...readFileCommands(variables) };
			process.stdout.write(readFileSync(summary, 'utf8'));
		}
	}
	return fillInAll(job.outputs, known);
}
