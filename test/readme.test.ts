import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const PAGES = ['README.md', 'README.ko.md', 'CONTRIBUTING.md', 'SECURITY.md'];

/** npm's own commands, which need no script. */
const BUILT_IN = ['pack', 'install'];

describe.each(PAGES)('%s', (page) => {
	const text = read(page);

	it('names only commands that there are', () => {
		const commands = [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => name);
		const unknown = commands.filter(
			(name) => name && !(name in scripts) && !BUILT_IN.includes(name),
		);
		expect(unknown).toEqual([]);
	});

	it('links only to files that there are', () => {
		const links = [
			...text.matchAll(/\]\((?!https?:)([^)#]+)/g),
			...text.matchAll(/(?:src|srcset)="([^"]+)"/g),
		].map(([, file]) => file ?? '');
		expect(links.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
	});

	it('mentions only workflows that there are', () => {
		const workflows = [...text.matchAll(/`(workflows\/[\w-]+\.json)`/g)].map(
			([, file]) => file ?? '',
		);
		expect(workflows.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
	});
});

describe('.ci/run', () => {
	it.each(['npm run demo', 'npm test'])('runs %s', (command) => {
		expect(read('.ci/run')).toContain(`\n${command}`);
	});
});
