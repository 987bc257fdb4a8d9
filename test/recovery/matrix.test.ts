import pLimit from 'p-limit';

import { FAULT_KINDS, type Fault, type FaultKind } from '../../sandbox/Sandbox';
import type { NodeRun } from '../../harness/engine/index';
import { type TestSetup, contextOf, openSetup, warmUp } from '../nodes/Nicepay/support';
import {
	OPERATION_NAMES,
	type OperationName,
	OPERATIONS,
	type Told,
	toldOf,
	wrongsOf,
} from './operations';

/** Codes that do not say whether the request was carried out; the last is in no table of NICEPAY's. */
const UNKNOWN_CODES = [
	'A299',
	'A226',
	'A401',
	'A402',
	'A403',
	'A304',
	'A306',
	'9002',
	'X003',
	'2159',
].concat('ZZ99');

const plainKinds = FAULT_KINDS.filter(
	(kind): kind is Exclude<typeof kind, 'code' | 'processThenCode'> =>
		kind !== 'code' && kind !== 'processThenCode',
);
const kindsWith = (codes: readonly string[]): FaultKind[] => [
	...plainKinds,
	...codes.flatMap((code): FaultKind[] => [`code:${code}`, `processThenCode:${code}`]),
];

/** Most of a run is waiting. More of them at a time would let replies come late that are not meant to. */
const CONCURRENT_RUNS = 60;

/** Seconds. Short only where the timeout is what is tested. */
const replyTimeoutFor = (kind: FaultKind) => (/hang|delay/i.test(kind) ? 2 : 10);

/** Where a fault shows, and how often. */
type Extent = 'once' | 'always' | 'everywhere';

interface Case {
	readonly operation: OperationName;
	readonly kind: FaultKind;
	readonly extent: Extent;
	readonly retryOnFail: boolean;
	readonly continueOnFail: boolean;
}

const ITEMS = 2;
/** Replies that come in time, are whole, and say what happened. */
const HARMLESS: ReadonlySet<FaultKind> = new Set(['eucKrReply', 'rateLimited']);

const onOff = [false, true];
const settings = onOff.flatMap((retryOnFail) =>
	onOff.map((continueOnFail) => ({ retryOnFail, continueOnFail })),
);

/** Whether the fault can show here, and NICEPAY's answer does not settle it: an issue is refused by any code it does not doubt. */
const leavesOpen = (kind: FaultKind, operation: OperationName): boolean => {
	if (kind === 'tamperedSignature') return OPERATIONS[operation].endpoint === 'cancel';
	return operation !== 'issue' || !kind.endsWith(':ZZ99');
};

const casesOf = (
	extent: Extent,
	kinds: readonly FaultKind[],
	operations: readonly OperationName[],
	all: ReadonlyArray<Pick<Case, 'retryOnFail' | 'continueOnFail'>> = settings,
): Case[] =>
	operations.flatMap((operation) =>
		kinds
			.filter((kind) => leavesOpen(kind, operation))
			// Patience takes 17 s for each try.
			.filter((kind) => kind !== 'rateLimited' || extent === 'once')
			.flatMap((kind) => all.map((setting) => ({ operation, kind, extent, ...setting }))),
	);

/** What the node is to tell of the item whose replies are spoilt. */
function expectedOf({ operation, kind, extent }: Case): Told {
	if (HARMLESS.has(kind)) return 'done';
	if (operation === 'partialRefund') return 'unknown';
	if (extent === 'once') return 'done';
	// The repetition’s reply, “cancelled already”, has no signature to be wrong.
	if (kind === 'tamperedSignature') return 'done';
	// Each account that may have been issued was cancelled again: nothing is open.
	return operation === 'issue' && extent === 'always' ? 'rejected' : 'unknown';
}

const [A299, ...otherCodes] = UNKNOWN_CODES;
const onlyCodes = kindsWith(otherCodes).filter((kind) => kind.includes(':'));

const cases = [
	...casesOf('everywhere', kindsWith([String(A299)]), ['issue']),
	...casesOf('always', kindsWith([String(A299)]), OPERATION_NAMES),
	...casesOf('once', kindsWith([String(A299)]), OPERATION_NAMES),
	...casesOf('once', onlyCodes, OPERATION_NAMES, [{ retryOnFail: true, continueOnFail: true }]),
];

const nameOf = (one: Case) =>
	`${one.operation}, ${one.kind} ${one.extent}, Retry On Fail ${one.retryOnFail ? 'on' : 'off'}, Continue On Fail ${one.continueOnFail ? 'on' : 'off'}`;

