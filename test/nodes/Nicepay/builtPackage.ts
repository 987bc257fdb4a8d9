import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { loadPackage, type LoadedPackage } from '../../../harness/engine/index';

const ROOT = path.resolve(__dirname, '../../..');
const LAZY_IMPORT = /\bimport\((["']\.[^"']+["'])\)/g;

const copies: string[] = [];
afterAll(() => {
	for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

let loaded: Promise<LoadedPackage> | undefined;

/** The package as it was built. */
export const builtPackage = (): Promise<LoadedPackage> => (loaded ??= load());

/**
 * Jest’s module registry has no `import()`: where the build keeps one, a copy of it that says
 * `require` is loaded instead.
 */
async function load(): Promise<LoadedPackage> {
	const files = readdirSync(path.join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' });
	const lazy = files
		.filter((file) => file.endsWith('.node.js'))
		.some((file) => readFileSync(path.join(ROOT, 'dist', file), 'utf8').search(LAZY_IMPORT) >= 0);
	if (!lazy) return await loadPackage(ROOT);

	const cache = path.join(ROOT, 'node_modules/.cache');
	mkdirSync(cache, { recursive: true });
	const copy = mkdtempSync(path.join(cache, 'nicepay-'));
	copies.push(copy);
	cpSync(path.join(ROOT, 'package.json'), path.join(copy, 'package.json'));
	cpSync(path.join(ROOT, 'dist'), path.join(copy, 'dist'), { recursive: true });
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const target = path.join(copy, 'dist', file);
		const text = readFileSync(target, 'utf8');
		writeFileSync(target, text.replace(LAZY_IMPORT, 'Promise.resolve().then(() => require($1))'));
	}
	return await loadPackage(copy);
}
