import type { IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { InvalidSenderError, NICEPAY_SENDERS, parseSenders } from './senders';

/** What the trigger asks of the user. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Copy the <b>production URL</b> above and paste it in NICEPAY’s merchant admin (가맹점 관리자) under payment data notification (결제데이터통보) for virtual accounts (가상계좌), as plain POST with the check for the reply OK (OK 체크) switched on. One Merchant ID has one URL: all deposits of the MID arrive here.',
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
				description: 'Anything else NICEPAY sends to the same URL: cards, transfers, cancels',
			},
		],
		default: ['deposit'],
		required: true,
		description: 'Notifications that start the workflow. The others are acknowledged and dropped.',
	},
	{
		displayName: 'Sender Check',
		name: 'senderCheck',
		type: 'options',
		options: [
			{
				name: 'Custom Addresses',
				value: 'custom',
				description: 'Only from addresses you list',
			},
			{
				name: 'NICEPAY’s Addresses',
				value: 'nicepay',
				description: `Only from the addresses NICEPAY publishes: ${NICEPAY_SENDERS.join(', ')}`,
			},
			{
				name: 'Off',
				value: 'off',
				description: 'From anywhere: anyone who knows the URL can then forge a deposit',
			},
		],
		default: 'nicepay',
		description:
			'From where notifications are accepted. They are not signed: the sender’s address is what tells a real one. Behind a reverse proxy, N8N_PROXY_HOPS must be set.',
	},
	{
		displayName: 'Allowed Addresses',
		name: 'allowedAddresses',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		required: true,
		placeholder: 'e.g. 121.133.126.10, 211.33.136.0/24',
		description: 'Addresses or CIDR blocks, IPv4 or IPv6, separated by commas or lines',
		displayOptions: { show: { senderCheck: ['custom'] } },
	},
	{
		displayName: 'Confirm with NICEPAY',
		name: 'confirmWithNicepay',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask NICEPAY for the status of the transaction too, and to add its answer as “confirmation”. The deposit is handed on whatever the answer is.',
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
			'Whether to add “diagnostics” to the output: the Content-Type of NICEPAY’s notification. For the live check.',
	},
	{
		// n8n leaves the body of a version 1 webhook node alone when this is set; it would read it as UTF-8.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];

/**
 * Whether a sender's address is allowed, by the node's parameters.
 *
 * @throws {NodeOperationError} for a list that cannot be read, or is empty
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
		throw unreadableList(node, error);
	}
	throw unreadableList(node);
}

function unreadableList(node: IWebhookFunctions | IHookFunctions, error?: unknown) {
	const why =
		error instanceof InvalidSenderError ? error.message : 'there is no address in the list';
	return new NodeOperationError(node.getNode(), `Allowed Addresses cannot be used: ${why}`, {
		description: 'List addresses or CIDR blocks, separated by commas or lines.',
	});
}
