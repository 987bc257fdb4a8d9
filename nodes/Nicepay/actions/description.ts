import type { INodeProperties } from 'n8n-workflow';

import { cancelAdditionalFields, cancelProperties } from './cancelRefund.operation';
import { statusProperties } from './getTransactionStatus.operation';
import { issueAdditionalFields, issueProperties } from './issueVirtualAccount.operation';
import { optionsProperty } from './options';

const operationProperty: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Cancel/Refund',
			value: 'cancelRefund',
			action: 'Cancel or refund a virtual account',
			description: 'Close an unpaid virtual account, or pay a deposit back (취소/환불)',
		},
		{
			name: 'Get Transaction Status',
			value: 'getTransactionStatus',
			action: 'Get the status of a transaction',
			description: 'Ask what NICEPAY knows of a transaction (거래 조회)',
		},
		{
			name: 'Issue Virtual Account',
			value: 'issueVirtualAccount',
			action: 'Issue a virtual account',
			description: 'Open an account number for a customer to pay an order into (가상계좌 발급)',
		},
	],
	default: 'issueVirtualAccount',
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
	...issueProperties,
	...cancelProperties,
	...statusProperties,
	simplifyProperty,
	issueAdditionalFields,
	cancelAdditionalFields,
	optionsProperty,
];
