import { spawnSync } from 'node:child_process';

import { run } from './run';

/** The Debian package that brings each thing, and how to see that it is there already. */
const PACKAGES = {
	chromium: 'command -v chromium',
	'fonts-noto-cjk': 'fc-list :lang=ko 2>/dev/null | grep -q .',
	postgresql: 'ls /usr/lib/postgresql/*/bin/initdb',
	'redis-server': 'command -v redis-server',
	'build-essential': 'command -v g++ && command -v make',
	python3: 'command -v python3',
} as const;

export type DebianPackage = keyof typeof PACKAGES;

const isThere = (name: DebianPackage): boolean =>
	spawnSync('sh', ['-c', PACKAGES[name]], { stdio: 'ignore' }).status === 0;

/** Installs those of `names` that are missing. @throws {Error} where that takes a person */
export async function installDebianPackages(...names: DebianPackage[]): Promise<void> {
	const missing = names.filter((name) => !isThere(name));
	if (missing.length === 0) return;
	if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).error) {
		throw new Error(`Missing here: ${missing.join(', ')}. Install it (as root: apt-get install).`);
	}
	const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
	const env = {
		DEBIAN_FRONTEND: 'noninteractive',
		// No cluster of its own beside the one the tests make, no service started by the install.
		RUNLEVEL: '1',
	};
	await run('apt-get', [...options, 'update'], { label: 'Updating package lists', env });
	await run('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...missing], {
		label: `Installing ${missing.join(', ')}`,
		env,
	});
}
