import { spawnSync } from 'node:child_process';

import { run } from './run';

/** Debian packages, and a command that succeeds if the package's programs are already installed. */
const PACKAGES = {
	chromium: 'command -v chromium',
	'fonts-noto-cjk': 'fc-list :lang=ko 2>/dev/null | grep -q .',
	postgresql: 'ls /usr/lib/postgresql/*/bin/initdb',
	'redis-server': 'command -v redis-server',
	'build-essential': 'command -v g++ && command -v make',
	python3: 'command -v python3',
	mmdebstrap: 'command -v mmdebstrap',
} as const;

export type DebianPackage = keyof typeof PACKAGES;

const isInstalled = (name: DebianPackage): boolean =>
	spawnSync('sh', ['-c', PACKAGES[name]], { stdio: 'ignore' }).status === 0;

/** Installs the packages that are missing. @throws {Error} if you have to install them yourself */
export async function installDebianPackages(...names: DebianPackage[]): Promise<void> {
	const missing = names.filter((name) => !isInstalled(name));
	if (missing.length === 0) return;
	if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).error) {
		throw new Error(
			`Missing packages: ${missing.join(', ')}. Install them, for example with apt-get install as root.`,
		);
	}
	const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
	const env = {
		DEBIAN_FRONTEND: 'noninteractive',
		// Do not let the packages create a database cluster or start services.
		RUNLEVEL: '1',
	};
	await run('apt-get', [...options, 'update'], { label: 'Updating package lists', env });
	await run('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...missing], {
		label: `Installing ${missing.join(', ')}`,
		env,
	});
}
