import { formatKst } from '../../../../nodes/Nicepay/protocol/kst';
import { isIssueTid, TidSource } from '../../../../nodes/Nicepay/protocol/tid';
import { MID } from './vectors';

const START = Date.parse('2026-05-13T12:04:40.250Z');
const SECOND = '260513210440';
const NEXT_SECOND = '260513210441';

/** A world whose clock moves only when somebody sleeps, or when the test says so. */
function world(random: () => number = () => 0) {
	let milliseconds = START;
	const slept: number[] = [];
	const source = new TidSource({
		now: () => new Date(milliseconds),
		random,
		sleep: async (duration) => {
			slept.push(duration);
			milliseconds += duration;
		},
	});
	return { source, slept, advance: (duration: number) => void (milliseconds += duration) };
}

async function take(next: () => Promise<string>, count: number): Promise<string[]> {
	const tids: string[] = [];
	for (let index = 0; index < count; index++) tids.push(await next());
	return tids;
}

const suffixOf = (tid: string) => tid.slice(26);
const secondOf = (tid: string) => tid.slice(14, 26);

describe('A TID', () => {
	it('is MID, 03, 01, the Korean second and four digits', async () => {
		const next = world().source.forExecution(MID, '1');
		expect(await next()).toBe(`nicepay00m0301${SECOND}0100`);
	});

	it('is 30 printable characters whatever its suffix', async () => {
		const tids = await take(world().source.forExecution(MID, '0'), 10_000);
		expect(tids.filter((tid) => !/^nicepay00m0301\d{16}$/.test(tid))).toEqual([]);
		expect(new Set(tids).size).toBe(10_000);
	});

	it('has the second of the clock at each call', async () => {
		const { source, advance } = world();
		const next = source.forExecution(MID, '1');
		expect(secondOf(await next())).toBe(SECOND);
		advance(749);
		expect(secondOf(await next())).toBe(SECOND);
		advance(1);
		expect(secondOf(await next())).toBe(NEXT_SECOND);
		advance(2 * 3600 * 1000 + 55 * 60 * 1000 + 19_000);
		expect(secondOf(await next())).toBe('260514000000');
	});
});

describe('An execution', () => {
	it.each([
		['1', '0100'],
		['7', '0700'],
		['99', '9900'],
		['100', '0000'],
		['12345', '4500'],
		['0', '0000'],
		['9007199254740993', '9300'],
		['123456789012345678901234567890', '9000'],
	])('numbered %s starts at %s', async (executionId, suffix) => {
		const next = world(() => 0.5).source.forExecution(MID, executionId);
		expect(suffixOf(await next())).toBe(suffix);
	});

	it('counts up through its block', async () => {
		const tids = await take(world().source.forExecution(MID, '3'), 100);
		const expected = Array.from({ length: 100 }, (_, index) =>
			String(300 + index).padStart(4, '0'),
		);
		expect(tids.map(suffixOf)).toEqual(expected);
	});

	it('starts at its own block again in the next second', async () => {
		const { source, advance } = world();
		const next = source.forExecution(MID, '3');
		await take(next, 150);
		advance(1000);
		expect((await take(next, 2)).map(suffixOf)).toEqual(['0300', '0301']);
	});

	it('goes on in a block far from its neighbours’', async () => {
		const next = world().source.forExecution(MID, '3');
		const tids = await take(next, 202);
		expect(tids.slice(98).map(suffixOf).slice(0, 4)).toEqual(['0398', '0399', '6400', '6401']);
		expect(tids.slice(198).map(suffixOf)).toEqual(['6498', '6499', '2500', '2501']);
	});

	it('may start in the middle of a block, at random, and wraps around', async () => {
		const next = world(() => 0.995).source.forExecution(MID);
		const tids = await take(next, 102);
		expect(tids.slice(48, 52).map(suffixOf)).toEqual(['9998', '9999', '0000', '0001']);
		expect(tids.slice(98).map(suffixOf)).toEqual(['0048', '0049', '6050', '6051']);
	});

	it.each([
		[0, '0000'],
		[0.5, '5000'],
		[0.12345, '1234'],
		[1 - Number.EPSILON, '9999'],
	])('without a number starts at random: %d gives %s', async (random, suffix) => {
		expect(suffixOf(await world(() => random).source.forExecution(MID)())).toBe(suffix);
	});

	it.each(['', 'abc', '12a', '-5', '1.5', ' 7', '７'])(
		'with %j for a number starts at random',
		async (executionId) => {
			const next = world(() => 0.5).source.forExecution(MID, executionId);
			expect(suffixOf(await next())).toBe('5000');
		},
	);

	it('with a number asks for no randomness', async () => {
		const random = jest.fn(() => 0.5);
		await take(world(random).source.forExecution(MID, '1'), 3);
		expect(random).not.toHaveBeenCalled();
	});
});

