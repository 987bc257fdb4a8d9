import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

import { isNicepay } from '../credential/account';
import type { ItemAccounts } from '../credential/itemAccounts';
import { itemAccounts } from '../credential/itemAccounts';
import { runBatch } from '../execution/batch';
import { progressLog } from '../execution/progress';
import { ExecutionRecord } from '../execution/record';
import { refundGuardOf } from '../execution/refundGuard';
import { isRateLimited } from '../protocol/resultCodes';
import { openTransport } from '../transport/openTransport';
import { describeCause } from '../transport/Transport';
import { cancelRefund } from './cancelRefund.operation';
import type { Failure } from './failure';
import { unusableFailure } from './failure';
import { getTransactionStatus } from './getTransactionStatus.operation';
import { issueVirtualAccount } from './issueVirtualAccount.operation';
import { ItemParameters } from './ItemParameters';
import type { BegunItemEnd, ItemEnd } from './ItemRunner';
import { ItemRunner } from './ItemRunner';
import { nodeErrorOf, unusableNode } from './nodeError';
import { merchantContexts } from './merchantContexts';
import type { Operation } from './Operation';
import type { NodeOptions } from './options';
import { readOptions } from './options';
import { outputOf, throwFirstFailure } from './output';
import type { CheckedInput, CheckedItem } from './preparation';
import { checkItems, claimedIdentity } from './preparation';
import { reportStopped } from './stopReport';

const OPERATIONS: Readonly<Record<string, Operation>> = {
	issueVirtualAccount,
	cancelRefund,
	getTransactionStatus,
};

/**
 * Runs the node: checks all items, carries out those that can be sent, and hands on results in the
 * order of the input.
 *
 * @throws {NodeOperationError | NodeApiError} for the first item that failed, unless the node is set
 *   to continue; its context has `outcome`, `orderId`, `tid`, `resultCode`
 *   and `resultMessage`
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const continues = this.continueOnFail();
	const parameters = new ItemParameters(this);
	const setting = await settingOf(this);
	if (setting instanceof NodeOperationError) {
		if (!continues) throw setting;
		// Without an error in each item, n8n would hand the input on as if all were well.
		const ends = this.getInputData().map((_, itemIndex): ItemEnd => {
			const claimed = claimedIdentity(parameters, itemIndex);
			return { kind: 'failed', failure: unusableFailure(setting.message, claimed) };
		});
		return [outputOf(this.getNode(), ends)];
	}
	const { operation, accounts, options } = setting;

	const round = Number(this.getWorkflowDataProxy(0).$runIndex);
	const record = new ExecutionRecord(this.getContext('node'), round);

	const checked = await checkItems(this, operation, parameters, { accounts, options, record });
	const [firstInvalid] = [...checked.failures].sort(([one], [other]) => one - other);
	if (firstInvalid && !continues) throw invalidInput(this, firstInvalid, checked.failures.size);

	const guard = guardFor(this, checked.items);
	hintAtSandboxes(this, checked.items);
	const contextOf = merchantContexts(this, options, await openTransport(this.helpers, isNicepay));
	const runner = new ItemRunner(operation, contextOf, record, guard);
	const countDone = progressLog(
		(line) => this.logger.info(line),
		operation.participle,
		checked.items.length,
		() => performance.now(),
	);

	// Not there in every context in which n8n runs a node.
	const stop = this.getExecutionCancelSignal?.();
	const ends = await runBatch<BegunItemEnd>(
		checked.items.map((item) => async () => await runner.run(item)),
		{
			concurrency: options.concurrency,
			isLast: (end) => end.kind === 'failed' && !continues,
			asksForPatience: (end) =>
				end.kind === 'failed' &&
				end.failure.outcome === 'rejected' &&
				isRateLimited(end.failure.resultCode ?? ''),
			onResult: (end) => end.kind === 'done' && countDone(),
			sleep,
			stop,
		},
	);
	const inInputOrder = endsInInputOrder(checked, ends, runner);

	const isStopped = stop?.aborted === true;
	if (isStopped) reportStopped(this.logger, inInputOrder, operation);
	if (inInputOrder.every(({ kind }) => kind === 'done')) record.forgetDone();
	if (!continues) throwFirstFailure(this, inInputOrder, isStopped);
	return [outputOf(this.getNode(), inInputOrder)];
}

/** Every item of the input with how it ended: those that were found wrong, and those that were run. */
function endsInInputOrder(
	{ items, failures }: CheckedInput,
	ends: ReadonlyArray<ItemEnd | undefined>,
	runner: ItemRunner,
): ItemEnd[] {
	const endOf = new Map<number, ItemEnd>();
	for (const [itemIndex, failure] of failures) endOf.set(itemIndex, { kind: 'failed', failure });
	items.forEach((item, position) => {
		endOf.set(item.itemIndex, ends[position] ?? runner.endOfUnstarted(item));
	});
	return [...endOf].sort(([one], [other]) => one - other).map(([, end]) => end);
}

/** What the whole run goes by. */
interface Setting {
	readonly operation: Operation;
	readonly accounts: ItemAccounts;
	readonly options: NodeOptions;
}

/** What the whole run goes by, or why nothing can be sent with it. */
async function settingOf(node: IExecuteFunctions): Promise<Setting | NodeOperationError> {
	try {
		return {
			operation: operationOf(node),
			accounts: await itemAccounts(node),
			options: readOptions(node),
		};
	} catch (error) {
		const isOurs = error instanceof NodeOperationError && 'outcome' in error.context;
		return isOurs ? error : unusableNode(node, describeCause(error));
	}
}

function operationOf(node: IExecuteFunctions): Operation {
	const name = node.getNodeParameter('operation', 0) as string;
	const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
	if (!operation) throw unusableNode(node, `There is no operation “${name}”`);
	return operation;
}

function invalidInput(
	node: IExecuteFunctions,
	[itemIndex, failure]: readonly [number, Failure],
	count: number,
) {
	const others = count > 1 ? ` ${count - 1} more of the items cannot be sent either.` : '';
	const nothingSent = `Nothing was sent in this run: all items are checked before the first one goes out.${others}`;
	const description =
		failure.outcome === 'unknown' ? `${failure.description} ${nothingSent}` : nothingSent;
	return nodeErrorOf(node.getNode(), { ...failure, description }, itemIndex);
}

function hintAtSandboxes(node: IExecuteFunctions, items: readonly CheckedItem[]): void {
	const baseUrls = new Set(items.map(({ account }) => account.baseUrl));
	for (const baseUrl of baseUrls) {
		if (isNicepay(new URL(baseUrl))) continue;
		node.addExecutionHints?.({
			message: `The credential points at ${baseUrl}, not at NICEPAY. If that is a sandbox, no account is real and no money moves.`,
			location: 'outputPane',
			type: 'info',
		});
	}
}

function guardFor(node: IExecuteFunctions, items: readonly CheckedItem[]) {
	const guard = refundGuardOf(node);
	if (!guard && items.some(({ guardedRefund }) => guardedRefund)) {
		node.addExecutionHints?.({
			message:
				'This version of n8n has no memory that lasts beyond an execution: a partial refund that is started again elsewhere is not recognised.',
			location: 'outputPane',
			type: 'warning',
		});
	}
	return guard;
}
