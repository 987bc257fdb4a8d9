import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import type { ICredentialType, INodeType } from 'n8n-workflow';

/** What n8n asks of packages that it verifies: see docs/verification.md. */

const ROOT = path.resolve(__dirname, '../..');
const scratch = mkdtempSync(path.join(ROOT, 'node_modules/.cache/verification-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const run = (command: string, args: readonly string[]) =>
	execFileSync(command, args, { cwd: ROOT, encoding: 'utf8' });

const tarball = run(process.execPath, ['scripts/pack.mjs', scratch, 'verified']).trim();
run('tar', ['-xzf', tarball, '-C', scratch]);

const folder = path.join(scratch, 'package');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
	/\.\w+$|LICENSE/.test(file),
);
const manifest = JSON.parse(read('package.json')) as {
	name: string;
	version: string;
	license: string;
	author: { name: string; url: string };
	homepage: string;
	bugs: { url: string };
	repository: { url: string };
	publishConfig: unknown;
	dependencies?: unknown;
	n8n: { nodes: string[]; credentials: string[] };
};
const requireFrom = createRequire(__filename);
const load = (file: string) =>
	Object.values(requireFrom(path.join(folder, file)) as object)[0] as new () => unknown;
const nodes = manifest.n8n.nodes.map((file) => new (load(file))() as INodeType);
const credential = new (load(manifest.n8n.credentials[0] ?? ''))() as ICredentialType;

/** Every text in `value`, with the path to it. */
function textsOf(value: unknown, at = ''): Array<[string, string]> {
	if (typeof value === 'string') return [[at, value]];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${at}.${key}`));
}
const shown = [
	...nodes.flatMap(({ description }) => textsOf(description, description.name)),
	...textsOf({ ...credential }, credential.name),
];
const KOREAN = /[ㄱ-ㆎ가-힣]/;

it('is the package, under its own name and version', () => {
	const { name, version } = JSON.parse(
		readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
	) as typeof manifest;
	expect(path.basename(tarball)).toBe(`${name}-${version}.tgz`);
	expect(manifest).toMatchObject({ name, version });
	expect(manifest.dependencies).toBeUndefined();
});

it('holds what n8n loads, the README in English and the licence, and nothing else', () => {
	const outside = files.filter((file) => !file.startsWith('dist')).sort();
	expect(outside).toEqual(['LICENSE', 'README.md', 'package.json']);
	expect(manifest.license).toBe('MIT');
	expect(read('LICENSE')).toMatch(/^MIT License/);
});

it('has its repository, its issues and its author under one owner on GitHub', () => {
	const owner = manifest.author.url;
	expect(owner).toBe(`https://github.com/${manifest.author.name}`);
	const { repository, homepage, bugs } = manifest;
	expect([repository.url, homepage, bugs.url].filter((url) => !url.includes(`${owner}/`))).toEqual(
		[],
	);
});

it('can only be published with provenance', () => {
	expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
});

it('is linted by exactly n8n’s rules', () => {
	const cli = path.join(ROOT, 'node_modules/@n8n/node-cli/bin/n8n-node.mjs');
	const said = stripVTControlCharacters(run(process.execPath, [cli, 'cloud-support']));
	expect(said).toContain('eligible for n8n Cloud verification');
});

it('speaks English only in the editor', () => {
	expect(shown.filter(([, text]) => KOREAN.test(text))).toEqual([]);
	// A word that is taken out leaves neither a blank nor a bracket behind.
	const torn = / {2}| [.,;]|\( *\)|\s$/;
	expect(shown.filter(([, text]) => !text.startsWith('=') && torn.test(text))).toEqual([]);
});

it('keeps Korean aliases, for the search of the node panel', () => {
	for (const file of manifest.n8n.nodes) {
		const { alias } = JSON.parse(read(file.replace(/\.js$/, '.json'))) as { alias: string[] };
		expect(alias).toEqual(expect.arrayContaining(['가상계좌', '나이스페이']));
	}
});

it('has a README in English', () => {
	const lines = read('README.md').split('\n');
	expect(lines.filter((line) => KOREAN.test(line))).toEqual([]);
	expect(lines).toContain('[Korean](docs/ko/README.md)');
});

it('brings the licence of each library that is bundled', () => {
	const licences = read('dist/THIRD-PARTY-LICENSES.txt');
	const libraries = [...licences.matchAll(/^(\S+) \d\S+ \((MIT|Apache-2\.0)\)\n\n/gm)];
	expect(libraries.map(([, library]) => library)).toEqual([
		'@humanwhocodes/momoa',
		'iconv-lite',
		'ipaddr.js',
		'luxon',
		'p-limit',
		'yocto-queue',
	]);
	expect(licences.match(/^Permission is hereby granted|^ *Apache License/gm)).toHaveLength(6);
});

it('puts the Korean of every message in parentheses, behind the English', () => {
	// What people may write, and what NICEPAY is sent: not shown.
	const notShown = ['cashReceipt.js', 'depositDeadline.js', 'resultCodes.js'];
	const literals = files
		.filter((file) => file.endsWith('.js') && !notShown.includes(path.basename(file)))
		.flatMap((file) => [
			...readFileSync(path.join(folder, file), 'utf8').matchAll(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g),
		])
		.map(([literal]) => literal)
		.filter((literal) => KOREAN.test(literal) && literal.includes(' '));
	expect(literals).toEqual([]);
});

it('shows no text with the words that n8n avoids', () => {
	const blaming = shown.filter(
		([at, text]) =>
			!at.startsWith('nicepayApi.test') &&
			/\b(?<!On )(error|problem|failure|mistake)s?\b/i.test(text) &&
			text.includes(' '),
	);
	expect(blaming).toEqual([]);
});

it('has square icons for both themes', () => {
	const icons = [...nodes.map(({ description }) => description.icon), credential.icon];
	for (const icon of icons) {
		expect(icon).toEqual({ light: expect.any(String), dark: expect.any(String) });
		for (const file of Object.values(icon as Record<string, string>)) {
			const [, name = ''] = /^file:.*icons\/(.+)$/.exec(file) ?? [];
			const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(read(`dist/icons/${name}`)) ?? [];
			expect([name, width]).toEqual([name, height]);
			expect(width).toBeDefined();
		}
	}
});

it('links to its documentation', () => {
	const docs = [...nodes.keys()].flatMap((index) =>
		textsOf(JSON.parse(read((manifest.n8n.nodes[index] ?? '').replace(/\.js$/, '.json')))),
	);
	const links = [...docs.map(([, text]) => text), credential.documentationUrl ?? ''].filter(
		(text) => text.startsWith('https://'),
	);
	const missing = links.filter((link) => {
		const [, file] = /\/blob\/main\/([^#]+)/.exec(link) ?? [];
		return (
			file !== undefined &&
			!readdirSync(path.join(ROOT, path.dirname(file))).includes(path.basename(file))
		);
	});
	expect(links.length).toBeGreaterThan(4);
	expect(missing).toEqual([]);
});

it('masks the key and tests the credential', () => {
	const key = credential.properties.find(({ name }) => name === 'merchantKey');
	expect(key?.typeOptions?.password).toBe(true);
	expect(credential.test?.request.url).toBeDefined();
});
