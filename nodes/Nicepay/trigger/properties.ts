import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { ADMIN_SETTINGS, TEST_MIDS } from './panel';
import { InvalidSenderError, NICEPAY_SENDERS, parseSenders } from './senders';

/** The trigger's parameters. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName: `Copy the <b>production URL</b> above into NICEPAY’s merchant admin (가맹점 관리자): payment data notification (결제데이터통보) for virtual accounts (가상계좌). ${ADMIN_SETTINGS} Each Merchant ID has one URL, so all its deposits arrive here. ${TEST_MIDS}`,
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Deposit (입금)',
				value: 'deposit',
				description: 'A customer has paid into a virtual account',
			},
			{
				name: 'Other Notification',
				value: 'other',
				description:
					'Anything else that NICEPAY sends to the same URL, such as card payments, transfers and cancels',
			},
		],
		default: ['deposit'],
		required: true,
		description:
			'Which notifications start the workflow. The trigger acknowledges the rest, and drops them.',
	},
	{
		displayName: 'Acknowledge (OK)',
		name: 'acknowledge',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'When Stored',
				value: 'stored',
				description:
					'NICEPAY gets its OK once n8n has stored the execution. If the workflow then breaks down, NICEPAY does not send the deposit again.',
			},
			{
				name: 'When the Workflow Confirms',
				value: 'workflow',
				description:
					'NICEPAY gets its OK from Confirm Deposit, an operation of the NICEPAY node. If the workflow does not get there, NICEPAY sends the deposit again.',
			},
		],
		default: 'stored',
		description:
			'When NICEPAY hears OK. Until it does, it sends the notification again, up to ten times, as set in the merchant admin.',
	},
	{
		displayName:
			'Put the NICEPAY node with the operation <b>Confirm Deposit</b> behind the step that marks the order as paid. NICEPAY waits for it, so keep the steps before it quick. They may run again for the same deposit, so their result must be the same the second time. Leave their On Error at Stop Workflow: a workflow that goes on after a failed step would confirm the deposit.',
		name: 'acknowledgeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { acknowledge: ['workflow'] } },
	},
	{
		displayName: 'Sender Check',
		name: 'senderCheck',
		type: 'options',
		options: [
			{
				name: 'Custom Addresses',
				value: 'custom',
				description: 'Only from the addresses that you list',
			},
			{
				name: 'NICEPAY’s Addresses',
				value: 'nicepay',
				description: `Only from the addresses that NICEPAY publishes: ${NICEPAY_SENDERS.join(', ')}`,
			},
			{
				name: 'Off',
				value: 'off',
				description: 'From any address. Anyone who knows the URL can forge a deposit.',
			},
		],
		default: 'nicepay',
		description:
			'Which senders to accept notifications from. NICEPAY does not sign them, so the sender’s address is the main proof that one is real. Behind a reverse proxy, you must set N8N_PROXY_HOPS.',
	},
	{
		displayName: 'Allowed Addresses',
		name: 'allowedAddresses',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		required: true,
		placeholder: 'e.g. 121.133.126.10, 211.33.136.0/24',
		description: 'IPv4 or IPv6 addresses or CIDR blocks, separated by commas or line breaks',
		displayOptions: { show: { senderCheck: ['custom'] } },
	},
	{
		displayName: 'Confirm with NICEPAY',
		name: 'confirmWithNicepay',
		type: 'boolean',
		default: false,
		description:
			'Whether to also query the transaction’s status and add NICEPAY’s answer as “confirmation”. The deposit is passed on whatever the answer is.',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description:
			'Whether to return a simplified version of the notification instead of the raw data',
	},
	{
		displayName: 'Include Diagnostics',
		name: 'diagnostics',
		type: 'boolean',
		default: false,
		description:
			'Whether to add “diagnostics” to the output: the Content-Type of NICEPAY’s notification. The live check uses it.',
	},
	{
		// Tells n8n to leave the body of a version 1 webhook node alone. Otherwise n8n decodes it as UTF-8.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];

/**
 * Reads from the node's parameters which senders are allowed.
 *
 * @returns whether an IP address is allowed
 * @throws {NodeOperationError} if the list is empty or has an invalid entry
 */
export function allowedSenders(
	node: IWebhookFunctions | IHookFunctions,
): (address: string) => boolean {
	const check = node.getNodeParameter('senderCheck', 'nicepay');
	if (check === 'off') return () => true;
	if (check !== 'custom') return parseSenders(NICEPAY_SENDERS.join(' ')).includes;
	try {
		const list = parseSenders(String(node.getNodeParameter('allowedAddresses', '')));
		if (list.size > 0) return list.includes;
	} catch (error) {
		throw unusableList(node, error);
	}
	throw unusableList(node);
}

function unusableList(node: IWebhookFunctions | IHookFunctions, error?: unknown) {
	const why = error instanceof InvalidSenderError ? error.message : 'the list is empty';
	return new NodeOperationError(node.getNode(), `Allowed Addresses cannot be used: ${why}`, {
		description: 'List IP addresses or CIDR blocks, separated by commas or line breaks.',
	});
}
