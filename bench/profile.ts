import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { IMMEDIATE } from './cases';
import { Contestant } from './contestants/Contestant';
import { table } from './report/table';
import type { Server } from './server/Server';

/** The parts of V8's profile that are used here. */
interface Profile {
	readonly nodes: ReadonlyArray<{
		readonly id: number;
		readonly callFrame: {
			readonly functionName: string;
			readonly url: string;
			readonly lineNumber: number;
		};
		readonly children?: readonly number[];
	}>;
	readonly samples: readonly number[];
	readonly timeDeltas: readonly number[];
}

const RUNS = 5;
const SHOWN = 25;

/** Profiles the node with `node --cpu-prof`. @returns a table of the functions that take most time */
export async function profileNode(server: Server): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-profile-'));
	const contestant = await Contestant.start('node', server, {
		...IMMEDIATE,
		nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
	});
	for (let run = 0; run < RUNS; run++) await contestant.run(IMMEDIATE);
	await contestant.end();

	// Helper threads write smaller profiles of their own.
	const [text = ''] = readdirSync(folder)
		.map((name) => readFileSync(path.join(folder, name), 'utf8'))
		.sort((one, other) => other.length - one.length);
	rmSync(folder, { recursive: true });
	const items = RUNS * IMMEDIATE.items;
	return table(
		['Function', 'µs for each item'],
		computeSelfTimes(JSON.parse(text) as Profile)
			.slice(0, SHOWN)
			.map(([name, microseconds]) => [name, (microseconds / items).toFixed(1)]),
	);
}

/** Time spent in each function itself, in microseconds, longest first, without loading code. */
function computeSelfTimes({ nodes, samples, timeDeltas }: Profile): Array<[string, number]> {
	const times = new Map<number, number>();
	samples.forEach((id, index) => {
		times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0));
	});
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const total = new Map<string, number>();
	const visit = (id: number) => {
		const node = byId.get(id);
		if (!node || node.callFrame.functionName === 'Module.require') return;
		const { functionName, url, lineNumber } = node.callFrame;
		const name = `${functionName || '(anonymous)'} ${url.split(/[\\/]/).slice(-2).join('/')}:${lineNumber + 1}`;
		total.set(name, (total.get(name) ?? 0) + (times.get(id) ?? 0));
		node.children?.forEach(visit);
	};
	if (nodes[0]) visit(nodes[0].id);
	return [...total].sort(([, one], [, other]) => other - one);
}
