import type { N8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { openN8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { OrderMemory } from '../../../../nodes/Nicepay/request/OrderMemory';
import { RememberedNode } from '../RememberedNode';

describe('The memory of orders', () => {
	let remembering: RememberedNode;
	beforeEach(() => {
		remembering = new RememberedNode();
	});

	/** A run of the node on a worker, and how long it has waited, in milliseconds. */
	function startRun(worker = 'main', memory = openN8nMemory(remembering.on(worker))) {
		const pauses: number[] = [];
		const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
		const orders = new OrderMemory(memory);
		return {
			orders,
			pauses,
			find: async (...names: string[]) => [...(await orders.findHandedOn(names))].sort(),
			handOn: async (...names: string[]) =>
				[...((await orders.handOn(names, { sleep })) ?? [])].sort(),
		};
	}

	/** Asks for orders and hands their accounts on. */
	const issue = async (...names: string[]) => {
		const run = startRun();
		await run.find(...names);
		return await run.handOn(...names);
	};

	it('knows the orders that were handed on, and no others', async () => {
		const first = startRun();
		expect(await first.find('A', 'B', 'C')).toEqual([]);
		expect(await first.handOn('A', 'C')).toEqual([]);
		expect(await startRun().find('A', 'B', 'C', 'D')).toEqual(['A', 'C']);
	});

	it('asks three times for new orders, however many, and does not wait', async () => {
		const names = Array.from({ length: 2_000 }, (_, index) => `ORDER-${index}`);
		const run = startRun();
		await run.find(...names);
		await run.handOn(...names);
		expect(remembering.calls).toHaveLength(3);
		expect(run.pauses).toEqual([]);
	});

	it('keeps two keys for each order and one for each run, however often it comes again', async () => {
		await issue('A', 'B');
		expect(remembering.remembered).toHaveLength(5);
		for (let time = 0; time < 5; time++) {
			expect(await startRun().find('A', 'B')).toEqual(['A', 'B']);
		}
		expect(remembering.remembered).toHaveLength(5);
		expect(remembering.calls).toHaveLength(3);
	});

	it('knows on every worker what was handed on on one', async () => {
		await issue('A', 'B');
		for (const worker of ['one', 'other', 'third']) {
			expect(await startRun(worker).find('A', 'B', 'C')).toEqual(['A', 'B']);
		}
	});

	it('remembers a batch of 30,000 whole, however often it comes again', async () => {
		const names = Array.from({ length: 30_000 }, (_, index) => `ORDER-${index}`);
		const keys = new Set<string>();
		// The other fake would take minutes.
		const memory: N8nMemory = {
			record: async (asked, room = 0) => {
				const known = asked.filter((key) => keys.has(key));
				for (const key of asked) keys.add(key);
				for (const key of keys) if (keys.size > Math.max(10_000, room)) keys.delete(key);
				return new Set(known);
			},
			mend: async (room = 0) => {
				for (const key of keys) if (keys.size > Math.max(10_000, room)) keys.delete(key);
			},
			keep: () => {},
			wasLost: () => false,
			row: {},
			remove: async (removed) => removed.forEach((key) => keys.delete(key)),
			alone: async (work) => await work(),
			isContended: () => false,
		};
		// Each run in a process of its own, which knows no order.
		const startAnew = () => startRun('main', { ...memory, row: {} });
		const run = startAnew();
		await run.find(...names);
		await run.handOn(...names);
		for (let time = 0; time < 3; time++) {
			expect(await startAnew().find(...names)).toHaveLength(30_000);
		}
	});

	it('does not count what a run has asked for that was killed', async () => {
		for (let time = 0; time < 3; time++) expect(await startRun().find('A')).toEqual([]);
		expect(await issue('A')).toEqual([]);
		expect(await startRun().find('A')).toEqual(['A']);
	});

	it('forgets what is taken back', async () => {
		const run = startRun();
		await run.find('A', 'B');
		await run.handOn('A', 'B');
		await run.orders.takeBack(['A']);
		expect(await startRun().find('A', 'B')).toEqual(['B']);
		expect(await issue('A')).toEqual([]);
		expect(await startRun().find('A', 'B')).toEqual(['A', 'B']);
	});

	it('remembers what is handed on without having been asked for', async () => {
		await startRun().find('B');
		await startRun().orders.remember(['A', 'B']);
		expect(await startRun().find('A', 'B')).toEqual(['A', 'B']);
		// Once more.
		await startRun().orders.remember(['A']);
		expect(await startRun().find('A', 'B')).toEqual(['A', 'B']);
	});

	it('hands on what an earlier run has asked for', async () => {
		await startRun().find('A', 'B');
		expect(await startRun().handOn('A', 'B')).toEqual([]);
		expect(await startRun().handOn('A')).toEqual(['A']);
		expect(await startRun().find('A', 'B')).toEqual(['A', 'B']);
	});

	describe('between two runs that have both asked for an order', () => {
		it('lets the first that hands it on have it, and tells the other', async () => {
			const [one, other] = [startRun(), startRun()];
			await one.find('A', 'B');
			await other.find('B', 'C');
			expect(await other.handOn('B', 'C')).toEqual([]);
			expect(await one.handOn('A', 'B')).toEqual(['B']);
			expect(await startRun().find('A', 'B', 'C')).toEqual(['A', 'B', 'C']);
		});

		it('lets the first have it although somebody has asked since', async () => {
			const [one, other] = [startRun(), startRun()];
			await one.find('A');
			await other.find('A');
			await startRun().find('A');
			expect(await one.handOn('A')).toEqual([]);
			expect(await other.handOn('A')).toEqual(['A']);
			expect(await startRun().find('A')).toEqual(['A']);
		});

		it('has the later one wait a second before it hands on, and the first not at all', async () => {
			const [one, other] = [startRun('one'), startRun('other')];
			await one.find('A');
			await other.find('A');
			await one.handOn('A');
			expect(await other.handOn('A')).toEqual(['A']);
			expect([one.pauses, other.pauses[0]]).toEqual([[], 1_000]);
		});

		it('has the one whose question was overwritten by another worker’s wait', async () => {
			const [one, other] = [startRun('one'), startRun('other')];
			await Promise.all([one.find('A'), other.find('A')]);
			const taken = [await one.handOn('A'), await other.handOn('A')];
			expect(taken.filter(({ length }) => length === 0)).toHaveLength(1);
			const waits = [...one.pauses, ...other.pauses].filter((pause) => pause === 1_000);
			expect(waits).toHaveLength(1);
		});

		it.each(['asked', 'answered', 'asked|answered'])(
			'keeps an order that is handed on although another worker overwrites what was %s',
			async (lost) => {
				for (const isContended of [false, true]) {
					const order = `${lost} ${isContended}`;
					const one = startRun('one');
					await one.find(order);
					if (isContended) {
						remembering.remembered = [];
						await startRun('one').find('SOMETHING ELSE');
					}
					await one.handOn(order);
					const isLost = new RegExp(`^(${lost}) `);
					remembering.remembered = remembering.remembered.filter((key) => !isLost.test(key));
					await startRun('one').find('ANOTHER');
					expect(await startRun('other').find(order)).toEqual([order]);
				}
			},
		);

		it('does not have three that wait get in each other’s way for ever', async () => {
			await startRun().find('A');
			const runs = [startRun(), startRun(), startRun()];
			for (const run of runs) await run.find('A');
			const turns = async (count: number) => {
				for (let turn = 0; turn < count; turn++) {
					await new Promise((resolve) => setImmediate(resolve));
				}
			};
			remembering.whileWriting = async () => {
				await turns(3);
				if (remembering.calls.length > 200) throw new Error('it does not end');
			};
			const sleep = async () => await turns(40);
			const taken = await Promise.all(
				runs.map(async ({ orders }) => await orders.handOn(['A'], { sleep })),
			);
			expect(taken.map((each) => each?.size).sort()).toEqual([0, 1, 1]);
		});

		it('lets neither lose its order to the other’s questions', async () => {
			const one = startRun();
			await one.find('A');
			const [taken] = await Promise.all([one.handOn('A'), startRun().find('A')]);
			expect(taken).toEqual([]);
			expect(await startRun().find('A')).toEqual(['A']);
		});
	});

	it('does not take an order that another run takes back for one that has an account', async () => {
		await startRun().find('A');
		const stop = new AbortController();
		const [taking, other] = [startRun(), startRun('other')];
		await taking.find('A');
		await other.find('A', 'B');
		// The other run asks while this one makes sure that its answer stays, and is then stopped.
		let found: readonly string[] = [];
		const sleep = async (milliseconds: number) => {
			if (milliseconds === 1_000) return;
			found = await other.handOn('A', 'B');
			stop.abort();
		};
		expect(await taking.orders.handOn(['A'], { sleep, stop: stop.signal })).toBeUndefined();
		expect(found).toEqual(['A']);
		for (const worker of ['main', 'other']) expect(await startRun(worker).find('A')).toEqual([]);
	});

	it('knows its own answers when the memory overflows meanwhile', async () => {
		const names = Array.from({ length: 12 }, (_, index) => `ORDER-${index}`);
		await startRun().find(...names);
		const run = startRun();
		await run.find(...names);
		const sleep = async (milliseconds: number) => {
			// As much as another run may leave: the newest keys.
			if (milliseconds < 1_000) remembering.remembered = remembering.remembered.slice(-5);
		};
		expect([...((await run.orders.handOn(names, { sleep })) ?? ['stopped'])]).toEqual([]);
	});

	it('asks few times for an order that was asked for many times', async () => {
		for (let time = 0; time < 30; time++) await startRun().find('A');
		const before = remembering.calls.length;
		await startRun().find('A');
		expect(remembering.calls.length - before).toBe(2);
	});

	it('hands on nothing when the execution is stopped while it waits', async () => {
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
			await Promise.resolve();
			if (failures-- > 0) throw new Error('duplicate key');
		};
		expect(await startRun().find('A')).toEqual([]);
		failures = 2;
		await expect(startRun().find('A')).rejects.toThrow('duplicate key');
	});

	it('tells of an answer although somebody asks while it is being told', async () => {
		await issue('A');
		// Each on a worker of its own: nothing keeps their calls apart.
		const found = await Promise.all(
			['one', 'other', 'third'].map(async (worker) => await startRun(worker).find('A')),
		);
		expect(found.flat().length).toBeGreaterThan(0);
		expect(await startRun('fourth').find('A')).toEqual(['A']);
	});

	/** Many runs of one n8n, whose calls take their time. */
	it.each([1, 2, 3])('hands no order on twice in a crowd (seed %i)', async (seed) => {
		let state = seed;
		const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
		const sleep = async (milliseconds: number) =>
			await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
		remembering.whileWriting = async () => await sleep(random() * 5);
		const told: string[] = [];
		const runOnce = async (names: string[]) => {
			await sleep(random() * 400);
			const orders = new OrderMemory(openN8nMemory(remembering.on()));
			const found = await orders.findHandedOn(names);
			const open = names.filter((name) => !found.has(name));
			// The requests.
			await sleep(random() * 100);
			// Some are killed.
			if (open.length === 0 || random() < 0.2) return;
			const taken = await orders.handOn(open, { sleep });
			told.push(...open.filter((name) => !taken?.has(name)));
		};
		await Promise.all(
			Array.from({ length: 60 }, (_, index) => runOnce([`A${index % 17}`, `B${index % 23}`])),
		);
		expect(told).toHaveLength(new Set(told).size);
		expect(told.length).toBeGreaterThan(20);
		// Whatever was handed on is known, after all that, on other workers, too.
		expect(await startRun('other').find(...told)).toEqual(told.sort());
	});
});