interface Judged {
	readonly run: NodeRun;
	readonly wrongs: readonly string[];
}

describe('after a fault, the books are in order and the node tells the truth:', () => {
	let setup: TestSetup;
	const results = new Map<Case, Promise<Judged>>();
	beforeAll(async () => {
		setup = await openSetup({ delayMs: 2_500 });
		await warmUp(setup);
		const limit = pLimit(CONCURRENT_RUNS);
		cases.forEach((one, index) => {
			const result = limit(() => runCase(one, `M${index}`));
			result.catch(() => {});
			results.set(one, result);
		});
	});
	afterAll(() => setup.close());

	const faultsOf = ({ operation, kind, extent }: Case, orderId: string): Fault => ({
		endpoint: extent === 'everywhere' ? 'any' : OPERATIONS[operation].endpoint,
		kind,
		times: extent === 'once' ? 1 : 'always',
		orderId,
	});

	async function runCase(one: Case, prefix: string): Promise<Judged> {
		const { operation, retryOnFail, continueOnFail } = one;
		const orderIds = Array.from({ length: ITEMS }, (_, index) => `${prefix}-${index}`);
		// n8n tries again under Continue On Fail only when the first item failed.
		const fault = faultsOf(one, `${prefix}-0`);
		setup.sandbox.faults.set([...setup.sandbox.faults.all(), fault]);
		const run = await setup.engine.runNode({
			parameters: OPERATIONS[operation].parameters({
				options: { replyTimeout: replyTimeoutFor(one.kind) },
			}),
			items: orderIds.map((id) => OPERATIONS[operation].item(setup, id)),
			retryOnFail,
			maxTries: 2,
			continueOnFail,
		});
		const wrongs = wrongsOf(setup, { operation, orderIds, run });
		const left = setup.sandbox.faults.all().filter(({ orderId }) => orderId !== fault.orderId);
		setup.sandbox.faults.set(left);
		return { run, wrongs };
	}

	it.each(cases.map((one) => [nameOf(one), one] as const))(
		'%s',
		async (_, one) => {
			const { run, wrongs } = (await results.get(one)) as Judged;
			expect(wrongs).toEqual([]);
			const expected = expectedOf(one);
			const [first, ...others] = toldOf(run, ITEMS);
			expect(first).toBe(expected);
			if (expected === 'done' || one.continueOnFail) {
				expect(run.error).toBeUndefined();
				expect(others).toEqual(['done']);
				expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			} else {
				expect(run.error?.description).toContain(
					'1 of 2 items was done; a retry of this execution does not send it again.',
				);
			}
			// Nothing is left behind when all is done, and what was done is kept when not.
			const record = Object.keys(run.contextData['node:NICEPAY'] ?? {});
			expect(record).toEqual(expected === 'done' ? [] : ['nicepayItems']);
		},
		120_000,
	);
});

describe('with lostReply: fail nothing more is sent, and the outcome is told as unknown:', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup({ delayMs: 2_500 });
	});
	afterAll(() => setup.close());

	const lossy = kindsWith(UNKNOWN_CODES).filter((kind) => !HARMLESS.has(kind));

	it.each(OPERATION_NAMES)('%s', async (operation) => {
		const { endpoint, parameters, item } = OPERATIONS[operation];
		const kinds = lossy.filter((kind) => leavesOpen(kind, operation));
		await Promise.all(
			kinds.map(async (kind, index) => {
				const id = `${operation}-${index}`;
				const fault: Fault = { endpoint, kind, times: 1, orderId: id };
				setup.sandbox.faults.set([...setup.sandbox.faults.all(), fault]);
				const input = item(setup, id);
				const run = await setup.engine.runNode({
					parameters: parameters({
						options: { replyTimeout: replyTimeoutFor(kind), lostReply: 'fail' },
					}),
					items: [input],
					retryOnFail: true,
					maxTries: 2,
				});
				expect(contextOf(run.error)).toMatchObject({ outcome: 'unknown' });
				expect(run.error?.message).toContain(String(contextOf(run.error)?.tid));
				const sent = setup
					.requests()
					.filter(({ fields }) => fields.Moid === id || fields.TID === input.tid);
				expect({ kind, sent: sent.length }).toEqual({ kind, sent: 1 });
				expect(wrongsOf(setup, { operation, orderIds: [id], run })).toEqual([]);
			}),
		);
	});
});
