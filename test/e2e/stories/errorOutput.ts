import assert from 'node:assert/strict';

import type { Execution } from '../../../harness/n8n/N8nClient';
import { issueAccounts, nicepay } from '../../../harness/n8n/nodes';
import type { NodeJson } from '../../../harness/n8n/workflow';
import { runNode } from './operations';
import type { World } from './World';

/** What the error output says of an item, beside what the item itself brought along. */
export async function errorOutput(world: World): Promise<void> {
	const { report, credentials } = world;
	const item = { orderId: 'ERRORS-1', amount: 1_004, tid: 'TID of a row', note: '메모' };
	const onError = 'continueErrorOutput';

	const failedOf = async (node: NodeJson): Promise<Record<string, unknown>> => {
		const { runs }: Execution = await runNode(world, node, [item]);
		const [, failed] = runs['nicepay']?.at(-1)?.data?.main ?? [];
		assert.ok(failed?.[0], 'nothing in the error output');
		return failed[0].json;
	};

	await report.check(
		'keeps the item’s own fields when the node cannot run: no credential',
		async () => {
			const failed = await failedOf(issueAccounts({ onError }));
			assert.deepEqual({ ...failed, ...item }, failed);
			assert.equal(failed['outcome'], 'invalid');
			return String(failed['error']);
		},
	);

	await report.check('keeps them when an option cannot be used', async () => {
		const node = issueAccounts({ ...credentials, onError }, { options: { concurrency: 0 } });
		const failed = await failedOf(node);
		assert.deepEqual({ ...failed, ...item }, failed);
		assert.equal(failed['outcome'], 'invalid');
	});

	await report.check('keeps an order number of which a status knows nothing', async () => {
		const node = nicepay('getTransactionStatus', { tid: 'short' }, { ...credentials, onError });
		const { orderId, note, outcome } = await failedOf(node);
		assert.deepEqual([orderId, note, outcome], [item.orderId, item.note, 'invalid']);
	});
}
