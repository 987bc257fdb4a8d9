import type { IDataObject, IExecuteFunctions, INodeTypeDescription } from 'n8n-workflow';

import { nicepayProperties } from '../../nodes/Nicepay/actions/description';
import { describeNode } from '../../harness/engine/index';

/** A node with this package's parameters and credential. */
export const describeContestant = (name: string): INodeTypeDescription =>
	describeNode(name, nicepayProperties, {
		credentials: [{ name: 'nicepayApi', required: true }],
	});

/** Reads what an issue is made of item by item, as nodes do. */
export function readItem(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const read = (name: string) => node.getNodeParameter(name, itemIndex);
	const { buyerName } = read('additionalFields') as IDataObject;
	return {
		Moid: read('orderId'),
		Amt: read('amount'),
		GoodsName: read('goodsName'),
		CashReceiptType: read('cashReceiptType') === 'none' ? '0' : '1',
		BankCode: read('bankCode'),
		VbankExpDate: read('depositDeadline'),
		BuyerName: buyerName,
		CharSet: 'utf-8',
		EdiType: 'JSON',
	};
}
