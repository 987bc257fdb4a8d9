import assert from 'node:assert/strict';

import { inDays } from '../../../harness/n8n/nodes';
import { node } from '../../../harness/n8n/workflow';
import { itemsOf, runNode } from './operations';
import type { World } from './World';

/** n8n's own HTTP Request node with our credential: any signed endpoint, without our node. */
export async function httpRequest(world: World): Promise<void> {
	const { report, sandbox, sandboxUrl, credentials } = world;

	const request = (bodyParameters: Readonly<Record<string, string>>) =>
		node(
			'n8n-nodes-base.httpRequest',
			{
				method: 'POST',
				url: `${sandboxUrl}/webapi/get_vacount.jsp`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'nicepayApi',
				sendBody: true,
				contentType: 'form-urlencoded',
				bodyParameters: {
					parameters: Object.entries(bodyParameters).map(([name, value]) => ({ name, value })),
				},
				options: { response: { response: { responseFormat: 'json' } } },
			},
			{ typeVersion: 4.2, ...credentials },
		);

	await report.check('the HTTP Request node issues an account with the credential', async () => {
		const execution = await runNode(
			world,
			request({
				Moid: 'HTTP-1',
				Amt: '1004',
				GoodsName: '가나다 상품',
				BuyerName: '김철수',
				CashReceiptType: '0',
				BankCode: '004',
				VbankExpDate: inDays(3).slice(0, 10).replaceAll('-', ''),
				CharSet: 'utf-8',
			}),
		);
		const [reply] = itemsOf(execution, 'httpRequest');
		const account = sandbox.books.findByOrder('HTTP-1');
		assert.equal(reply?.['ResultCode'], '4100', JSON.stringify(reply));
		assert.equal(account?.goodsName, '가나다 상품');
		assert.equal(account?.buyerName, '김철수');
		assert.equal(reply?.['VbankNum'], account?.accountNumber);
		return `account ${account?.accountNumber}`;
	});
}
