import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeInput, WorkflowInput } from '../harness/engine/index';

/** What a shop might have sold this morning. Amounts in won. */
const ORDERS = [
	{
		orderId: 'DEMO-1001',
		goods: '11월 수학 수강료',
		amount: 250_000,
		bank: '088',
		buyer: '홍길동',
	},
	{ orderId: 'DEMO-1002', goods: '철학 교재 2권', amount: 38_000, bank: '004', buyer: '김철수' },
	{
		orderId: 'DEMO-1003',
		goods: '청소년 캠프 참가비',
		amount: 120_000,
		bank: '011',
		buyer: '이영희',
	},
	{ orderId: 'DEMO-1004', goods: '처음 만나는 코딩', amount: 45_000, bank: '020', buyer: '박처음' },
];

/** A workflow of nodes in a row. */
const workflow = (id: string, ...nodes: NodeInput[]): WorkflowInput => ({
	id,
	settings: { timezone: 'Asia/Seoul' },
	nodes,
});

const emit = (name: string, items: IDataObject[]): NodeInput => ({
	name,
	type: 'engine.emit',
	parameters: { items } as INodeParameters,
});

const nicepay = (name: string, parameters: INodeParameters): NodeInput => ({
	name,
	type: 'n8n-nodes-nicepay.nicepay',
	parameters,
});

/** Issues a virtual account for each order, to be paid within three days. */
export const issueAccounts = workflow(
	'issue',
	emit('Orders', ORDERS),
	nicepay('Issue', {
		operation: 'issueVirtualAccount',
		orderId: '={{ $json.orderId }}',
		amount: '={{ $json.amount }}',
		goodsName: '={{ $json.goods }}',
		bankCode: '={{ $json.bank }}',
		deadlineDays: 3,
		additionalFields: { buyerName: '={{ $json.buyer }}' },
	}),
);

/** Starts on a deposit, and refunds all of it. */
export const refundDeposit = workflow(
	'refund',
	{
		name: 'Deposit',
		type: 'n8n-nodes-nicepay.nicepayTrigger',
		// The sandbox sends from this machine; NICEPAY's own addresses are the default.
		parameters: { senderCheck: 'custom', allowedAddresses: '127.0.0.1, ::1' },
	},
	nicepay('Refund', {
		operation: 'cancelRefund',
		cancelType: 'afterDeposit',
		tid: '={{ $json.tid }}',
		orderId: '={{ $json.orderId }}',
		amount: '={{ $json.amount }}',
		reason: '=고객 요청 환불 ({{ $json.depositorName }})',
		refundAccountNumber: '110-123-456789',
		refundBankCode: '088',
		refundAccountHolder: '={{ $json.depositorName }}',
	}),
);

/** Cancels an unpaid account. */
export const cancelAccount = (account: IDataObject): WorkflowInput =>
	workflow(
		'cancel',
		emit('Account', [account]),
		nicepay('Cancel', {
			operation: 'cancelRefund',
			cancelType: 'beforeDeposit',
			tid: '={{ $json.tid }}',
			orderId: '={{ $json.orderId }}',
			amount: '={{ $json.amount }}',
			reason: '주문 취소',
		}),
	);

/** Gets the status of each account. */
export const getStatuses = (accounts: IDataObject[]): WorkflowInput =>
	workflow(
		'status',
		emit('Accounts', accounts),
		nicepay('Status', { operation: 'getTransactionStatus', tid: '={{ $json.tid }}' }),
	);
