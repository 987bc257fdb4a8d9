import assert from 'node:assert/strict';

import { Sandbox } from '../../../sandbox/Sandbox';
import { issueAccounts } from '../../../harness/n8n/nodes';
import { MERCHANT } from './merchant';
import { itemsOf, runNode } from './operations';
import type { World } from './World';

const OTHER = { mid: 'second000m', merchantKey: 'The key of the second merchant==' };

/** One workflow, two merchants: the credential's properties are expressions. */
export async function merchants(world: World): Promise<void> {
	const { report, client, sandbox, sandboxUrl } = world;
	const second = new Sandbox(OTHER);
	const secondUrl = await second.listen();
	try {
		const name = 'NICEPAY of the item';
		const id = await client.createCredential(name, 'nicepayApi', {
			mid: '={{ $json.mid }}',
			// In the credential, which n8n keeps encrypted, not in the items, which it does not.
			merchantKey: `={{ $json.mid === "${OTHER.mid}" ? "${OTHER.merchantKey}" : "${MERCHANT.merchantKey}" }}`,
			baseUrl: '={{ $json.url }}',
		});
		const credentials = { nicepayApi: { id, name } };
		const order = { amount: 1_004 };
		const atFirst = (orderId: string) => ({
			...order,
			orderId,
			mid: MERCHANT.mid,
			url: sandboxUrl,
		});
		const atSecond = (orderId: string) => ({ ...order, orderId, mid: OTHER.mid, url: secondUrl });

		await report.check('each order is issued at its own merchant', async () => {
			const orders = [atFirst('MERCHANTS-A'), atSecond('MERCHANTS-B'), atFirst('MERCHANTS-C')];
			const items = itemsOf(await runNode(world, issueAccounts({ credentials }), orders));
			assert.deepEqual(
				items.map(({ orderId, tid }) => [orderId, String(tid).slice(0, 10)]),
				orders.map(({ orderId, mid }) => [orderId, mid]),
			);
			assert.equal(sandbox.books.findByOrder('MERCHANTS-A')?.state, 'issued');
			assert.equal(second.books.findByOrder('MERCHANTS-B')?.state, 'issued');
			assert.equal(second.books.all().length, 1);
		});

		await report.check('an item without a merchant fails alone', async () => {
			const node = issueAccounts({ credentials, onError: 'continueRegularOutput' });
			const nobody = { orderId: 'MERCHANTS-D', amount: 1_004 };
			const [failed, issued] = itemsOf(
				await runNode(world, node, [nobody, atSecond('MERCHANTS-E')]),
			);
			assert.equal(failed?.['outcome'], 'invalid');
			assert.equal(issued?.['status'], 'issued');
			return String(failed?.['error']);
		});
	} finally {
		await second.close();
	}
}
