/**
 * Runs n8n's scan for community packages on the source and on the tarballs of both builds. Exits with 1
 * for any finding, warnings included, that is not allowed below.
 *
 * Usage: node scripts/scan.mjs [folder of the package]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

// With “test”, eslint-plugin-n8n-nodes-base applies its rules to every file, whatever its name.
delete process.env.NODE_ENV;

const here = fileURLToPath(new URL('..', import.meta.url));
const root = path.resolve(process.argv[2] ?? here);
const TARBALL_PATTERNS = ['**/*.js', '**/*.json'];
const UNDICI = 'dist/nodes/Nicepay/transport/undiciTransport.js';
/** What npm publishes in addition to `files`. */
const PUBLISHED = /^(package\.json|readme(\..+)?|licen[cs]e(\..+)?)$/i;

const scratch = mkdtempSync(path.join(tmpdir(), 'nicepay-scan-'));

/** Builds, packs and unpacks the package. @returns the folder that users would install */
function unpackTarball(variant) {
	const stage = path.join(scratch, variant);
	mkdirSync(stage);
	for (const file of readdirSync(root).filter((name) => PUBLISHED.test(name)))
		cpSync(path.join(root, file), path.join(stage, file));
	const gulp = path.join(here, 'node_modules/gulp/bin/gulp.js');
	const env = { BUILD: variant, BUILD_DIR: stage };
	run(process.execPath, [gulp, '--silent', 'package'], { cwd: root, env });
	run('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: stage });
	const tarball = readdirSync(stage).find((name) => name.endsWith('.tgz'));
	run('tar', ['-xzf', tarball], { cwd: stage });
	return path.join(stage, 'package');
}

function run(command, args, { cwd, env }) {
	const shell = process.platform === 'win32' && command === 'npm';
	const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8', shell };
	const { status, stdout, stderr, error } = spawnSync(command, args, options);
	if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
}

/** Lists every finding, warnings included. n8n's own function returns only a verdict. */
async function listFindings(folder, patterns) {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, ruleId, message, severity }) => ({
			file: path.relative(folder, filePath).replaceAll(path.sep, '/'),
			line,
			rule: ruleId ?? 'unreadable',
			message,
			refused: severity === 2,
		})),
	);
}

const parts = [
	{
		name: 'source',
		folder: () => root,
		patterns: SOURCE_FILE_PATTERNS,
		// The merchant key is a secret, whatever the rule makes of its name.
		allowed: ({ rule, refused }) =>
			!refused && rule === '@n8n/community-nodes/credential-unnecessary-password',
	},
	{
		name: 'tarball, verified build',
		folder: () => unpackTarball('verified'),
		patterns: TARBALL_PATTERNS,
		allowed: () => false,
	},
	{
		name: 'tarball, ordinary build',
		folder: () => unpackTarball('ordinary'),
		patterns: TARBALL_PATTERNS,
		allowed: ({ file }) => file === UNDICI,
	},
];

async function scan({ name, folder: prepare, patterns, allowed }) {
	const folder = prepare();
	const { passed, message } = await analyzePackage(folder, patterns);
	const findings = await listFindings(folder, patterns);
	const refused = findings.filter((finding) => finding.refused);
	if (passed !== (refused.length === 0)) throw new Error(`${name}: n8n says “${message}”`);
	return {
		name,
		verdict: passed ? 'passes' : 'refused',
		refused,
		warnings: findings.filter((finding) => !finding.refused),
		unexpected: findings.filter((finding) => !allowed(finding)),
	};
}

function groupBy(findings, key) {
	const groups = new Map();
	for (const finding of findings)
		groups.set(finding[key], [...(groups.get(finding[key]) ?? []), finding]);
	return groups;
}

const describe = ({ file, line, rule, message }) => `  ${file}:${line}  ${message}  ${rule}`;

try {
	if (!existsSync(path.join(root, 'package.json'))) throw new Error(`${root} has no package.json`);
	const reports = [];
	for (const part of parts) reports.push(await scan(part));

	console.table(
		Object.fromEntries(
			reports.map(({ name, verdict, refused, warnings, unexpected }) => [
				name,
				{
					"n8n's scan": verdict,
					findings: refused.length,
					'not allowed': unexpected.length,
					warnings: warnings.length,
				},
			]),
		),
	);
	for (const { name, refused, warnings, unexpected } of reports) {
		for (const [file, inFile] of groupBy(refused, 'file')) {
			const rules = [...groupBy(inFile, 'rule')].map(([rule, { length }]) => `${length} ${rule}`);
			console.log(`${name}: ${inFile.length} in ${file}\n  ${rules.join('\n  ')}`);
		}
		for (const warning of warnings) console.log(`${name}, warning:\n${describe(warning)}`);
		if (unexpected.length) console.log(`${name}, to be fixed:`);
		for (const finding of unexpected) console.log(describe(finding));
	}
	if (reports.some(({ unexpected }) => unexpected.length > 0)) process.exitCode = 1;
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
