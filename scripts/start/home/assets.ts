import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readAssets } from '../../../sandbox/console/assets';

/** The files of the page to begin with, by their URL. It looks like the console. */
export function readHomeAssets() {
	const console = readAssets();
	return {
		'/style.css': console['/console/style.css'],
		'/icon.svg': console['/console/icon.svg'],
		'/home.css': {
			type: 'text/css; charset=utf-8',
			content: readFileSync(join(__dirname, 'home.css')),
		},
		'/home.js': {
			type: 'text/javascript; charset=utf-8',
			content: readFileSync(join(__dirname, 'home.js')),
		},
	} as const;
}
