import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { isNicepay } from '../credential/credential';
import type { ItemCredentials } from '../credential/itemCredentials';
import { readItemCredentials } from '../credential/itemCredentials';
import { describeCause } from '../errors';
import type { Failure } from '../failures/failure';
import { FIX_ITEM, unusableNode } from '../failures/failure';
import { toNodeError } from '../failures/nodeError';
import { canExecute, N8N_TOO_OLD } from '../oldestN8n';
import { OPERATIONS } from '../operations';
import { CONFIRM_DEPOSIT } from '../operations/confirmDeposit';
import type { DoubtfulDeadline } from '../operations/depositDeadline';
import type { Operation } from '../operations/Operation';
import type { NodeOptions } from '../operations/options';
import { readOptions } from '../operations/options';
import { isRateLimited } from '../protocol/resultCodes';
import { ExecutionRecord } from '../request/ExecutionRecord';
import { openN8nMemory } from '../request/n8nMemory';
import { OrderMemory } from '../request/OrderMemory';
import { guardPartialRefunds } from '../request/partialRefundGuard';
import { openTransport } from '../transport/openTransport';
import { runBatch } from './batch';
import { confirmDeposit } from './confirmDeposit';
import type { CheckContext, CheckedInput } from './checkItems';
import { checkItems, readClaimedIdentity, withEarlierResult } from './checkItems';
import {
	hintAtForgottenOrders,
	hintAtHeldBackOrders,
	hintAtSandboxes,
	hintAtDoubtfulDeadlines,
} from './hints';
import { ItemParameters } from './ItemParameters';
import type { ItemResult } from './ItemResult';
import { ItemRunner } from './ItemRunner';
import { merchantContexts } from './merchantContexts';
import { OneAccountPerOrder } from './OneAccountPerOrder';
import { throwFirstFailure, toOutput } from './output';
import { logProgress } from './progressLog';
import { StopLog } from './StopLog';

/**
 * Runs the node: checks every item, sends those that can be sent, and hands on results in the order of
 * the input.
 *
 * @throws {NodeOperationError | NodeApiError} for the first item that failed, unless the node is set to
 *   continue. Its context has `outcome`, `orderId`, `tid`, `resultCode` and `resultMessage`.
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (this.getNodeParameter('operation', 0) === CONFIRM_DEPOSIT.choice.value)
		return await confirmDeposit(this);

	const continues = this.continueOnFail();
	const parameters = new ItemParameters(this);
	const record = new ExecutionRecord(
		this.getContext('node'),
		Number(this.getWorkflowDataProxy(0).$runIndex),
	);
	let run: RunSettings;
	try {
		run = await readRunSettings(this);
	} catch (error) {
		return [failEveryItem(this, parameters, record, describeCause(error))];
	}
	const { operation, options } = run;

	const memory = openN8nMemory(this);
	const onePerOrder = new OneAccountPerOrder(new OrderMemory(memory), record, options);
	const doubtful: DoubtfulDeadline[] = [];
	const onDoubt = (deadline: DoubtfulDeadline) => void doubtful.push(deadline);
	const checked = await check(this, parameters, { ...run, record, onDoubt }, onePerOrder);

	hintAtSandboxes(this, checked.items);
	hintAtDoubtfulDeadlines(this, doubtful);
	const transport = await openTransport(this.helpers, isNicepay);
	const contextFor = merchantContexts(this, options, transport);
	const runner = new ItemRunner(operation, contextFor, record, guardPartialRefunds(memory));
	const countDone = logProgress(
		(line) => this.logger.info(line),
		operation.participle,
		checked.items.length,
		() => performance.now(),
	);
	// Not every context in which n8n runs a node has it.
	const stop = this.getExecutionCancelSignal?.();
	const stopLog = new StopLog(this.logger, operation, stop);
	const ran = await runBatch<ItemResult>(
		checked.items.map((item) => async () => {
			const result = await runner.run(item);
			stopLog.add(item.itemIndex, result);
			return result;
		}),
		{
			concurrency: options.concurrency,
			isLast: ({ kind }) => kind === 'failed' && !continues,
			isRateLimited: (result) =>
				result.kind === 'failed' &&
				result.failure.outcome === 'rejected' &&
				isRateLimited(result.failure.resultCode ?? ''),
			onResult: ({ kind }) => kind === 'done' && countDone(),
			sleep,
			stop,
		},
	);
	const results = await onePerOrder.handOn(checked.items, inInputOrder(checked, ran, runner), {
		contextFor,
		continues,
		onForgotten: (cause) => hintAtForgottenOrders(this, cause),
		onHeldBack: (cause) => hintAtHeldBackOrders(this, cause),
		sleep,
		stop,
	});

	stopLog.close(results);
	if (results.every(({ kind }) => kind === 'done')) record.forgetDone();
	if (!continues) throwFirstFailure(this, results, stop?.aborted === true);
	return [toOutput(this.getNode(), results)];
}

/** Checks every item, and fails the node for the first that cannot be sent, unless it continues. */
async function check(
	node: IExecuteFunctions,
	parameters: ItemParameters,
	context: CheckContext,
	onePerOrder: OneAccountPerOrder,
): Promise<CheckedInput> {
	const continues = node.continueOnFail();
	const checked = await checkItems(node, parameters, context);
	if (!continues) throwFirstInvalid(node, checked.failures);
	const sendable = await onePerOrder.leaveOutTaken(checked);
	if (!continues) throwFirstInvalid(node, sendable.failures);
	return sendable;
}