describe('Two executions in one second', () => {
	it('have blocks of their own', async () => {
		const { source } = world();
		const [first, second] = [source.forExecution(MID, '1'), source.forExecution(MID, '2')];
		const tids = [await first(), await second(), await first(), await second()];
		expect(tids.map(suffixOf)).toEqual(['0100', '0200', '0101', '0201']);
	});

	it('skip what the other has used when one outgrows its block', async () => {
		const { source } = world();
		await take(source.forExecution(MID, '62'), 3);
		const tids = await take(source.forExecution(MID, '1'), 102);
		expect(tids.slice(98).map(suffixOf)).toEqual(['0198', '0199', '6203', '6204']);
	});

	it('are 17 in a row in different processes, and none meets another within 500 TIDs', async () => {
		const tids: string[] = [];
		for (let execution = 95; execution < 95 + 17; execution++) {
			tids.push(...(await take(world().source.forExecution(MID, String(execution)), 500)));
		}
		expect(new Set(tids).size).toBe(17 * 500);
	});

	it('skip each other’s suffixes when their numbers share a block', async () => {
		const { source } = world();
		const first = await take(source.forExecution(MID, '1'), 2);
		const second = await take(source.forExecution(MID, '101'), 2);
		expect([...first, ...second].map(suffixOf)).toEqual(['0100', '0101', '0102', '0103']);
	});

	it('never get one TID twice when one of them runs again', async () => {
		const { source } = world();
		const first = await take(source.forExecution(MID, '1'), 60);
		const again = await take(source.forExecution(MID, '1'), 60);
		expect(new Set([...first, ...again]).size).toBe(120);
	});

	it('started at the same random place get different TIDs', async () => {
		const { source } = world(() => 0.9999);
		const tids = [
			...(await take(source.forExecution(MID), 50)),
			...(await take(source.forExecution(MID), 50)),
		];
		expect(new Set(tids).size).toBe(100);
	});

	it('in different processes do not collide within their blocks', async () => {
		const tids: string[] = [];
		for (let execution = 1; execution <= 100; execution++) {
			tids.push(...(await take(world().source.forExecution(MID, String(execution)), 100)));
		}
		expect(new Set(tids).size).toBe(10_000);
	});

	it('asking at once get different TIDs', async () => {
		const { source } = world();
		const [first, second] = [source.forExecution(MID, '1'), source.forExecution(MID, '101')];
		const tids = await Promise.all(
			Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? first() : second())),
		);
		expect(new Set(tids).size).toBe(500);
	});
});

