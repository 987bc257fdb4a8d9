import { encode, EXAMPLE, KEY, MID } from './forms';
import { openTrigger, REFUSED, STARTED } from './support';
import { AMOUNT, type TestSetup, openSetup } from '../support';

const UNANSWERED = { status: null, approvalCode: null, approvedAt: null, resultCode: null };

describe('confirming a deposit with NICEPAY', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());

	const open = (parameters = {}, baseUrl = setup.url) =>
		openTrigger({ confirmWithNicepay: true, ...parameters }, { baseUrl });

	/** The confirmation of a notification of `tid`, which must start the workflow in any case. */
	const confirmationOf = async (tid: string, baseUrl?: string) => {
		const trigger = await open({}, baseUrl);
		const delivered = await trigger.deliver({ ...EXAMPLE, TID: tid, MerchantKey: KEY });
		expect(delivered).toMatchObject(STARTED);
		expect(delivered.items).toMatchObject([{ event: 'deposit', tid, amount: 1000 }]);
		expect(delivered.run?.saved).not.toContain(KEY);
		expect(trigger.engine.logs.text).not.toContain(KEY);
		return delivered.items[0]?.confirmation;
	};

	it('adds what NICEPAY says of the transaction: approved', async () => {
		const { tid, depositedAt } = setup.account('A', AMOUNT);
		expect(await confirmationOf(tid)).toEqual({
			status: 'approved',
			tid,
			approvalCode: null,
			approvedAt: depositedAt,
			resultCode: '0000',
			resultMessage: expect.any(String) as string,
		});
		expect(setup.requests('status')).toHaveLength(1);
		expect(setup.complaints()).toEqual([]);
	});

	it('cancelled', async () => {
		const account = setup.account('A');
		setup.sandbox.books.cancel(account);
		expect(await confirmationOf(account.tid)).toMatchObject({ status: 'cancelled' });
	});

	it('notFound, for a forged TID', async () => {
		expect(await confirmationOf(`${MID}03012601011200000042`)).toMatchObject({
			status: 'notFound',
		});
	});

	it('adds it to every field too', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const trigger = await open({ simplify: false });
		const fields = { ...EXAMPLE, TID: tid };
		expect(await trigger.receive({ ...fields, confirmation: 'forged' })).toEqual({
			...fields,
			confirmation: expect.objectContaining({ status: 'approved', tid }) as object,
		});
	});

	it('tells why there is no answer: NICEPAY refuses', async () => {
		setup.sandbox.faults.set([{ endpoint: 'status', kind: 'code:A246', times: 1 }]);
		expect(await confirmationOf(setup.account('A', AMOUNT).tid)).toMatchObject({
			status: null,
			resultCode: 'A246',
		});
	});

	it('NICEPAY cannot be reached', async () => {
		const tid = setup.account('A', AMOUNT).tid;
		expect(await confirmationOf(tid, 'http://127.0.0.1:1')).toEqual({
			...UNANSWERED,
			tid,
			resultMessage: expect.stringContaining('could not be reached') as string,
		});
	});

	it.each(['dropUnprocessed', 'http500', 'htmlUnprocessed', 'truncatedJson'] as const)(
		'NICEPAY’s answer is of no use: %s',
		async (kind) => {
			setup.sandbox.faults.set([{ endpoint: 'status', kind, times: 'always' }]);
			const { tid } = setup.account('A', AMOUNT);
			expect(await confirmationOf(tid)).toEqual({
				...UNANSWERED,
				tid,
				resultMessage: expect.stringMatching(/repl/) as string,
			});
		},
	);

	it('NICEPAY never answers, and the deposit waits for that no longer than a few seconds', async () => {
		setup.sandbox.faults.set([{ endpoint: 'status', kind: 'hangUnprocessed', times: 'always' }]);
		const before = performance.now();
		const { tid } = setup.account('A', AMOUNT);
		expect(await confirmationOf(tid)).toEqual({
			...UNANSWERED,
			tid,
			resultMessage: 'no reply came in time',
		});
		expect(performance.now() - before).toBeLessThan(9_000);
	});

	it('tells why there is no answer when the TID is none that can be asked for', async () => {
		expect(await confirmationOf('똠')).toMatchObject({ status: null });
	});

	it('asks nothing unless it is switched on, chosen and believed', async () => {
		const { tid } = setup.account('A', AMOUNT);
		const body = encode({ ...EXAMPLE, TID: tid });
		const off = await openTrigger({}, { baseUrl: setup.url });
		expect(await off.receive(body)).not.toHaveProperty('confirmation');
		await (await open({ events: ['other'] })).deliver(body);
		expect(await (await open()).deliver(body, { ip: '203.0.113.9' })).toMatchObject(REFUSED);
		expect(setup.requests('status')).toEqual([]);
	});
});
