import type { IHookFunctions, NodeTypeAndVersion, WorkflowActivateMode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readCredential } from '../credential/credential';
import { describeCause } from '../errors';
import { N8N_TOO_OLD } from '../oldestN8n';
import { allowedSenders } from './properties';

/**
 * When somebody publishes the workflow. n8n also activates it at its start, when the credential may be out of
 * reach for a moment, and while somebody listens.
 */
const PUBLISHING: readonly WorkflowActivateMode[] = ['activate', 'create', 'update'];

/**
 * Reports what would keep deposits out now, not when the first one arrives.
 *
 * @throws {NodeOperationError} n8n then does not publish the workflow, and shows the message
 */
export async function checkSetup(trigger: IHookFunctions): Promise<void> {
	allowedSenders(trigger);
	const behind = trigger.getChildNodes(trigger.getNode().name, { includeNodeParameters: true });
	// n8n 1.75 does not tell them yet.
	if (behind.some(({ parameters }) => !parameters)) throw unusable(trigger, N8N_TOO_OLD);
	const mode = trigger.getActivationMode();
	if (PUBLISHING.includes(mode)) {
		await checkCredential(trigger);
		checkParameters(trigger);
	}
	const waits = trigger.getNodeParameter('acknowledge', 'stored') === 'workflow';
	if (waits && mode !== 'manual' && !isConfirmed(trigger, behind)) {
		throw unusable(
			trigger,
			'No Confirm Deposit comes behind this trigger, so NICEPAY would never hear OK',
			'Add the NICEPAY node with the operation Confirm Deposit, or set Acknowledge (OK) to When Stored.',
		);
	}
}

function checkParameters(trigger: IHookFunctions): void {
	const events = trigger.getNodeParameter('events', []);
	if (!Array.isArray(events) || !events.some((event) => event === 'deposit' || event === 'other')) {
		throw unusable(
			trigger,
			'Trigger On includes nothing, so NICEPAY would hear OK and no deposit would start the workflow',
		);
	}
	// Confirm Deposit reads the parameter as it is written, so it cannot be an expression.
	const { acknowledge = 'stored' } = trigger.getNode().parameters;
	if (acknowledge !== 'stored' && acknowledge !== 'workflow') {
		throw unusable(trigger, 'Acknowledge (OK) must be one of its two values');
	}
}

async function checkCredential(trigger: IHookFunctions): Promise<void> {
	try {
		readCredential(await trigger.getCredentials('nicepayApi'));
	} catch (error) {
		throw unusable(
			trigger,
			`The trigger cannot use its credential: ${describeCause(error)}. In a trigger, a credential cannot use $json`,
			'Correct the credential. Each MID needs one, and a trigger of its own.',
		);
	}
}

const unusable = (trigger: IHookFunctions, message: string, description?: string) =>
	new NodeOperationError(trigger.getNode(), message, { description });

function isConfirmed(trigger: IHookFunctions, behind: readonly NodeTypeAndVersion[]): boolean {
	const { type } = trigger.getNode();
	return behind.some(
		(node) =>
			!node.disabled &&
			`${node.type}Trigger` === type &&
			node.parameters?.operation === 'confirmDeposit',
	);
}
