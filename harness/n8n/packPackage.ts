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

/** Builds and packs the package as for a release. @returns the tarball's path */
export async function packPackage(folder: string, build: Build): Promise<string> {
	const printed = await run(process.execPath, ['scripts/pack.mjs', folder, build], {
		label: 'Building the package',
	});
	return path.resolve(printed.trim());
}
