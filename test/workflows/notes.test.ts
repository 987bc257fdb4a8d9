import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { ExportedNode } from './exported';
import { files, readExported } from './exported';

const root = path.resolve(__dirname, '../..');
const REPOSITORY = 'https://github.com/n8n-nodes-nicepay/n8n-nodes-nicepay/blob/main/';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
const MOST_WORDS = 60;

const HANGUL = /\p{Script=Hangul}/u;

const contentOf = ({ parameters }: ExportedNode): string => String(parameters['content']);

/** What n8n and our nodes call things. */
const IN_N8N: ReadonlySet<string> = new Set([
	'Authentication',
	'Custom Addresses',
	'Production URL',
	'Sender Check',
	'Settings → Timezone',
]);

/** A note's paragraphs, without its heading. */
const paragraphsOf = (note: ExportedNode): string[] =>
	contentOf(note)
		.split('\n\n')
		.filter((paragraph) => !paragraph.startsWith('## '));

const wordsOf = (note: ExportedNode): string[] =>
	contentOf(note)
		.replace(/\]\(.*?\)/g, ']')
		.split(/\s+/)
		.filter((word) => /[\p{L}\p{N}]/u.test(word));

interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** What the editor draws for a node: the square, its name and its subtitle below. */
const boxOf = ({ type, position: [x, y], parameters }: ExportedNode): Box =>
	type === STICKY_NOTE
		? {
				left: x,
				right: x + Number(parameters['width']),
				top: y,
				bottom: y + Number(parameters['height']),
			}
		: { left: x - 32, right: x + 128, top: y - 8, bottom: y + 160 };

const overlap = (one: Box, other: Box): boolean =>
	one.left < other.right &&
	other.left < one.right &&
	one.top < other.bottom &&
	other.top < one.bottom;

describe.each(files)('the notes of %s', (file) => {
	const { nodes } = readExported(file);
	const notes = nodes.filter(({ type }) => type === STICKY_NOTE);
	const [overview, ...others] = notes;

	it('are an overview under a heading, and hints beside the steps', () => {
		expect(overview?.name).toBe('Read me');
		expect(overview && contentOf(overview)).toMatch(/^## [^·\n]+ · [^·\n]+\n/);
		expect(others.length).toBeGreaterThan(0);
		for (const note of others) expect(contentOf(note)).not.toMatch(/^#/m);
	});

	it.each(notes.map((note) => [note.name, note] as const))(
		'%s says the same in English and in Korean, briefly',
		(_, note) => {
			expect(
				paragraphsOf(note).map((paragraph) => HANGUL.test(paragraph.replace('국민', ''))),
			).toEqual([false, true]);
			expect(wordsOf(note).length).toBeLessThanOrEqual(MOST_WORDS);
		},
	);

	it('name nodes that there are', () => {
		const names = nodes.map(({ name }) => name);
		const italic = notes.flatMap((note) =>
			[...contentOf(note).matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, name = '']) => name),
		);
		expect(italic.filter((name) => !names.includes(name) && !IN_N8N.has(name))).toEqual([]);
	});

	it('lead to the page that says more, in both languages', () => {
		const links = notes.flatMap((note) =>
			[...contentOf(note).matchAll(/\]\((.*?)\)/g)].map(([, link = '']) => link),
		);
		expect(links).toHaveLength(2);
		for (const link of links) {
			const [page = '', anchor] = link.replace(REPOSITORY, '').split('#');
			const headings = readFileSync(path.join(root, page), 'utf8').match(/^#+ .+$/gm) ?? [];
			const anchors = headings.map((heading) =>
				heading.replace(/^#+ /, '').toLowerCase().replace(/\s/g, '-'),
			);
			if (anchor !== undefined) expect(anchors).toContain(anchor);
		}
		expect(links.map((link) => link.includes('/docs/ko/'))).toEqual([false, true]);
	});

	it('cover no node and no other note', () => {
		const overlapping = notes.flatMap((note) =>
			nodes
				.filter((other) => other !== note && overlap(boxOf(note), boxOf(other)))
				.map((other) => `${note.name} covers ${other.name}`),
		);
		expect(overlapping).toEqual([]);
	});
});
