import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { CONFIRM_DEPOSIT } from './confirmDeposit';
import { DEFAULT_OPERATION, OPERATIONS } from './index';
import { optionsProperty } from './options';

/** What “Operation” offers, by name. */
const choices: ReadonlyArray<{ choice: INodePropertyOptions; subtitle: string }> = [
	...OPERATIONS,
	CONFIRM_DEPOSIT,
].sort((one, other) => (one.choice.name < other.choice.name ? -1 : 1));

const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: choices.map(({ choice }) => choice),
	default: DEFAULT_OPERATION,
};

/** Shown for the operations that send a request to NICEPAY: all but Confirm Deposit. */
export const showOnlyForRequests = {
	show: { operation: OPERATIONS.map(({ choice }) => choice.value) },
};

const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: showOnlyForRequests,
};

/** Everything the editor shows of the node, in the order in which it shows it. */
export const nicepayProperties: INodeProperties[] = [
	operationProperty,
	...OPERATIONS.flatMap(({ properties }) => properties),
	simplifyProperty,
	...OPERATIONS.flatMap(({ additionalFields = [] }) => additionalFields),
	{ ...optionsProperty, displayOptions: showOnlyForRequests },
];

/** The expression that shows the operation below the node's name. */
export const nicepaySubtitle = `={{ ${JSON.stringify(
	Object.fromEntries(choices.map(({ choice, subtitle }) => [choice.value, subtitle])),
)}[$parameter.operation] }}`;
