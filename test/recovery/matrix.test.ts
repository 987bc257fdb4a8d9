import { setTimeout as sleep } from 'node:timers/promises';

import pLimit from 'p-limit';

import { FAULT_KINDS, type Fault, type FaultKind } from '../../sandbox/Sandbox';
import type { NodeRun, NodeRunOptions } from '../../harness/engine/index';
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

/** Most of a run is waiting. */
const CONCURRENT_RUNS = 120;
/** Milliseconds between the starts of two runs. */
const BETWEEN_STARTS = 25;
/** While this process is later than this, no run is begun: replies would come late that are not meant to. */
const LATE = 75;

/** Seconds. Short only where the timeout is what is tested. */
const replyTimeoutFor = (kind: FaultKind) => (/hang|delay/i.test(kind) ? 6 : 20);
/** How late the fault `delay` replies: later than the timeout. Milliseconds. */
const DELAY = 7_500;

/**
 * The runs share the node's connections to the one server. By default there are 5, and a reply that
 * never comes would keep one of them from all others.
 */
const optionsFor = (kind: FaultKind) => ({
	replyTimeout: replyTimeoutFor(kind),
	concurrency: 100,
});

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

let setup: TestSetup;
beforeAll(async () => {
	setup = await openSetup({ delayMs: DELAY });
	await warmUp(setup);
	cases.forEach((one, index) =>
		results.set(
			one,
			beside(() => runCase(one, `M${index}`)),
		),
	);
	reports.forEach((one, index) =>
		reported.set(
			one,
			beside(() => runReport(one, `F${index}`)),
		),
	);
});
afterAll(() => setup.close());

const running = pLimit(CONCURRENT_RUNS);
const starting = pLimit(1);

async function untilNotBusy(): Promise<void> {
	let late: number;
	do {
		const before = performance.now();
		await sleep(BETWEEN_STARTS);
		late = performance.now() - before - BETWEEN_STARTS;
	} while (late > LATE);
}

/** Carries out `work` beside other such work. A failure is told to whoever awaits the result. */
function beside<Result>(work: () => Promise<Result>): Promise<Result> {
	const result = running(async () => {
		await starting(untilNotBusy);
		return await work();
	});
	result.catch(() => {});
	return result;
}

/** Runs a node while an order's requests meet a fault. */
async function runUnderFault(fault: Fault, options: NodeRunOptions): Promise<NodeRun> {
	const { faults } = setup.sandbox;
	faults.set([...faults.all(), fault]);
	const run = await setup.engine.runNode(options);
	faults.set(faults.all().filter(({ orderId }) => orderId !== fault.orderId));
	return run;
}

const results = new Map<Case, Promise<Judged>>();

async function runCase(one: Case, prefix: string): Promise<Judged> {
	const { operation, kind, extent, retryOnFail, continueOnFail } = one;
	const { endpoint, parameters, item } = OPERATIONS[operation];
	const orderIds = Array.from({ length: ITEMS }, (_, index) => `${prefix}-${index}`);
	const fault: Fault = {
		endpoint: extent === 'everywhere' ? 'any' : endpoint,
		kind,
		times: extent === 'once' ? 1 : 'always',
		// n8n tries again under Continue On Fail only when the first item failed.
		orderId: `${prefix}-0`,
	};
	const run = await runUnderFault(fault, {
		parameters: parameters({ options: optionsFor(kind) }),
		items: orderIds.map((id) => item(setup, id)),
		retryOnFail,
		maxTries: 2,
		continueOnFail,
	});
	return { run, wrongs: wrongsOf(setup, { operation, orderIds, run }) };
}

describe('after a fault, the books are in order and the node tells the truth:', () => {
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

interface Report {
	readonly operation: OperationName;
	readonly kind: FaultKind;
}

const reports = OPERATION_NAMES.flatMap((operation) =>
	kindsWith(UNKNOWN_CODES)
		.filter((kind) => !HARMLESS.has(kind) && leavesOpen(kind, operation))
		.map((kind): Report => ({ operation, kind })),
);

interface JudgedReport extends Judged {
	/** How many requests the server got. */
	readonly sent: number;
}

const reported = new Map<Report, Promise<JudgedReport>>();

async function runReport({ operation, kind }: Report, id: string): Promise<JudgedReport> {
	const { endpoint, parameters, item } = OPERATIONS[operation];
	const input = item(setup, id);
	const run = await runUnderFault(
		{ endpoint, kind, times: 1, orderId: id },
		{
			parameters: parameters({ options: { ...optionsFor(kind), lostReply: 'fail' } }),
			items: [input],
			retryOnFail: true,
			maxTries: 2,
		},
	);
	const sent = setup
		.requests()
		.filter(({ fields }) => fields.Moid === id || fields.TID === input.tid);
	const wrongs = wrongsOf(setup, { operation, orderIds: [id], run });
	return { run, wrongs, sent: sent.length };
}

describe('with lostReply: fail nothing more is sent, and the outcome is told as unknown:', () => {
	it.each(reports.map((one) => [`${one.operation}, ${one.kind}`, one] as const))(
		'%s',
		async (_, one) => {
			const { run, wrongs, sent } = (await reported.get(one)) as JudgedReport;
			const { outcome, tid } = contextOf(run.error) ?? {};
			expect(outcome).toBe('unknown');
			expect(run.error?.message).toContain(String(tid));
			expect(sent).toBe(1);
			expect(wrongs).toEqual([]);
		},
		120_000,
	);
});
