import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TYPES = {
	css: 'text/css; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
};

/** Reads a file that a page needs. */
export const readAsset = (folder: string, name: string) => ({
	type: TYPES[name.split('.').at(-1) as keyof typeof TYPES],
	content: readFileSync(join(folder, name)),
});

const ASSETS = join(__dirname, 'assets');

/** The console's files by URL. */
export const readAssets = () => ({
	'/console/style.css': readAsset(ASSETS, 'style.css'),
	'/console/script.js': readAsset(ASSETS, 'script.js'),
	'/console/icon.svg': readAsset(join(__dirname, '../../icons'), 'nicepay.svg'),
});
