import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCRIPT = path.resolve(__dirname, '../../scripts/release.mjs');
const SOURCE = 'git+https://github.com/owner/name.git';

let folder: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'release-'));
	git('init', '--quiet');
	git('-c', 'user.name=a', '-c', 'user.email=a', 'commit', '--allow-empty', '--quiet', '-m', 'a');
	git('remote', 'add', 'origin', '.');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CHANGELOG = '# Changelog\n\n## 1.2.0\n\n- New.\n  More of it.\n\n## 1.1.0\n\n- Old.\n';

function release(
	command: string,
	{ version = '1.2.0', changelog = CHANGELOG, ref = '', url = SOURCE, onGitHub = true } = {},
) {
	writeFileSync(path.join(folder, 'CHANGELOG.md'), changelog);
	writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ version, repository: { url } }),
	);
	const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, command], {
		cwd: folder,
		encoding: 'utf8',
		env: {
			...process.env,
			GITHUB_ACTIONS: String(onGitHub),
			GITHUB_REF: ref || `refs/tags/v${version}`,
			GITHUB_SERVER_URL: 'https://github.com',
			GITHUB_REPOSITORY: 'owner/name',
		},
	});
	return { status, stdout, stderr };
}

describe('due', () => {
	it('names the tag of a finished version', () => {
		expect(release('due')).toEqual({ status: 0, stdout: 'tag=v1.2.0\n', stderr: '' });
	});

	it.each([
		['is marked unreleased', '# Changelog\n\n## 1.2.0 – unreleased\n\n- New.\n'],
		['has no section', '# Changelog\n\n## 1.2.0-beta.1\n\n- New.\n'],
		['has an empty section', '# Changelog\n\n## 1.2.0\n\n## 1.1.0\n\n- Old.\n'],
	])('names none if the version %s', (_, changelog) => {
		expect(release('due', { changelog })).toEqual({ status: 0, stdout: '', stderr: '' });
	});

	it('names none if the version has a tag, but not for another version’s', () => {
		git('tag', 'v1.2.0-beta.1');
		expect(release('due').stdout).toBe('tag=v1.2.0\n');
		git('tag', 'v1.2.0');
		expect(release('due').stdout).toBe('');
	});
});

describe('check', () => {
	it.each([
		['1.2.0', 'prerelease=false\ndist-tag=latest\n'],
		['1.2.0-beta.1', 'prerelease=true\ndist-tag=next\n'],
	])('says how to publish %s', (version, stdout) => {
		const changelog = CHANGELOG.replace('1.2.0', version);
		expect(release('check', { version, changelog })).toEqual({ status: 0, stdout, stderr: '' });
	});

	it('refuses a version that is marked unreleased, but not in a rehearsal', () => {
		const changelog = CHANGELOG.replace('1.2.0', '1.2.0 – unreleased');
		expect(release('check', { changelog })).toMatchObject({ status: 1, stdout: '' });
		const rehearsed = release('check', { changelog, onGitHub: false });
		expect(rehearsed.status).toBe(0);
		expect(rehearsed.stderr).toMatch(/marks 1\.2\.0 as unreleased: GitHub stops here/);
	});

	it.each([
		['another tag', { ref: 'refs/tags/v1.1.0' }, 'package.json says 1.2.0, but this is refs/tags'],
		['a branch', { ref: 'refs/heads/main' }, 'package.json says 1.2.0, but this is refs/heads'],
		[
			'no section',
			{ changelog: '# Changelog\n\n## 1.2.0-beta.1\n\n- New.\n' },
			'CHANGELOG.md has no section “## 1.2.0”',
		],
		['another repository', { url: SOURCE.replace('owner', 'Owner') }, 'package.json names git+'],
	])('refuses %s', (_, given, fault) => {
		const { status, stdout, stderr } = release('check', given);
		expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
		expect(stderr).toContain(fault);
	});
});

it('notes prints the section without its heading', () => {
	expect(release('notes').stdout).toBe('- New.\n  More of it.\n');
});
