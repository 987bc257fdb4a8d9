import { fieldLabel, STATUS } from '../protocol/messageFields';
import { interpretStatus } from '../protocol/outcome';
import type { ItemReader } from './ItemReader';
import type { Operation } from './Operation';

export const getTransactionStatus: Operation = {
	choice: {
		name: 'Get Transaction Status',
		value: 'getTransactionStatus',
		action: 'Get the status of a transaction',
		description: 'Query the status of a transaction at NICEPAY (거래 조회)',
	},
	subtitle: 'get status',
	properties: [
		{
			displayName: fieldLabel('status', 'TID'),
			name: 'tid',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. nicepay00m03012611231200000042',
			description:
				'TID of the issued account, exactly 30 characters. The status never proves a deposit; only the deposit notification does.',
			displayOptions: { show: { operation: ['getTransactionStatus'] } },
		},
	],
	endpoint: 'status',
	verb: 'return the transaction’s status',
	participle: 'queried',
	unknownOutcome: {
		whether: 'NICEPAY knows the transaction',
		findOut: () => 'A status query changes nothing: run the node again.',
	},

	identify: (item) => ({ identity: ['status', readTid(item)] }),

	read: (item) => ({ TID: readTid(item) }),

	prepare: (fields) => ({
		endpoint: STATUS,
		fields,
		interpret: interpretStatus,
		ifUnknown: { kind: 'retry', provesNotDone: () => true },
	}),
};

const readTid = (item: ItemReader): string => item.identifier('TID', 'tid');
