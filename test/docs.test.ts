import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { NicepayApi } from '../credentials/NicepayApi.credentials';
import { Nicepay } from '../nodes/Nicepay/Nicepay.node';
import { NicepayTrigger } from '../nodes/Nicepay/NicepayTrigger.node';
import { en } from '../sandbox/console/texts/en';
import { ko } from '../sandbox/console/texts/ko';

const root = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const list = (folder: string, ending: string) =>
	readdirSync(path.join(root, folder))
		.filter((file) => file.endsWith(ending))
		.map((file) => `${folder}/${file}`);

const ENGLISH = list('docs', '.md');
const KOREAN = list('docs/ko', '.md');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...ENGLISH, ...KOREAN];
/** For people who change the code: in English only. */
const FOR_CONTRIBUTORS = [
	'docs/architecture.md',
	'docs/releasing.md',
	'docs/testing.md',
	'docs/verification.md',
];

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
/** npm's own commands, which need no script. */
const BUILT_IN = ['pack', 'install', 'uninstall', 'ci', 'login', 'publish', 'trust', 'deprecate'];

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (text: string): string[] => [
	...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-'),
	),
	...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id),
];

/** Everything the editor, the credential, the console and the example workflows show under a name. */
function namesInUse(): ReadonlySet<string> {
	const names = new Set<string>();
	const add = (value: unknown) => {
		if (typeof value === 'string') names.add(value.replaceAll('’', "'"));
	};
	const addProperties = (properties: readonly unknown[]) => {
		for (const property of properties as INodeProperties[]) {
			add(property.displayName);
			add(property.name);
			add((property as { action?: unknown }).action);
			addProperties((property.options ?? []) as unknown[]);
		}
	};
	for (const type of [new Nicepay(), new NicepayTrigger()]) {
		add(type.description.displayName);
		addProperties(type.description.properties);
	}
	add(new NicepayApi().displayName);
	addProperties(new NicepayApi().properties);
	const addTexts = (texts: object) => {
		for (const value of Object.values(texts) as unknown[]) {
			if (typeof value === 'object' && value !== null) addTexts(value);
			else add(value);
		}
	};
	addTexts(en);
	addTexts(ko);
	for (const file of list('workflows', '.json')) {
		const workflow = JSON.parse(read(file)) as { name: string; nodes: Array<{ name: string }> };
		add(workflow.name);
		for (const node of workflow.nodes) add(node.name);
	}
	return names;
}

/** What n8n shows, and what `npm start` puts there. */
const IN_N8N: ReadonlySet<string> = new Set([
	'Actions',
	'Add first step…',
	'Add human review step',
	'Allowed HTTP Request Domains',
	'Authentication',
	'Body Content Type',
	'Connections',
	'Continue',
	'Continue (using error output)',
	'Credentials → Create credential',
	'Error Workflow',
	'Execute Workflow',
	'Execute step',
	'Executions',
	'Expression',
	'Loop Over Items',
	'Method',
	'NICEPAY sandbox',
	'NICEPAY → On deposit',
	'On Error',
	'On Error: Continue',
	'On deposit',
	'Options → Response → Response Format',
	'Production URL',
	'Publish',
	'Remove Duplicates',
	'Extract From File',
	'Timezone',
	'Remove Items Processed in Previous Executions',
	'Actions → Confirm a deposit',
	'History Size',
	'Retry',
	'Settings → Always Output Data',
	'Retry On Fail',
	'Retry with currently saved workflow',
	'Settings → Community nodes',
	'Settings → Timezone',
	'Stop Workflow',
	'Tool',
	'URL',
	'Value to Dedupe On',
	'Webhook URLs',
	'⋯ → Import → From file',
]);

const prose = (text: string) => text.replace(/```[^]*?```/g, '').replace(/`[^`]*`/g, '');

describe.each(PAGES)('%s', (page) => {
	const text = read(page);
	const folder = path.dirname(page);

	it('names only commands that there are', () => {
		const code = [...text.matchAll(/```[^]*?```|`[^`\n]*`/g)].join('\n');
		const commands = [...code.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => name);
		const unknown = commands.filter(
			(name) => name && !(name in scripts) && !BUILT_IN.includes(name),
		);
		expect(unknown).toEqual([]);
	});

	it('links only to files and headings that there are', () => {
		const links = [
			...text.matchAll(/\]\((?!https?:)([^)]+)\)/g),
			...text.matchAll(/(?:src|srcset)="([^"]+)"/g),
		].map(([, link = '']) => link);
		const broken = links.filter((link) => {
			const [file = '', anchor] = link.split('#');
			const target = file === '' ? page : path.join(folder, file);
			if (!existsSync(path.join(root, target))) return true;
			return anchor !== undefined && !anchorsOf(read(target)).includes(decodeURIComponent(anchor));
		});
		expect(broken).toEqual([]);
	});

	it('mentions only workflows that there are', () => {
		const workflows = [...text.matchAll(/`(workflows\/[\w-]+\.json)`/g)].map(
			([, file]) => file ?? '',
		);
		expect(workflows.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
	});
});

describe.each([...ENGLISH, ...KOREAN, 'README.md'])('%s', (page) => {
	if (FOR_CONTRIBUTORS.includes(page)) return;

	it('has a twin in the other language, and links to it', () => {
		const file = path.basename(page);
		const twin =
			page === 'README.md'
				? 'docs/ko/README.md'
				: page === 'docs/ko/README.md'
					? '../../README.md'
					: page.startsWith('docs/ko/')
						? `../${file}`
						: `ko/${file}`;
		expect(read(page).slice(0, 300)).toContain(`](${twin})`);
	});

	it('calls everything on the screen by its name', () => {
		const names = namesInUse();
		const unknown = [...prose(read(page)).matchAll(/(?<![\w*])_([^_]+)_(?!\w)/g)]
			.map(([, name = '']) => name.replace(/\s+/g, ' ').replaceAll('’', "'"))
			.filter((name) => !names.has(name) && !IN_N8N.has(name));
		expect(unknown).toEqual([]);
	});
});

/** Every command of the README is run by a test: by `.ci/run`, or by the test named here. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
	'npm start': 'test/e2e/stories/start.ts',
	'npm run sandbox': 'test/sandbox/main.test.ts',
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
