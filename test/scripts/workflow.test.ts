import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const TSX = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'workflow-test-'));
	mkdirSync(path.join(folder, '.github/workflows'), { recursive: true });
	write('package.json', '{ "repository": { "url": "git+https://github.com/owner/name.git" } }');
	write('.gitignore', 'build/');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const git = (...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a', ...args], { cwd: folder });

/** Commits the workflow, tags it v1.0.0 and runs it. */
function run(workflow: string, args: readonly string[] = []) {
	write('.github/workflows/tiny.yml', workflow);
	git('init', '--quiet');
	git('add', '--all');
	git('commit', '--quiet', '--message', 'a');
	git('tag', 'v1.0.0');
	const main = path.join(ROOT, 'scripts/workflow/main.ts');
	const { status, stdout, stderr } = spawnSync(process.execPath, [TSX, main, 'tiny', ...args], {
		cwd: folder,
		encoding: 'utf8',
		env: { ...process.env, FORCE_COLOR: '0', npm_config_from_outside: 'yes' },
	});
	return { status, stdout, stderr };
}

const HEAD = `
name: Tiny
on:
  push:
defaults:
  run:
    shell: bash
`;

const jobOf = (steps: string) => `${HEAD}
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      ${steps.trim().replaceAll('\n', '\n      ')}
`;

it('hands on outputs, variables and artifacts, in a clean clone of the tag', () => {
	write('kept.txt', 'committed\n');
	const workflow = `${HEAD}
jobs:
  one:
    runs-on: ubuntu-24.04
    outputs:
      lines: \${{ steps.first.outputs.lines }}
      none: \${{ steps.first.outputs.none }}
    steps:
      - uses: actions/checkout@0 # v0
      - id: first
        run: |
          { echo 'lines<<END'; echo 'one = 1'; echo two; echo END; } >> "$GITHUB_OUTPUT"
          echo 'LATER=a=b' >> "$GITHUB_ENV"
          echo 'a summary' >> "$GITHUB_STEP_SUMMARY"
      - run: |
          mkdir out
          echo "$LATER $HERE $GITHUB_REF \${npm_config_from_outside-clean}" > out/result.txt
          cat kept.txt >> out/result.txt
        env:
          HERE: \${{ github.ref_name }}
      - uses: actions/upload-artifact@0 # v0
        with:
          name: result
          path: out
  two:
    needs: one
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        n: [1, 2]
        letter: [a, b]
    steps:
      - run: test ! -e kept.txt
      - uses: actions/download-artifact@0 # v0
        with:
          name: result
          path: got
      - run: echo "\${{ matrix.n }}\${{ matrix.letter }} [$LINES_OF_ONE$NONE]"; cat got/result.txt
        env:
          LINES_OF_ONE: \${{ needs.one.outputs.lines }}
          NONE: \${{ needs.one.outputs.none }}
`;
	const { status, stdout } = run(workflow);
	expect(stdout).toMatch(/^a summary$/m);
	const combinations = ['1a', '1b', '2a', '2b'];
	for (const one of combinations) {
		expect(stdout).toContain(`${one} [one = 1\ntwo]\na=b v1.0.0 refs/tags/v1.0.0 clean\ncommitted`);
	}
	expect(read('build/result/result.txt')).toMatch(/committed$/m);
	expect(status).toBe(0);
});

it('shows uploads, and does not run them', () => {
	const { status, stdout } = run(
		jobOf(`
- run: npm publish ./a.tgz > published
- run: cd / && gh release create v1 > "$GITHUB_WORKSPACE/published"
  env:
    GH_TOKEN: \${{ github.token }}
- run: git push > published
- run: test ! -e published && echo nothing was uploaded
`),
	);
	expect(stdout.match(/an upload, not run/g)).toHaveLength(3);
	expect(stdout).toMatch(/^nothing was uploaded$/m);
	expect(status).toBe(0);
});

describe('with another workflow', () => {
	beforeEach(() =>
		write(
			'.github/workflows/called.yml',
			`${HEAD.replace('push:', 'workflow_call: { inputs: { flag: { type: boolean, default: false } } }')}
jobs:
  inner:
    runs-on: ubuntu-24.04
    steps:
      - if: inputs.flag
        run: echo the flag is set
      - if: \${{ !inputs.flag || failure() }}
        run: echo the flag is not set
  other:
    runs-on: ubuntu-24.04
    steps:
      - run: echo the other job
`,
		),
	);

	const workflow = (given: string) => `${HEAD}
jobs:
  outer:
    uses: ./.github/workflows/called.yml
    ${given}
`;

	it.each([
		['with: { flag: true }', /^the flag is set$/m, /^the flag is not set$/m],
		['', /^the flag is not set$/m, /^the flag is set$/m],
	])('calls it: “%s”', (given, said, unsaid) => {
		const { status, stdout } = run(workflow(given));
		expect(stdout).toMatch(said);
		expect(stdout).not.toMatch(unsaid);
		expect(status).toBe(0);
	});

	it.each([
		[['--only', 'inner'], ['outer/other']],
		[['--skip', 'outer/inner'], ['outer/inner']],
		[
			['--skip', 'outer'],
			['outer/inner', 'outer/other'],
		],
		[['--only', 'outer', '--skip', 'other'], ['outer/other']],
	])('runs the jobs asked for: %j', (args, leftOut) => {
		const { status, stdout } = run(workflow(''), args);
		const rows = [...stdout.matchAll(/'([\w/]+)'\s*│ 'not asked for'/g)].map(([, job]) => job);
		expect(rows).toEqual(leftOut);
		expect(status).toBe(0);
	});
});

it.each([
	['a step that fails', '- run: exit 1', 'This step failed: exit 1'],
	['a failure before a pipe', '- run: false | true', 'This step failed: false | true'],
	['an unknown action', '- uses: a/b@0', 'The action a/b@0 cannot be imitated'],
	['an unknown input', '- uses: actions/checkout@0\n  with: { path: a }', 'cannot imitate path'],
	['an unknown key of a step', '- run: a\n  continue-on-error: true', 'imitate continue-on-error'],
	['an unknown context', '- run: echo ${{ vars.a }}', "Unrecognized named-value: 'vars'"],
	['an unknown property', '- run: echo ${{ github.actor }}', '“actor” is not known here'],
	['an unknown step', '- run: echo ${{ steps.a.outputs.b }}', '“a” is not known here'],
	['an unknown function', '- run: echo ${{ hashFiles(1) }}', "Unrecognized function: 'hashFiles'"],
	['an unknown condition', '- if: github.actor\n  run: a', '“actor” is not known here'],
	['a missing artifact', '- uses: actions/download-artifact@0\n  with: { name: a }', 'There is no'],
	['an output without an end', '- run: echo "a<<B" >> "$GITHUB_OUTPUT"', 'cannot be read at: a<<B'],
	['the file GITHUB_PATH', '- run: echo a >> "$GITHUB_PATH"', 'This step failed'],
])('%s ends the run', (_, steps, fault) => {
	const { status, stdout, stderr } = run(jobOf(`${steps}\n- run: echo went on`));
	expect(stderr).toContain(fault);
	expect(stdout).not.toMatch(/^went on$/m);
	expect(status).toBe(1);
});

it.each([['--only'], ['--skip']])('knows no job of another name: %s', (option) => {
	const { status, stdout, stderr } = run(jobOf('- run: echo went on'), [option, 'two']);
	expect(stderr).toMatch('There is no job “two”. There are one.');
	expect(stdout).not.toMatch(/^went on$/m);
	expect(status).toBe(1);
});

it('says in its table which job failed', () => {
	const { stdout } = run(jobOf('- run: exit 1'));
	expect(stdout).toMatch(/│ 'one' +│ 'failed' +│/);
});

it('takes no workflow whose steps GitHub would run by another shell', () => {
	const { status, stderr } = run(jobOf('- run: true').replace('shell: bash', 'shell: sh'));
	expect(stderr).toContain('steps are run by bash only');
	expect(status).toBe(1);
});
