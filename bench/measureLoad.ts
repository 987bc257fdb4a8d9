import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { n8n } from '../package.json';
import { median } from './median';

const ROOT = path.resolve(__dirname, '..');
const LOADER = path.join(__dirname, 'load/loader.cjs');
const EMPTY_NODE = path.join(__dirname, 'load/emptyNode.cjs');

/** What n8n spends at start on a file of this package. */
export interface LoadCost {
	/** As package.json names it. */
	readonly file: string;
	/** CPU beyond an empty node's, in milliseconds. */
	readonly cpu: number;
	/** Other built files that are read for it. */
	readonly alsoRead: readonly string[];
}

/** Loads each file that package.json names, and an empty node, by turns, each in a fresh process. */
export function measureLoad(runs: number): readonly LoadCost[] {
	const published = [...n8n.nodes, ...n8n.credentials];
	const costs = published.map((): number[] => []);
	const empty: number[] = [];
	const read = published.map((): string[] => []);
	for (let run = 0; run < runs; run++) {
		empty.push(load(EMPTY_NODE).cpu);
		published.forEach((file, index) => {
			const { cpu, files } = load(path.join(ROOT, file));
			costs[index]?.push(cpu);
			read[index] = files;
		});
	}
	return published.map((file, index) => ({
		file,
		cpu: (median(costs[index] ?? []) - median(empty)) / 1_000,
		alsoRead: (read[index] ?? [])
			.map((name) => path.relative(ROOT, name))
			.filter((name) => name !== path.normalize(file)),
	}));
}

function load(file: string): { cpu: number; files: string[] } {
	const printed = execFileSync(process.execPath, [LOADER, file], { encoding: 'utf8' });
	return JSON.parse(printed) as { cpu: number; files: string[] };
}
