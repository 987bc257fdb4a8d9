import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import { installDebianPackages } from './installDebianPackages';
import { run } from './run';

/** The two that are tested: each has a lock file in `harness/n8n/releases/`. */
export type N8nRelease = 'n8n' | 'n8n-1x';

/** An n8n on this machine: `nodeBin n8nBin start` starts it. */
export interface N8nInstall {
	readonly n8nBin: string;
	/** The Node.js that this n8n wants, which need not be the one that runs this. */
	readonly nodeBin: string;
	readonly version: string;
}

const FILES = ['package.json', 'package-lock.json'] as const;

/**
 * Installs n8n from its lock file, unless it is there already. It goes to the user's cache folder,
 * one folder for each lock file, so other clones find it too. Takes five to ten minutes the first time.
 */
export async function installN8n(release: N8nRelease = 'n8n'): Promise<N8nInstall> {
	const source = path.join(process.cwd(), 'harness/n8n/releases', release);
	const folder = path.join(cacheFolder(), `${release}-${hashOf(source)}`);
	if (!existsSync(folder)) await install(source, folder);
	return {
		n8nBin: path.join(folder, 'node_modules/n8n/bin/n8n'),
		nodeBin: nodeOf(folder),
		version: versionOf(folder),
	};
}

/** The folder takes its name only when it is complete, so a broken off install leaves none behind. */
async function install(source: string, folder: string): Promise<void> {
	await installDebianPackages('python3', 'build-essential');
	const partial = `${folder}.${randomUUID()}`;
	mkdirSync(partial, { recursive: true });
	try {
		for (const file of FILES) cpSync(path.join(source, file), path.join(partial, file));
		const wanted: unknown = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
		// Not `npm ci`: n8n's packages want contradictory peers, which it takes for an outdated lock file.
		await run(
			'npm',
			['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
			{
				label: `Installing n8n ${dependencyOf(wanted)} in ${folder} (only the first time)`,
				cwd: partial,
			},
		);
		await buildSqlite(partial);
		renameSync(partial, folder);
	} catch (error) {
		rmSync(partial, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	}
}

/** Of all packages with a native part, n8n cannot do without this one, and it does not ship it built. */
async function buildSqlite(folder: string): Promise<void> {
	const nodeBin = nodeOf(folder);
	const headers = path.resolve(nodeBin, '../..');
	await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], {
		label: 'Building sqlite3',
		cwd: folder,
		env: {
			PATH: [path.dirname(nodeBin), process.env['PATH']].join(path.delimiter),
			...(existsSync(path.join(headers, 'include/node')) && { npm_config_nodedir: headers }),
		},
	});
}

/** The Node.js that the lock file brings; where there is none for this platform, the one that runs. */
function nodeOf(folder: string): string {
	const shipped = path.join(
		folder,
		`node_modules/node-${process.platform}-${process.arch}`,
		'bin/node',
	);
	return existsSync(shipped) ? shipped : process.execPath;
}

function cacheFolder(): string {
	const base = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
	return path.join(base, 'n8n-nodes-nicepay');
}

function hashOf(source: string): string {
	const hash = createHash('sha256');
	for (const file of FILES) hash.update(readFileSync(path.join(source, file)));
	return hash.digest('hex').slice(0, 12);
}

function versionOf(folder: string): string {
	const manifest = path.join(folder, 'node_modules/n8n/package.json');
	return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

const dependencyOf = (manifest: unknown): string =>
	(manifest as { dependencies: { n8n: string } }).dependencies.n8n;
