/**
 * Installs the development dependencies if they are missing or older than the lock file, so that every
 * npm script works right after a clone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const installed = `${root}/node_modules/.package-lock.json`;
const wanted = `${root}/package-lock.json`;

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
	console.error('Installing dependencies (takes a minute or two, only the first time) …');
	const npm = spawnSync('npm', ['ci', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	if (npm.status !== 0) process.exit(npm.status ?? 1);
}
