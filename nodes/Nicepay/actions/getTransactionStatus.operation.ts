import type { INodeProperties } from 'n8n-workflow';

import type { MessageFields } from '../protocol/messages';
import { STATUS } from '../protocol/messages';
import { interpretStatus } from '../protocol/outcome';
import type { ItemSource, Operation } from './Operation';
import { textOf } from './values';

export const statusProperties: INodeProperties[] = [
	{
		displayName: 'Transaction ID (TID)',
		name: 'tid',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. nicepay00m03012611231200000042',
		description:
			'TID of the issued account, exactly 30 characters. The status alone never proves a deposit: only the notification does.',
		displayOptions: { show: { operation: ['getTransactionStatus'] } },
	},
];

export const getTransactionStatus: Operation = {
	endpoint: 'status',
	verb: 'tell the status of the transaction',
	participle: 'asked',
	openQuestion: {
		whether: 'NICEPAY knows the transaction',
		findOut: 'Asking changes nothing: run the node again.',
	},

	identify: ({ parameter }: ItemSource) => ({ identity: ['status', tidOf(parameter)] }),

	read: ({ parameter }: ItemSource) => ({ TID: tidOf(parameter) }),

	prepare: (fields: MessageFields) => ({
		endpoint: STATUS,
		fields,
		interpret: interpretStatus,
		whenLost: { kind: 'ask' },
	}),
};

const tidOf = (parameter: ItemSource['parameter']): string =>
	textOf('Transaction ID (TID)', parameter('tid')).trim();
