import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';

import type { WorkflowInput } from '../harness/engine/index';
import { orders } from './orders';

const settings = { timezone: 'Asia/Seoul' };
const NICEPAY = 'n8n-nodes-nicepay.nicepay';

/** One virtual account for each order, to be paid into within three days. */
export const issueAccounts: WorkflowInput = {
	id: 'issue',
	settings,
	nodes: [
		{ name: 'Orders', type: 'engine.emit', parameters: { items: [...orders] } },
		{
			name: 'Issue',
			type: NICEPAY,
			parameters: {
				operation: 'issueVirtualAccount',
				orderId: '={{ $json.orderId }}',
				amount: '={{ $json.amount }}',
				goodsName: '={{ $json.goods }}',
				bankCode: '={{ $json.bank }}',
				depositDeadline: '={{ $now.plus({ days: 3 }).endOf("day") }}',
				additionalFields: { buyerName: '={{ $json.buyer }}' },
			},
		},
	],
};

/** Started by a deposit: pays all of it back. */
export const refundDeposit: WorkflowInput = {
	id: 'refund',
	settings,
	nodes: [
		{
			name: 'Deposit',
			type: 'n8n-nodes-nicepay.nicepayTrigger',
			// The sandbox sends from this machine; NICEPAY’s own addresses are the default.
			parameters: { senderCheck: 'custom', allowedAddresses: '127.0.0.1, ::1' },
		},
		{
			name: 'Refund',
			type: NICEPAY,
			parameters: {
				operation: 'cancelRefund',
				cancelType: 'afterDeposit',
				tid: '={{ $json.tid }}',
				orderId: '={{ $json.orderId }}',
				amount: '={{ $json.amount }}',
				reason: '=고객 요청 환불 ({{ $json.depositorName }})',
				refundAccountNumber: '110-123-456789',
				refundBankCode: '088',
				refundAccountHolder: '={{ $json.depositorName }}',
			},
		},
	],
};

/** Closes an account nobody has paid into. */
export const cancelAccount = (account: IDataObject): WorkflowInput => ({
	id: 'cancel',
	settings,
	nodes: [
		{
			name: 'Account',
			type: 'engine.emit',
			parameters: { items: [account] as NodeParameterValueType },
		},
		{
			name: 'Cancel',
			type: NICEPAY,
			parameters: {
				operation: 'cancelRefund',
				cancelType: 'beforeDeposit',
				tid: '={{ $json.tid }}',
				orderId: '={{ $json.orderId }}',
				amount: '={{ $json.amount }}',
				reason: '주문 취소',
			},
		},
	],
});

/** Asks what NICEPAY knows of each account. */
export const askStatus = (accounts: readonly IDataObject[]): WorkflowInput => ({
	id: 'status',
	settings,
	nodes: [
		{
			name: 'Accounts',
			type: 'engine.emit',
			parameters: { items: [...accounts] as NodeParameterValueType },
		},
		{
			name: 'Status',
			type: NICEPAY,
			parameters: { operation: 'getTransactionStatus', tid: '={{ $json.tid }}' },
		},
	],
});
