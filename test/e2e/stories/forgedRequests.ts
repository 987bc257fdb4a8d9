import assert from 'node:assert/strict';

import { issueAccounts, manualTrigger } from '../../../harness/n8n/nodes';
import { chain, node } from '../../../harness/n8n/workflow';
import { runNode } from './operations';
import type { World } from './World';

/** n8n's protection against forged requests (SSRF): it binds the node as it binds n8n's own. */
export async function forgedRequests(world: World): Promise<void> {
	const { report, client, sandbox, sandboxUrl, credentials } = world;

	await report.check('the HTTP Request node may not reach this machine', async () => {
		const request = node(
			'n8n-nodes-base.httpRequest',
			{ url: sandboxUrl, options: {} },
			{ typeVersion: 4.2 },
		);
		const run = await client.runManually(
			await client.createWorkflow(chain('SSRF', manualTrigger(), request)),
		);
		assert.equal(run.status, 'error');
		return run.error?.message;
	});

	await report.check('nor may NICEPAY: nothing is sent, and the reason is told', async () => {
		const run = await runNode(world, issueAccounts(credentials), [
			{ orderId: 'FORGED-1', amount: 1_004 },
		]);
		assert.equal(run.status, 'error');
		assert.match(String(run.error?.message), /nothing was sent/);
		assert.match(String(run.error?.description), /SSRF protection blocks/);
		assert.deepEqual(sandbox.requests.all(), []);
		return run.error?.description;
	});
}
