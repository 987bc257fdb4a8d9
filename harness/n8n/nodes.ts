import { randomUUID } from 'node:crypto';

import { node, type NodeJson, type NodeSettings } from './workflow';

type Parameters = NodeJson['parameters'];

const DAY = 86_400_000;

/** Manual Trigger: “Execute workflow” in the editor. */
export const manualTrigger = (): NodeJson => node('n8n-nodes-base.manualTrigger');

/** Webhook for JSON `{ items: [...] }`. By default, it responds before the workflow runs. */
export const webhook = (path: string, parameters: Parameters = {}): NodeJson =>
	node(
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path, options: {}, ...parameters },
		{ typeVersion: 2, webhookId: randomUUID() },
	);

/** Schedule Trigger that fires once (or rather once a year), to the second. */
export function scheduleOnce(name: string, at: Date): NodeJson {
	// Workflows made here are in Korean time.
	const korean = new Date(at.getTime() + 9 * 3_600_000);
	const expression = [
		korean.getUTCSeconds(),
		korean.getUTCMinutes(),
		korean.getUTCHours(),
		korean.getUTCDate(),
		korean.getUTCMonth() + 1,
		'*',
	].join(' ');
	return node(
		'n8n-nodes-base.scheduleTrigger',
		{ rule: { interval: [{ field: 'cronExpression', expression }] } },
		{ name, typeVersion: 1.2 },
	);
}

/** Split Out: one n8n item for each of the webhook's `items`. */
export const splitOut = (): NodeJson =>
	node('n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.items', options: {} });

/** NICEPAY with the given operation. */
export const nicepay = (
	operation: 'issueVirtualAccount' | 'cancelRefund' | 'getTransactionStatus',
	parameters: Parameters,
	settings: NodeSettings = {},
): NodeJson => node('n8n-nodes-nicepay.nicepay', { operation, ...parameters }, settings);

/** NICEPAY: issues an account for each item's `orderId` and `amount`. */
export const issueAccounts = (settings: NodeSettings, parameters: Parameters = {}): NodeJson =>
	nicepay(
		'issueVirtualAccount',
		{
			orderId: '={{ $json.orderId }}',
			amount: '={{ $json.amount }}',
			goodsName: '11월 수강료',
			bankCode: '004',
			deadlineType: 'at',
			depositDeadline: inDays(3),
			additionalFields: { buyerName: '홍길동' },
			...parameters,
		},
		settings,
	);

/** NICEPAY: says OK to NICEPAY. It has no credential. */
export const confirmDeposit = (): NodeJson =>
	node('n8n-nodes-nicepay.nicepay', { operation: 'confirmDeposit' }, { name: 'Confirm' });

/** HTTP Request that posts each item as JSON. */
export const postItem = (url: string, name = 'httpRequest'): NodeJson =>
	node(
		'n8n-nodes-base.httpRequest',
		{
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ JSON.stringify($json) }}',
			options: {},
		},
		{ name, typeVersion: 4.2 },
	);

/** Filter that lets items through whose `field` is `value`. */
export const onlyWhere = (field: string, value: string): NodeJson =>
	node('n8n-nodes-base.filter', {
		conditions: {
			string: [{ value1: `={{ $json.${field} }}`, operation: 'equal', value2: value }],
		},
	});

/** NICEPAY Trigger that accepts notifications from this machine. */
export const nicepayTrigger = (settings: NodeSettings, parameters: Parameters = {}): NodeJson =>
	node(
		'n8n-nodes-nicepay.nicepayTrigger',
		{ senderCheck: 'custom', allowedAddresses: '127.0.0.1', ...parameters },
		{ webhookId: randomUUID(), ...settings },
	);

/** Remove Duplicates across executions, which the docs recommend after the trigger. */
export const removeDuplicateEvents = (): NodeJson =>
	node(
		'n8n-nodes-base.removeDuplicates',
		{
			operation: 'removeItemsSeenInPreviousExecutions',
			logic: 'removeItemsWithAlreadySeenKeyValues',
			dedupeValue: '={{ $json.eventId }}',
			options: {},
		},
		{ typeVersion: 2 },
	);

export const noOp = (): NodeJson => node('n8n-nodes-base.noOp');

/** The time in `days` days, as ISO 8601 in UTC. */
export const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
