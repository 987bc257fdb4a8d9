import type { N8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { openN8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { OrderMemory } from '../../../../nodes/Nicepay/request/OrderMemory';
import { RememberedNode } from '../RememberedNode';

const turns = async (count: number): Promise<void> => {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('The memory of orders', () => {
	let remembering: RememberedNode;
	beforeEach(() => {
		remembering = new RememberedNode();
	});

	/** A run of the node, and how long it has waited, in milliseconds. */
	function startRun(memory = openN8nMemory(remembering.node) as N8nMemory) {
		const pauses: number[] = [];
		const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
		const orders = new OrderMemory(memory);
		return {
			orders,
			pauses,
			find: async (...names: string[]) => [...(await orders.findHandedOn(names))],
			handOn: async (...names: string[]) => [...((await orders.handOn(names, { sleep })) ?? [])],
		};
	}

	/** A run on another worker: nothing keeps their writes apart. */
	function startRunElsewhere() {
		const memory = openN8nMemory(remembering.node) as N8nMemory;
		return startRun({ ...memory, alone: async (work) => await work() });
	}

	it('knows the orders that were handed on, and no others', async () => {
		const first = startRun();
		expect(await first.find('A', 'B', 'C')).toEqual([]);
		expect(await first.handOn('A', 'C')).toEqual([]);
		expect(await startRun().find('A', 'B', 'C', 'D')).toEqual(['A', 'C']);
	});

	it('asks three times for new orders, however many, and does not wait', async () => {
		const names = Array.from({ length: 9_000 }, (_, index) => `ORDER-${index}`);
		const run = startRun();
		await run.find(...names);
		await run.handOn(...names);
		expect(remembering.calls).toHaveLength(3);
		expect(run.pauses).toEqual([]);
	});

	it('remembers a batch of 30,000 whole', async () => {
		const names = Array.from({ length: 30_000 }, (_, index) => `ORDER-${index}`);
		const byHash = new Set<string>();
		// As many at once would take the fake minutes.
		const memory: N8nMemory = {
			record: async (keys, atLeast = 0) => {
				const known = keys.filter((key) => byHash.has(key));
				for (const key of keys) byHash.add(key);
				for (const key of byHash) if (byHash.size > Math.max(10_000, atLeast)) byHash.delete(key);
				return new Set(known);
			},
			remove: async (keys) => keys.forEach((key) => byHash.delete(key)),
			alone: async (work) => await work(),
		};
		const run = startRun(memory);
		await run.find(...names);
		await run.handOn(...names);
		expect(await startRun(memory).find(...names)).toHaveLength(30_000);
	});

	it('forgets what a run has asked for that was killed', async () => {
		await startRun().find('A');
		expect(await startRun().find('A')).toEqual([]);
		expect(await startRun().find('A')).toEqual([]);
		const last = startRun();
		expect(await last.find('A')).toEqual([]);
		expect(await last.handOn('A')).toEqual([]);
		expect(await startRun().find('A')).toEqual(['A']);
	});

	it('forgets what is taken back', async () => {
		const run = startRun();
		await run.find('A', 'B');
		await run.handOn('A', 'B');
		await run.orders.takeBack(['A']);
		expect(await startRun().find('A', 'B')).toEqual(['B']);
	});

	it('remembers what is handed on without having been asked for', async () => {
		await startRun().orders.remember(['A']);
		expect(await startRun().find('A')).toEqual(['A']);
	});

	describe('between two runs that have both asked for an order', () => {
		it('lets the first that hands it on have it, and tells the other', async () => {
			const [one, other] = [startRun(), startRun()];
			await one.find('A', 'B');
			await other.find('B', 'C');
			expect(await other.handOn('B', 'C')).toEqual([]);
			expect(await one.handOn('A', 'B')).toEqual(['B']);
		});

		it('has the later one wait a second before it hands on, and the first not at all', async () => {
			const [one, other] = [startRun(), startRun()];
			await one.find('A');
			await other.find('A');
			await one.handOn('A');
			expect(await other.handOn('A')).toEqual(['A']);
			expect([one.pauses, other.pauses]).toEqual([[], [1_000]]);
		});

		it('has the one whose question was overwritten by another worker’s wait', async () => {
			const [one, other] = [startRunElsewhere(), startRunElsewhere()];
			await Promise.all([one.find('A'), other.find('A')]);
			const taken = [await one.handOn('A'), await other.handOn('A')];
			expect(taken.filter(({ length }) => length === 0)).toHaveLength(1);
			expect([...one.pauses, ...other.pauses]).toEqual([1_000]);
		});

		it('lets neither lose its order to the other’s questions', async () => {
			const one = startRun();
			await one.find('A');
			// Asks, and takes its question back, while the first hands on.
			const [taken] = await Promise.all([one.handOn('A'), startRun().find('A')]);
			expect(taken).toEqual([]);
			expect(await startRun().find('A')).toEqual(['A']);
		});
	});

	it('hands nothing on when the execution is stopped while it waits', async () => {
		await startRun().find('A');
		const stop = new AbortController();
		const run = startRun();
		await run.find('A');
		const sleep = async () => stop.abort();
		expect(await run.orders.handOn(['A'], { sleep, stop: stop.signal })).toBeUndefined();
		expect(await startRun().find('A')).toEqual([]);
	});

	it('asks once more when the first call fails: two workers cannot both create its row', async () => {
		let failures = 1;
		remembering.whileWriting = async () => {
			await turns(1);
			if (failures-- > 0) throw new Error('duplicate key');
		};
		expect(await startRun().find('A')).toEqual([]);
		failures = 2;
		await expect(startRun().find('A')).rejects.toThrow('duplicate key');
	});
});