/** What the whole run goes by. */
interface RunSettings {
	readonly operation: Operation;
	readonly credentials: ItemCredentials;
	readonly options: NodeOptions;
}

/** @throws when no item can be sent: the reason is the message */
async function readRunSettings(node: IExecuteFunctions): Promise<RunSettings> {
	if (!canExecute(node)) throw new Error(N8N_TOO_OLD);
	const name = node.getNodeParameter('operation', 0) as string;
	const operation = OPERATIONS.find(({ choice }) => choice.value === name);
	if (!operation) throw new Error(`There is no operation “${name}”`);
	return {
		operation,
		credentials: await readItemCredentials(node),
		options: readOptions(node),
	};
}

/** The node as a whole cannot run: fails it, or each of its items. */
function failEveryItem(
	node: IExecuteFunctions,
	parameters: ItemParameters,
	record: ExecutionRecord,
	message: string,
): INodeExecutionData[] {
	if (!node.continueOnFail()) throw toNodeError(node.getNode(), unusableNode(message));
	// Without an error in each item, n8n would hand the input on as if all were well.
	const results = node.getInputData().map((_, itemIndex): ItemResult => {
		const failure = unusableNode(message, readClaimedIdentity(parameters, itemIndex));
		return { kind: 'failed', failure: withEarlierResult(failure, itemIndex, record) };
	});
	return toOutput(node.getNode(), results);
}

/** Fails the node for the first item that cannot be sent, before any other is. */
function throwFirstInvalid(node: IExecuteFunctions, failures: ReadonlyMap<number, Failure>): void {
	const [first] = [...failures].sort(([one], [other]) => one - other);
	if (!first) return;
	const [itemIndex, failure] = first;
	const description = [
		...(failure.description === FIX_ITEM ? [] : [failure.description]),
		'Nothing was sent in this run: all items are checked before the first is sent.',
		...(failures.size > 1 ? [`${failures.size} items cannot be sent.`] : []),
	].join(' ');
	throw toNodeError(node.getNode(), { ...failure, description }, itemIndex);
}

/** The result of every item of the input: those found wrong, those run, and those not reached. */
function inInputOrder(
	{ items, failures }: CheckedInput,
	ran: ReadonlyArray<ItemResult | undefined>,
	runner: ItemRunner,
): ItemResult[] {
	const results = new Map<number, ItemResult>();
	for (const [itemIndex, failure] of failures) results.set(itemIndex, { kind: 'failed', failure });
	items.forEach((item, position) => {
		results.set(item.itemIndex, ran[position] ?? runner.resultOfUnreached(item));
	});
	return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}
