import type { IExecuteFunctions, INodeExecutionData, WorkflowExecuteMode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeCause } from '../errors';
import { canExecute, N8N_TOO_OLD } from '../oldestN8n';
import { ACKNOWLEDGEMENT } from '../protocol/notification';

/** Executions in which a request may still wait for its reply: started by a webhook, or by a test of one. */
const WAITING_MODES: readonly WorkflowExecuteMode[] = ['webhook', 'manual'];

/**
 * Tells NICEPAY `OK`: n8n hands it to the request that waits, also from a worker. Nobody may be waiting any
 * more, or at all: then this does nothing, and says so in a hint.
 *
 * @returns the items, unchanged
 * @throws {NodeOperationError} if n8n is too old or cannot hand the reply over; NICEPAY then sends the
 *   notification again
 */
export async function confirmDeposit(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (!canExecute(node)) throw new NodeOperationError(node.getNode(), N8N_TOO_OLD);
	const reason = whyNobodyWaits(node);
	if (reason === undefined) await sendAcknowledgement(node);
	else hint(node, reason);
	return [node.getInputData()];
}

async function sendAcknowledgement(node: IExecuteFunctions): Promise<void> {
	try {
		await node.sendResponse({
			body: ACKNOWLEDGEMENT,
			headers: { 'content-type': 'text/plain' },
			statusCode: 200,
		});
	} catch (error) {
		throw noAcknowledgement(node, describeCause(error));
	}
}

const noAcknowledgement = (node: IExecuteFunctions, cause: string) =>
	new NodeOperationError(node.getNode(), `n8n could not pass the OK on to NICEPAY: ${cause}`, {
		description: 'If NICEPAY has not heard OK, it sends the deposit again.',
	});

/** Why there is no request that this node could answer; `undefined` if there may be one. */
function whyNobodyWaits(node: IExecuteFunctions): string | undefined {
	const { name, type } = node.getNode();
	const triggers = node
		.getParentNodes(name)
		.filter((parent) => parent.type === `${type}Trigger` && !parent.disabled);
	if (triggers.length === 0) return 'no NICEPAY Trigger comes before it in this workflow';
	const data = node.getWorkflowDataProxy(0);
	const trigger = triggers.find((each) => data.$(each.name).isExecuted);
	if (!trigger) return 'this execution did not start with a NICEPAY Trigger';
	// Not from `getParentNodes`: n8n 1.88 gives no parameters there.
	if (data.$(trigger.name).params.acknowledge !== 'workflow') {
		return `“${trigger.name}” has acknowledged the deposit already. For this node to do it, set the trigger’s Acknowledge (OK) to When the Workflow Confirms`;
	}
	if (WAITING_MODES.includes(node.getMode())) return undefined;
	return 'NICEPAY’s request ended with the first try of this execution. If NICEPAY sends the deposit again, a new execution confirms it; if not, this one has dealt with it';
}

const hint = (node: IExecuteFunctions, reason: string): void =>
	node.addExecutionHints?.({
		message: `Confirm Deposit did nothing: ${reason}.`,
		location: 'outputPane',
		type: 'warning',
	});
