import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { n8n } from '../package.json';
import { median } from './median';

const ROOT = path.resolve(__dirname, '..');
const LOADER = path.join(__dirname, 'load/loader.cjs');
const EMPTY_NODE = path.join(__dirname, 'load/emptyNode.cjs');

/** What n8n spends on a file of this package when it starts. */
export interface LoadCost {
	/** As in package.json. */
	readonly file: string;
	/** CPU in milliseconds, beyond that of an empty node. */
	readonly cpu: number;
	/** Other built files that it loads. */
	readonly alsoRead: readonly string[];
}

/** Loads the files in package.json and an empty node in turns, each in a fresh process. */
export function measureLoad(runs: number): readonly LoadCost[] {
	const empty: number[] = [];
	const entries = [...n8n.nodes, ...n8n.credentials].map((file) => ({
		file,
		cpus: [] as number[],
		loaded: [] as string[],
	}));
	for (let run = 0; run < runs; run++) {
		empty.push(load(EMPTY_NODE).cpu);
		for (const entry of entries) {
			const { cpu, files } = load(path.join(ROOT, entry.file));
			entry.cpus.push(cpu);
			entry.loaded = files;
		}
	}
	return entries.map(({ file, cpus, loaded }) => ({
		file,
		cpu: (median(cpus) - median(empty)) / 1_000,
		alsoRead: loaded
			.map((name) => path.relative(ROOT, name))
			.filter((name) => name !== path.normalize(file)),
	}));
}

function load(file: string): { cpu: number; files: string[] } {
	const printed = execFileSync(process.execPath, [LOADER, file], { encoding: 'utf8' });
	return JSON.parse(printed) as { cpu: number; files: string[] };
}
