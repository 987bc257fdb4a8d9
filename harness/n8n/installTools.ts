import { existsSync, statSync } from 'node:fs';

import { run } from './run';

const FOLDER = 'harness/n8n';
const INSTALLED = `${FOLDER}/node_modules/.package-lock.json`;
const WANTED = `${FOLDER}/package-lock.json`;

/** Installs the extra packages that this folder imports, if they are missing or older than their lock file. */
export async function installTools(): Promise<void> {
	if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(WANTED).mtimeMs) return;
	await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
		label: 'Installing what drives n8n',
		cwd: FOLDER,
	});
}