describe('A second whose 10,000 suffixes are used', () => {
	it('makes the next TID wait for the next second, and no longer', async () => {
		const { source, slept } = world();
		const next = source.forExecution(MID, '1');
		const used = await take(next, 10_000);
		expect(new Set(used).size).toBe(10_000);
		expect(used.every((tid) => secondOf(tid) === SECOND)).toBe(true);
		expect(slept).toEqual([]);

		expect(await next()).toBe(`nicepay00m0301${NEXT_SECOND}0100`);
		expect(slept).toEqual([750]);
	});

	it('makes another execution wait too, but not another merchant', async () => {
		const { source, slept } = world();
		await take(source.forExecution(MID, '1'), 10_000);
		expect(secondOf(await source.forExecution('another00m', '1')())).toBe(SECOND);
		expect(slept).toEqual([]);
		expect(secondOf(await source.forExecution(MID, '2')())).toBe(NEXT_SECOND);
		expect(slept).toEqual([750]);
	});

	it('makes it wait again when it wakes too early', async () => {
		let milliseconds = START;
		const slept: number[] = [];
		const source = new TidSource({
			now: () => new Date(milliseconds),
			random: () => 0,
			sleep: async (duration) => {
				slept.push(duration);
				milliseconds += Math.min(duration, 600);
			},
		});
		const next = source.forExecution(MID, '1');
		await take(next, 10_000);
		expect(secondOf(await next())).toBe(NEXT_SECOND);
		expect(slept).toEqual([750, 150]);
	});

	it('lets 25,000 issues at once have 25,000 TIDs in three seconds', async () => {
		const { source, slept } = world();
		const nexts = ['1', '2', '101'].map((executionId) => source.forExecution(MID, executionId));
		const tids: string[] = [];
		for (let index = 0; index < 25_000; index++) {
			const next = nexts[index % nexts.length];
			if (next) tids.push(await next());
		}
		expect(new Set(tids).size).toBe(25_000);
		expect(slept).toEqual([750, 1000]);
		expect(new Set(tids.map(secondOf)).size).toBe(3);
	});
});

describe('Several merchants', () => {
	it('count apart, since the MID is part of the TID', async () => {
		const { source } = world();
		const [one, other] = [source.forExecution(MID, '1'), source.forExecution('another00m', '1')];
		expect([await one(), await other()]).toEqual([
			`nicepay00m0301${SECOND}0100`,
			`another00m0301${SECOND}0100`,
		]);
	});
});

describe('A clock that steps back', () => {
	it('brings no TID back', async () => {
		const { source, advance } = world();
		const before = await take(source.forExecution(MID, '1'), 20);
		advance(5000);
		await take(source.forExecution(MID, '1'), 20);
		advance(-5000);
		const after = await take(source.forExecution(MID, '1'), 20);
		expect(after.every((tid) => secondOf(tid) === formatKst(new Date(START)).slice(2))).toBe(true);
		expect(new Set([...before, ...after]).size).toBe(40);
	});
});

describe('The memory of a long-lived process', () => {
	it('keeps the present second while old ones are forgotten', async () => {
		const { source, advance } = world();
		for (let second = 0; second < 500; second++) {
			const tids = [
				...(await take(source.forExecution(MID, '1'), 2)),
				...(await take(source.forExecution(MID, '1'), 2)),
			];
			expect(tids.map(suffixOf)).toEqual(['0100', '0101', '0102', '0103']);
			advance(1000);
		}
		const [taken] = Object.values(source).filter((value: unknown) => value instanceof Map);
		expect(taken).toBeInstanceOf(Map);
		expect((taken as Map<string, unknown>).size).toBeLessThan(100);
	});
});

describe('Many merchants in one second', () => {
	it('give no merchant the same TID twice', async () => {
		const { source } = world();
		const [first] = await take(source.forExecution(MID, '1'), 1);
		for (let other = 0; other < 200; other++) {
			await take(source.forExecution(`other${String(other).padStart(4, '0')}m`, '1'), 1);
		}
		const [second] = await take(source.forExecution(MID, '1'), 1);
		expect(second).not.toBe(first);
	});
});

describe('The form of a TID under which a merchant can issue', () => {
	const tid = 'nicepay00m03012605132104406649';

	it('is MID, 0301 and 16 digits', async () => {
		expect(isIssueTid(tid, MID)).toBe(true);
		expect(isIssueTid(await world().source.forExecution(MID, '1')(), MID)).toBe(true);
	});

	it.each([
		['is of another merchant', tid.replace('00m', '01m')],
		['is of another service', tid.replace('0301', '0101')],
		['is too short', tid.slice(0, -1)],
		['is too long', `${tid}0`],
		['has another end', `${tid.slice(0, -1)}x`],
		['has something before it', `0${tid}`],
		['has no digits', `nicepay00m0301${'x'.repeat(16)}`],
		['has the form behind it', `${'1'.repeat(16)}nicepay00m0301`],
		['is empty', ''],
	])('is missed when it %s', (_, other) => {
		expect(isIssueTid(other, MID)).toBe(false);
	});
});
