import { readdirSync } from 'node:fs';
import path from 'node:path';

import { run } from './run';

/** Verified: what npm carries. Bulk: with undici, for self-hosted n8n. */
export type Build = 'verified' | 'bulk';

/** The build to test: `BUILD`, or the bulk build, as for Jest. */
export function readBuild(): Build {
	const build = process.env['BUILD'] || 'bulk';
	if (build !== 'verified' && build !== 'bulk') throw new Error(`There is no build ${build}`);
	return build;
}

/**
 * Builds and packs the package as for a release. @returns the tarball's path
 *
 * With TARBALLS, the folder of a release's tarballs, it takes the one from there.
 */
export async function packPackage(folder: string, build: Build): Promise<string> {
	const { TARBALLS } = process.env;
	if (TARBALLS) return findTarball(TARBALLS, build);
	const printed = await run(process.execPath, ['scripts/pack.mjs', folder, build], {
		label: 'Building the package',
	});
	return path.resolve(printed.trim());
}

function findTarball(folder: string, build: Build): string {
	const isWanted = (file: string) =>
		file.endsWith('.tgz') && file.includes('-bulk-') === (build === 'bulk');
	const file = readdirSync(folder).find(isWanted);
	if (file === undefined) throw new Error(`There is no tarball of the ${build} build in ${folder}`);
	return path.resolve(folder, file);
}
