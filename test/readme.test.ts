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

/** Every command of the README is run by a test: by `.ci/run`, or by the test named here. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
	'npm start': 'test/e2e/stories/start.ts',
	'npm run sandbox': 'test/sandbox/main.test.ts',
	'npm pack': 'harness/n8n/packPackage.ts',
	'npm install': 'harness/n8n/N8nServer.ts',
};

describe('every command of the README', () => {
	const commands = new Set(
		[...read('README.md').matchAll(/\bnpm (?:run )?[a-z][\w:-]*/g)].map(([command]) => command),
	);

	it.each([...commands])('is run: %s', (command) => {
		const test = RUN_ELSEWHERE[command] ?? '.ci/run';
		const args = command.replace(/^npm (run )?/, '');
		expect(read(test)).toMatch(
			test === '.ci/run' ? new RegExp(`^(.* )?${command}\\b`, 'm') : new RegExp(`\\b${args}\\b`),
		);
	});
});
