import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';

import { run } from '../../../harness/n8n/run';
import { type Engine, installEngine } from './Engine';

const DEBIAN = 'debian:trixie';

/** Builds images under the names of those that a registry would give. @param nodeBin - Node.js 24 */
export async function buildStandIns(engine: Engine, nodeBin: string): Promise<void> {
	const context = path.join(engine.shared, 'stand-ins');
	cpSync('test/e2e/docker/standIns', context, { recursive: true });
	cpSync(nodeBin, path.join(context, 'node'));
	const modules = (await run('npm', ['root', '--global'])).trim();
	cpSync(path.join(modules, 'npm'), path.join(context, 'npm'), { recursive: true });
	cpSync('/etc/ssl/certs/ca-certificates.crt', path.join(context, 'certificates.pem'));
	if ((await engine.docker(['images', '--quiet', DEBIAN])).trim() === '') {
		const tar = path.join(context, 'debian.tar');
		cpSync((await installEngine()).debian, tar);
		await engine.docker(['import', tar, DEBIAN]);
		rmSync(tar);
	}
	await engine.docker(['compose', '--file', path.join(context, 'compose.yaml'), 'build'], {
		label: 'Building what stands in for the images of a registry',
	});
}
