import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import { installDebianPackages } from './installDebianPackages';
import { run } from './run';

/** The releases of n8n that we test with. Each has a lock file in `harness/n8n/releases/`. */
export type N8nRelease = 'n8n' | 'n8n-1x' | 'n8n-oldest';

/** An installed n8n. `nodeBin n8nBin start` starts it. */
export interface N8nInstall {
	readonly n8nBin: string;
	/** The Node.js this n8n needs. It can differ from the one that runs this code. */
	readonly nodeBin: string;
	readonly version: string;
}

const FILES = ['package.json', 'package-lock.json'] as const;

/**
 * Installs n8n from its lock file, unless it is already installed. Uses the user's cache folder, with one
 * folder for each lock file, so that other clones share it. The first time takes five to ten minutes.
 */
export async function installN8n(release: N8nRelease = 'n8n'): Promise<N8nInstall> {
	const source = path.join(process.cwd(), 'harness/n8n/releases', release);
	const folder = path.join(cacheFolder(), `${release}-${hashLockFile(source)}`);
	if (!existsSync(folder)) await install(source, folder);
	return {
		n8nBin: path.join(folder, 'node_modules/n8n/bin/n8n'),
		nodeBin: findNode(folder),
		version: readVersion(folder),
	};
}

/** Installs into a temporary folder and renames it at the end, so that an interrupted install leaves nothing. */
async function install(source: string, folder: string): Promise<void> {
	await installDebianPackages('python3', 'build-essential');
	const partial = `${folder}.${randomUUID()}`;
	mkdirSync(partial, { recursive: true });
	try {
		for (const file of FILES) cpSync(path.join(source, file), path.join(partial, file));
		const wanted: unknown = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
		// Not `npm ci`: n8n's packages have conflicting peers, which it mistakes for an outdated lock file.
		await run(
			'npm',
			['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
			{
				label: `Installing n8n ${readN8nDependency(wanted)} in ${folder} (only the first time)`,
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

/** Builds sqlite3, the only native package that n8n needs and that ships without a binary. */
async function buildSqlite(folder: string): Promise<void> {
	const nodeBin = findNode(folder);
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

/** Finds the Node.js from the lock file, or the current one if it has none for this platform. */
function findNode(folder: string): string {
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

function hashLockFile(source: string): string {
	const hash = createHash('sha256');
	for (const file of FILES) hash.update(readFileSync(path.join(source, file)));
	return hash.digest('hex').slice(0, 12);
}

function readVersion(folder: string): string {
	const manifest = path.join(folder, 'node_modules/n8n/package.json');
	return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

const readN8nDependency = (manifest: unknown): string =>
	(manifest as { dependencies: { n8n: string } }).dependencies.n8n;
