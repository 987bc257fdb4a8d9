import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { MID } from '../support';

const BUILT = path.resolve(__dirname, '../../../../dist/nodes/Nicepay/request/tids.js');

/** Waits for the same moment in all processes, then makes `count` TIDs for each execution. */
const PROGRAM = `
	const { tids } = require(process.argv[1]);
	const { mid, executions, count, at } = JSON.parse(process.argv[2]);
	setTimeout(async () => {
		const made = await Promise.all(executions.map(async (id) => {
			const next = tids.forExecution(mid, id);
			const own = [];
			for (let i = 0; i < count; i++) own.push(await next());
			return own;
		}));
		process.stdout.write(made.flat().join('\\n'));
	}, at - Date.now());
`;

async function makeIn(executions: readonly string[], count: number, at: number): Promise<string[]> {
	const input = JSON.stringify({ mid: MID, executions, count, at });
	const options = { maxBuffer: 1e8 };
	const program = ['-e', PROGRAM, BUILT, input];
	const { stdout } = await promisify(execFile)(process.execPath, program, options);
	return stdout.split('\n');
}

const numbers = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => String(from + index));

describe('TIDs made in five processes at once', () => {
	// Late enough for all of them to have started, and at the beginning of a second.
	const soon = () => Math.ceil((Date.now() + 3_000) / 1_000) * 1_000;

	it.each<[string, (worker: number) => string[], number]>([
		['20 executions of 100 issues each', (worker) => numbers(worker * 20, worker * 20 + 20), 100],
		['one execution of 2,000 issues each', (worker) => [String(4_000 + worker * 20)], 2_000],
	])('for %s: none alike among 10,000', async (_, executionsOf, count) => {
		const at = soon();
		const made = await Promise.all(
			[0, 1, 2, 3, 4].map((worker) => makeIn(executionsOf(worker), count, at)),
		);
		const tids = made.flat();
		expect(tids).toHaveLength(10_000);
		expect(new Set(tids).size).toBe(10_000);
		for (const tid of tids) expect(tid).toMatch(/^nicepay00m0301\d{16}$/);
	});

	it('for more than fit into a second: the rest come in the next', async () => {
		const tids = await makeIn(['1', '2'], 6_000, Date.now());
		expect(new Set(tids).size).toBe(12_000);
		expect(new Set(tids.map((tid) => tid.slice(0, 26))).size).toBeGreaterThan(1);
	});
});
