import { type N8nMemory, openN8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { RememberedNode } from '../RememberedNode';

describe('n8n’s memory', () => {
	it('keeps the newest 10,000 keys of the node, or more where more are asked for', async () => {
		const remembering = new RememberedNode();
		const memory = openN8nMemory(remembering.on());
		await memory.record(['a']);
		await memory.record(['b'], 40_000);
		await memory.record(['c'], 4);
		await memory.remove(['a']);
		expect(remembering.calls.map(({ maxEntries }) => maxEntries)).toEqual([
			10_000, 40_000, 10_000, 10_000,
		]);
		expect(remembering.remembered).toEqual(['b', 'c']);
	});

	describe('of which another worker overwrites a part', () => {
		let time = 0;
		const startWorkers = () => {
			const remembering = new RememberedNode();
			const [one, other] = ['one', 'other'].map((worker) =>
				openN8nMemory(remembering.on(worker), () => time),
			);
			return { remembering, one: one as N8nMemory, other: other as N8nMemory };
		};
		beforeEach(() => {
			time = 0;
		});

		it('is mended by the next call, which still tells what was recorded before', async () => {
			const { remembering, one, other } = startWorkers();
			await Promise.all([one.record(['a']), other.record(['b'])]);
			expect(remembering.remembered).toHaveLength(1);
			expect(await one.record(['a', 'c'])).toEqual(new Set(['a']));
			expect(await other.record(['b'])).toEqual(new Set(['b']));
			expect([...remembering.remembered].sort()).toEqual(['a', 'b', 'c']);
		});

		it('is mended on demand, and tells what was lost', async () => {
			const { remembering, one, other } = startWorkers();
			await Promise.all([one.record(['a']), other.record(['b'])]);
			expect([one.wasLost('a'), other.wasLost('b')]).toEqual([false, false]);
			await one.mend();
			await other.mend();
			expect([one.wasLost('a'), other.wasLost('b')].sort()).toEqual([false, true]);
			expect([...remembering.remembered].sort()).toEqual(['a', 'b']);
		});

		it('is not repeated once it has stood for ten seconds', async () => {
			const { remembering, one } = startWorkers();
			await one.record(['a']);
			await one.record(['b']);
			time = 10_500;
			await one.record(['c']);
			await one.record(['d']);
			expect(remembering.calls.map(({ items }) => items)).toEqual([1, 2, 3, 2]);
		});

		it('counts as contended for an hour', async () => {
			const { one, other } = startWorkers();
			expect([one.isContended(), other.isContended()]).toEqual([false, false]);
			await Promise.all([one.record(['a']), other.record(['b'])]);
			await Promise.all([one.mend(), other.mend()]);
			expect([one.isContended(), other.isContended()].sort()).toEqual([false, true]);
			time = 3_600_000;
			expect([one.isContended(), other.isContended()]).toEqual([false, false]);
		});

		it('is not mended if it need not be kept', async () => {
			const { remembering, one, other } = startWorkers();
			await Promise.all([one.record(['a'], 0, []), other.record(['b'], 0, [])]);
			await Promise.all([one.mend(), other.mend()]);
			expect(remembering.remembered).toHaveLength(1);
		});

		it('is not contended by one’s own calls, however much they record', async () => {
			const { one } = startWorkers();
			await one.record(
				Array.from({ length: 12_000 }, (_, index) => `a ${index}`),
				24_000,
			);
			await one.record(['b']);
			await one.mend();
			expect(one.isContended()).toBe(false);
		});

		it('does not come back once it is removed', async () => {
			const { remembering, one } = startWorkers();
			await one.record(['a', 'b']);
			await one.remove(['a']);
			await one.record(['c']);
			expect(remembering.remembered).toEqual(['b', 'c']);
		});
	});
});
