import type { IDataObject } from 'n8n-workflow';
import pLimit from 'p-limit';

import { FAULT_KINDS, type Fault, type FaultKind } from '../../sandbox/Sandbox';
import { type Engine, type NodeRunOptions, ProcessedData } from '../../harness/engine/index';
import { type TestSetup, openSetup, warmUp } from '../nodes/Nicepay/support';
import { OPERATION_NAMES, type OperationName, OPERATIONS, wrongsOf } from './operations';

const SEED = Number(process.env.RECOVERY_SEED ?? Date.now() % 1_000_000_007);
const RUNS = Number(process.env.RECOVERY_RUNS ?? 80);
const BATCH = 50;
const CONCURRENT_RUNS = 64;
/** Of all items, those to which something happens. */
const FAULTY = 0.08;

const CODES = ['A299', 'A226', 'A401', 'A402', 'A403', 'A304', 'A306', '9002', 'X003', '2159'];

/** Numbers in [0, 1) that a seed decides (mulberry32). */
function randomNumbers(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/**
 * Those that do not depend on time: on a busy machine a short timeout would also hit replies that are
 * not meant to be late. The matrix has the others.
 */
const KINDS = FAULT_KINDS.filter((kind) => !/hang|delay/i.test(kind));
/** Seconds. */
const REPLY_TIMEOUT = 120;

interface Plan {
	readonly operation: OperationName;
	readonly orderIds: readonly string[];
	readonly faults: readonly Fault[];
	readonly settings: Pick<NodeRunOptions, 'retryOnFail' | 'maxTries' | 'onError'>;
	readonly concurrency: number;
	/** How often the editor’s Retry is used when the execution fails. */
	readonly retries: number;
}

function planOf(index: number, random: () => number): Plan {
	const pick = <Choice>(choices: readonly Choice[]): Choice =>
		choices[Math.floor(random() * choices.length)] as Choice;
	const operation = pick(OPERATION_NAMES);
	const { endpoint } = OPERATIONS[operation];

	const kindOf = (): FaultKind => {
		const kind = pick(KINDS);
		return kind === 'code' || kind === 'processThenCode' ? `${kind}:${pick(CODES)}` : kind;
	};
	const faultFor = (orderId: string): Fault => ({
		endpoint: pick([endpoint, endpoint, 'any', 'cancel']),
		kind: kindOf(),
		times: pick([1, 1, 1, 2, 3, 'always']),
		orderId,
	});
	const orderIds = Array.from({ length: BATCH }, (_, item) => `R${index}-${item}`);
	const faults = orderIds.flatMap((orderId) =>
		random() < FAULTY ? Array.from({ length: pick([1, 1, 2]) }, () => faultFor(orderId)) : [],
	);
	return {
		operation,
		orderIds,
		// Patience takes its time, one item after the other: a few are enough.
		faults: faults.filter(
			({ kind, times }) => kind !== 'rateLimited' || (times === 1 && random() < 0.2),
		),
		settings: {
			retryOnFail: random() < 0.5,
			maxTries: 2,
			onError: pick([
				'stopWorkflow',
				'stopWorkflow',
				'continueRegularOutput',
				'continueErrorOutput',
			] as const),
		},
		concurrency: pick([5, 20]),
		retries: pick([0, 1, 2]),
	};
}

describe(`${RUNS} random batches of ${BATCH} (RECOVERY_SEED=${SEED})`, () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
		await warmUp(setup);
	});
	afterAll(() => setup.close());

	/** @returns what was wrong after each execution, and how many executions there were */
	async function carryOut(plan: Plan): Promise<{ wrongs: string[]; executions: number }> {
		const { operation, orderIds, settings, concurrency, retries } = plan;
		const faulty = new Set(orderIds);
		setup.sandbox.faults.set([...setup.sandbox.faults.all(), ...plan.faults]);
		const items: IDataObject[] = orderIds.map((id) => OPERATIONS[operation].item(setup, id));
		// What is remembered beyond an execution is shared by all workers; the rest is not.
		const processedData = new ProcessedData();
		const worker = (): Promise<Engine> => setup.openEngine({ processedData });
		const options: NodeRunOptions = {
			parameters: OPERATIONS[operation].parameters({
				options: { replyTimeout: REPLY_TIMEOUT, concurrency },
			}),
			items,
			...settings,
		};
		let run = await (await worker()).runNode(options);
		const wrongs = wrongsOf(setup, { operation, orderIds, run });
		let executions = 1;
		for (; executions <= retries && run.error; executions++) {
			run = await (await worker()).retryNode(options, run.saved);
			wrongs.push(...wrongsOf(setup, { operation, orderIds, run }));
		}
		setup.sandbox.faults.set(
			setup.sandbox.faults.all().filter(({ orderId = '' }) => !faulty.has(orderId)),
		);
		return { wrongs, executions };
	}

	it('leave the books in order, and the node tells the truth', async () => {
		process.stdout.write(`RECOVERY_SEED=${SEED} RECOVERY_RUNS=${RUNS}\n`);
		const random = randomNumbers(SEED);
		const plans = Array.from({ length: RUNS }, (_, index) => planOf(index, random));
		const limit = pLimit(CONCURRENT_RUNS);
		const results = await limit.map(plans, async (plan) => ({ plan, ...(await carryOut(plan)) }));
		const wrong = results
			.filter(({ wrongs }) => wrongs.length > 0)
			.map(({ plan: { operation, settings, faults }, wrongs }) => ({
				operation,
				settings,
				faults: faults.filter(({ orderId }) => wrongs.join().includes(`${orderId} `)),
				wrongs,
			}));
		expect(wrong).toEqual([]);
		// Something did happen to them.
		const faults = setup.requests().filter(({ fault }) => fault !== null);
		expect(faults.length).toBeGreaterThan(RUNS);
	}, 240_000);
});
