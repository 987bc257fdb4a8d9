import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { run } from './run';

/** Builds and packs the package as for publishing. @returns the tarball's path */
export async function packPackage(
	folder: string,
	task: 'build' | 'build:verified' = 'build',
): Promise<string> {
	mkdirSync(folder, { recursive: true });
	await run('npx', ['gulp', task], { label: 'Building the package' });
	await run('npm', ['pack', '--pack-destination', folder, '--loglevel=error']);
	const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		name: string;
		version: string;
	};
	return path.join(folder, `${name}-${version}.tgz`);
}
