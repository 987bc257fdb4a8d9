import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_OPERATION, OPERATIONS } from './index';
import { optionsProperty } from './options';

const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: OPERATIONS.map(({ choice }) => choice),
	default: DEFAULT_OPERATION,
};

const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Everything the editor shows of the node, in the order in which it shows it. */
export const nicepayProperties: INodeProperties[] = [
	operationProperty,
	...OPERATIONS.flatMap(({ properties }) => properties),
	simplifyProperty,
	...OPERATIONS.flatMap(({ additionalFields = [] }) => additionalFields),
	optionsProperty,
];

/** The expression that shows the operation below the node's name. */
export const nicepaySubtitle = `={{ ${JSON.stringify(
	Object.fromEntries(OPERATIONS.map(({ choice, subtitle }) => [choice.value, subtitle])),
)}[$parameter.operation] }}`;
