import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ASSETS = join(__dirname, 'assets');
const ICONS = join(__dirname, '../../icons');

const asset = (folder: string, name: string, type: string) => ({
	type,
	content: readFileSync(join(folder, name)),
});

/** The console's files by their URL, read once. */
export const readAssets = () =>
	({
		'/console/style.css': asset(ASSETS, 'style.css', 'text/css; charset=utf-8'),
		'/console/script.js': asset(ASSETS, 'script.js', 'text/javascript; charset=utf-8'),
		'/console/icon.svg': asset(ICONS, 'nicepay.svg', 'image/svg+xml'),
	}) as const;
