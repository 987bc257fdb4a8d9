import { carryOut } from '../../../../nodes/Nicepay/execution/carryOut';
import { exchange, type ExchangeContext } from '../../../../nodes/Nicepay/execution/exchange';
import type { PreparedRequest } from '../../../../nodes/Nicepay/execution/PreparedRequest';
import { STATUS } from '../../../../nodes/Nicepay/protocol/messages';
import {
	interpretStatus,
	type TransactionStatus,
} from '../../../../nodes/Nicepay/protocol/outcome';
import { undiciTransport } from '../../../../nodes/Nicepay/transport/undiciTransport';
import { type Bench, KEY, MID, openBench } from '../support';

describe('carrying out one request', () => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await openBench();
	});
	afterAll(() => bench.close());
	beforeEach(() => bench.reset());

	const pauses: number[] = [];
	beforeEach(() => void pauses.splice(0));
	const contextOf = (changes: Partial<ExchangeContext> = {}): ExchangeContext =>
		({
			transport: undiciTransport,
			merchant: { mid: MID, merchantKey: KEY },
			baseUrl: bench.url,
			connectTimeout: 2_000,
			replyTimeout: 5_000,
			replyCharset: 'utf-8',
			neverSentPauses: [500, 2_000, 5_000],
			now: () => new Date(),
			sleep: async (milliseconds: number) => void pauses.push(milliseconds),
			...changes,
		}) as ExchangeContext;

	const asking = (): PreparedRequest<TransactionStatus> => ({
		endpoint: STATUS,
		fields: { TID: bench.account('A').tid, CharSet: 'utf-8' },
		interpret: interpretStatus,
		whenLost: { kind: 'ask' },
	});

	it('signs and sends it once, and reads its reply', async () => {
		const { ending } = await carryOut(asking(), contextOf(), 'recover');
		expect(ending).toMatchObject({ kind: 'done', result: { status: 'notFound' } });
		expect(bench.requests()).toHaveLength(1);
		expect(bench.complaints()).toEqual([]);
	});

	it('repeats it three times, a second apart, when its reply is lost each time', async () => {
		bench.sandbox.faults.set([{ endpoint: 'any', kind: 'http500', times: 'always' }]);
		const { ending } = await carryOut(asking(), contextOf(), 'recover');
		expect(ending).toEqual({ kind: 'unknown', doubt: { reason: 'httpStatus', status: 500 } });
		expect(bench.requests()).toHaveLength(4);
		expect(pauses).toEqual([1_000, 1_000, 1_000]);
	});

	it('does not send it again where nothing is to be recovered', async () => {
		bench.sandbox.faults.set([{ endpoint: 'any', kind: 'http500', times: 'always' }]);
		const report = { ...asking(), whenLost: { kind: 'report' } as const };
		expect((await carryOut(report, contextOf(), 'recover')).ending.kind).toBe('unknown');
		expect((await carryOut(asking(), contextOf(), 'fail')).ending.kind).toBe('unknown');
		expect(bench.requests()).toHaveLength(2);
	});

	it('settles an earlier doubt without sending it a first time', async () => {
		const doubt = { reason: 'timeout' } as const;
		expect((await carryOut(asking(), contextOf(), 'fail', doubt)).ending).toEqual({
			kind: 'unknown',
			doubt,
		});
		expect(bench.requests()).toHaveLength(0);
		expect((await carryOut(asking(), contextOf(), 'recover', doubt)).ending.kind).toBe('done');
		expect(bench.requests()).toHaveLength(1);
	});

	it('tries again what never left, with growing pauses', async () => {
		const ending = await exchange(asking(), contextOf({ baseUrl: 'http://127.0.0.1:1' }));
		expect(ending).toMatchObject({ kind: 'neverSent' });
		expect(pauses).toEqual([500, 2_000, 5_000]);
	});

	it('sends nothing once the execution is stopped', async () => {
		const ending = await exchange(asking(), contextOf({ stop: AbortSignal.abort() }));
		expect(ending).toEqual({ kind: 'stopped' });
		expect(bench.requests()).toEqual([]);
	});
});
