/**
 * Runs a workflow of .github/workflows on this machine, from a clean clone of what is checked out. Steps that
 * change something at npm or GitHub are shown, not run. Artifacts end up in build/.
 *
 * Usage: npm run workflow -- ci [--only lint,test] [--skip e2e]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { jobNames, type Run, runWorkflow } from './runWorkflow';

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** What is checked out: a tag or a branch. */
function checkedOut(): { ref: string; ref_name: string; sha: string } {
	const [tag] = git('tag', '--points-at', 'HEAD', 'v*').split('\n');
	const name = tag || git('branch', '--show-current') || 'HEAD';
	const ref = tag ? `refs/tags/${name}` : `refs/heads/${name}`;
	return { ref, ref_name: name, sha: git('rev-parse', 'HEAD') };
}

/** The repository's name at GitHub, `owner/name`, by package.json. */
function repositoryName(): string {
	const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		repository: { url: string };
	};
	return /github\.com\/(.+)\.git$/.exec(repository.url)?.[1] ?? '';
}

/** npm hands its settings down to scripts; a machine of GitHub's has none. */
const ownEnv = () =>
	Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name)),
	);

/** `e2e` and `test/e2e` name the same job, `test` all of that workflow. */
const names = (list: string | undefined, job: string) =>
	(list?.split(',') ?? []).some((name) => `/${job}/`.includes(`/${name}/`));

function main(): void {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { only: { type: 'string' }, skip: { type: 'string' } },
	});
	const [workflow] = positionals;
	if (!workflow) throw new Error('Usage: npm run workflow -- ci [--only lint,test] [--skip e2e]');
	const file = `.github/workflows/${workflow}.yml`;
	const repository = git('rev-parse', '--show-toplevel');
	process.chdir(repository);
	const github = {
		...checkedOut(),
		repository: repositoryName(),
		server_url: 'https://github.com',
	};
	const scratch = mkdtempSync(path.join(tmpdir(), 'workflow-'));
	const report: Run['report'] = [];
	try {
		const folder = path.join(scratch, 'workflows');
		git('clone', '--quiet', repository, folder);
		console.log(`${workflow}.yml at ${github.ref} (${github.sha.slice(0, 7)})`);
		const jobs = jobNames(folder, file);
		for (const name of [values.only, values.skip].flatMap((list) => list?.split(',') ?? [])) {
			if (jobs.some((job) => names(name, job))) continue;
			throw new Error(`There is no job “${name}”. There are ${jobs.join(', ')}.`);
		}
		if (git('status', '--porcelain')) console.log('What is not committed is not in it.');
		runWorkflow(
			{
				folder,
				scratch,
				github,
				report,
				place: {
					repository,
					commit: github.sha,
					artifacts: path.resolve('build'),
					env: {
						...ownEnv(),
						CI: 'true',
						...Object.fromEntries(
							Object.entries(github).map(([name, value]) => [
								`GITHUB_${name.toUpperCase()}`,
								value,
							]),
						),
					},
				},
				isChosen: (job) => (!values.only || names(values.only, job)) && !names(values.skip, job),
			},
			file,
		);
	} finally {
		console.table(report);
		rmSync(scratch, { recursive: true, force: true });
	}
}

try {
	main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
