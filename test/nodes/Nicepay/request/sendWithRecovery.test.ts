import { sendWithRecovery } from '../../../../nodes/Nicepay/request/sendWithRecovery';
import { send, type SendContext } from '../../../../nodes/Nicepay/request/send';
import type { PreparedRequest } from '../../../../nodes/Nicepay/request/PreparedRequest';
import { STATUS } from '../../../../nodes/Nicepay/protocol/messageTables';
import {
	interpretStatus,
	type TransactionStatus,
} from '../../../../nodes/Nicepay/protocol/outcome';
import { undiciTransport } from '../../../../nodes/Nicepay/transport/undiciTransport';
import { type TestSetup, KEY, MID, openSetup } from '../support';

describe('sending one request', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const pauses: number[] = [];
	beforeEach(() => void pauses.splice(0));
	const contextOf = (changes: Partial<SendContext> = {}): SendContext =>
		({
			transport: undiciTransport,
			merchant: { mid: MID, merchantKey: KEY },
			baseUrl: setup.url,
			connectTimeout: 2_000,
			replyTimeout: 5_000,
			replyCharset: 'utf-8',
			neverSentPauses: [500, 2_000, 5_000],
			now: () => new Date(),
			sleep: async (milliseconds: number) => void pauses.push(milliseconds),
			...changes,
		}) as SendContext;

	const asking = (): PreparedRequest<TransactionStatus> => ({
		endpoint: STATUS,
		fields: { TID: setup.account('A').tid, CharSet: 'utf-8' },
		interpret: interpretStatus,
		ifUnknown: { kind: 'retry', provesNotDone: () => true },
	});

	it('signs and sends it once, and reads its reply', async () => {
		const { result } = await sendWithRecovery(asking(), contextOf(), 'recover');
		expect(result).toMatchObject({ kind: 'done', result: { status: 'notFound' } });
		expect(setup.requests()).toHaveLength(1);
		expect(setup.complaints()).toEqual([]);
	});

	it('repeats it three times, a second apart, when its reply is lost each time', async () => {
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'http500', times: 'always' }]);
		const { result } = await sendWithRecovery(asking(), contextOf(), 'recover');
		expect(result).toEqual({ kind: 'unknown', why: { reason: 'httpStatus', status: 500 } });
		expect(setup.requests()).toHaveLength(4);
		expect(pauses).toEqual([1_000, 1_000, 1_000]);
	});

	it('does not send it again where nothing is to be recovered', async () => {
		setup.sandbox.faults.set([{ endpoint: 'any', kind: 'http500', times: 'always' }]);
		const report = { ...asking(), ifUnknown: { kind: 'report' } as const };
		expect((await sendWithRecovery(report, contextOf(), 'recover')).result.kind).toBe('unknown');
		expect((await sendWithRecovery(asking(), contextOf(), 'fail')).result.kind).toBe('unknown');
		expect(setup.requests()).toHaveLength(2);
	});

	it('settles an earlier open question without sending it a first time', async () => {
		const why = { reason: 'timeout' } as const;
		expect((await sendWithRecovery(asking(), contextOf(), 'fail', why)).result).toEqual({
			kind: 'unknown',
			why,
		});
		expect(setup.requests()).toHaveLength(0);
		expect((await sendWithRecovery(asking(), contextOf(), 'recover', why)).result.kind).toBe(
			'done',
		);
		expect(setup.requests()).toHaveLength(1);
	});

	it('tries again what never left, with growing pauses', async () => {
		const result = await send(asking(), contextOf({ baseUrl: 'http://127.0.0.1:1' }));
		expect(result).toMatchObject({ kind: 'neverSent' });
		expect(pauses).toEqual([500, 2_000, 5_000]);
	});

	it('sends nothing once the execution is stopped', async () => {
		const result = await send(asking(), contextOf({ stop: AbortSignal.abort() }));
		expect(result).toEqual({ kind: 'stopped' });
		expect(setup.requests()).toEqual([]);
	});
});
