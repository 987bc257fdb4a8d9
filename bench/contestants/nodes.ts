import type { IDataObject, IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import pLimit from 'p-limit';

import { nicepayProperties } from '../../nodes/Nicepay/operations/properties';
import { ISSUE } from '../../nodes/Nicepay/protocol/messageFields';
import { describeNode } from '../../harness/engine/index';

/** A node with this package's parameters and credential. */
const describe = (name: string): INodeTypeDescription =>
	describeNode(name, nicepayProperties, {
		credentials: [{ name: 'nicepayApi', required: true }],
	});

/** Reads the fields of an issue, one item at a time. */
function readItem(node: IExecuteFunctions, itemIndex: number): IDataObject {
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

/** Reads the same parameters as this package's node, and sends nothing. */
export const floorNode: INodeType = {
	description: describe('floor'),
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().map((_, item) => ({
				json: readItem(this, item),
				pairedItem: { item },
			})),
		];
	},
};

/**
 * Sends the same requests with n8n's request helper and this package's credential, like the HTTP
 * Request node. Unlike that node, it limits how many requests run at the same time.
 */
export const helperNode: INodeType = {
	description: describe('helper'),
	async execute(this: IExecuteFunctions) {
		const { baseUrl } = await this.getCredentials('nicepayApi');
		const { concurrency } = this.getNodeParameter('options', 0) as { concurrency: number };
		const url = `${String(baseUrl)}${ISSUE.path}`;
		const post = async (item: number) => {
			const body = readItem(this, item);
			const reply: IDataObject = await this.helpers.httpRequestWithAuthentication.call(
				this,
				'nicepayApi',
				{ method: 'POST', url, body },
			);
			if (reply.ResultCode !== '4100') throw new Error(`Not issued: ${JSON.stringify(reply)}`);
			return { json: reply, pairedItem: { item } };
		};
		return [await pLimit(concurrency).map(this.getInputData().keys(), post)];
	},
};
