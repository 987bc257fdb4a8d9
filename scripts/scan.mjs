/**
 * Runs n8n's scan for community packages on the source and on both tarballs. Exits with 1 for any finding,
 * warnings included, that is not allowed below.
 *
 * Usage: node scripts/scan.mjs [folder of the package] [tarball …]. Without tarballs, it packs both builds.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

import { packBuild, unpack } from './packages.mjs';

// With “test”, eslint-plugin-n8n-nodes-base applies its rules to every file, whatever its name.
delete process.env.NODE_ENV;

const args = process.argv.slice(2);
const tarballs = args.filter((arg) => arg.endsWith('.tgz'));
const root = path.resolve(
	args.find((arg) => !tarballs.includes(arg)) ?? fileURLToPath(new URL('..', import.meta.url)),
);
const TARBALL_PATTERNS = ['**/*.js', '**/*.json'];
const UNDICI = 'dist/nodes/Nicepay/transport/undiciTransport.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'nicepay-scan-'));

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

/** undici makes the findings of the bulk build, and all of them. */
const partOf = (tarball) => {
	const file = path.basename(tarball);
	const isBulk = file.includes('-bulk-');
	return {
		name: file,
		folder: () => unpack(tarball, path.join(scratch, file)),
		patterns: TARBALL_PATTERNS,
		allowed: (finding) => isBulk && finding.file === UNDICI,
	};
};

const parts = () => [
	{
		name: 'source',
		folder: () => root,
		patterns: SOURCE_FILE_PATTERNS,
		// The merchant key is a secret, whatever the rule makes of its name.
		allowed: ({ rule, refused }) =>
			!refused && rule === '@n8n/community-nodes/credential-unnecessary-password',
	},
	...(tarballs.length > 0
		? tarballs
		: ['verified', 'bulk'].map((build) => packBuild(build, path.join(scratch, 'packed'), root))
	).map(partOf),
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
	for (const part of parts()) reports.push(await scan(part));

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
