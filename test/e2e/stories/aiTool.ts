import assert from 'node:assert/strict';

import { FakeModel } from '../../../harness/n8n/FakeModel';
import { inDays, manualTrigger } from '../../../harness/n8n/nodes';
import { attach, chain, node, pinned } from '../../../harness/n8n/workflow';
import { itemsOf } from './operations';
import type { World } from './World';

/** The node in the hands of an AI agent; the model is a stand-in on this machine. */
export async function aiTool({ report, client, sandbox, credentials }: World): Promise<void> {
	await report.check('n8n lists the node as a tool, too', async () => {
		const types = await client.nodeTypes();
		const tool = types.find(({ name }) => name === 'n8n-nodes-nicepay.nicepayTool');
		assert.ok(tool, 'there is no n8n-nodes-nicepay.nicepayTool');
		assert.match(JSON.stringify(tool['outputs']), /ai_tool/);
		return String(tool['displayName']);
	});

	const model = new FakeModel({ orderId: 'AGENT-1', amount: 33_000, goodsName: '겨울 특강' });
	const url = await model.listen();
	try {
		const openAi = await client.createCredential('Model', 'openAiApi', { apiKey: 'none', url });
		const agent = node(
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: 'Issue a virtual account for order AGENT-1', options: {} },
			{ typeVersion: 1.7 },
		);
		const chatModel = node(
			'@n8n/n8n-nodes-langchain.lmChatOpenAi',
			{ model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
			{ typeVersion: 1.2, credentials: { openAiApi: { id: openAi, name: 'Model' } } },
		);
		const tool = node(
			'n8n-nodes-nicepay.nicepayTool',
			{
				operation: 'issueVirtualAccount',
				orderId: `={{ $fromAI('orderId', 'The order number', 'string') }}`,
				amount: `={{ $fromAI('amount', 'Won', 'number') }}`,
				goodsName: `={{ $fromAI('goodsName', 'What is sold', 'string') }}`,
				bankCode: '004',
				deadlineType: 'at',
				depositDeadline: inDays(3),
			},
			{ name: 'NICEPAY', ...credentials },
		);
		let workflow = pinned(chain('Agent', manualTrigger(), agent), [{}]);
		workflow = attach(workflow, { to: agent.name, as: 'ai_languageModel', node: chatModel });
		workflow = attach(workflow, { to: agent.name, as: 'ai_tool', node: tool });

		await report.check('an agent issues an account with it', async () => {
			const execution = await client.runManually(await client.createWorkflow(workflow));
			assert.equal(execution.status, 'success', execution.error?.message);
			const account = sandbox.books.findByOrder('AGENT-1');
			assert.equal(account?.amount, 33_000);
			assert.equal(account?.goodsName, '겨울 특강');
			const [answer] = itemsOf(execution, agent.name);
			assert.ok(String(answer?.['output']).includes(account?.accountNumber ?? '?'));
			return String(answer?.['output']);
		});

		await report.check('the model was offered a described tool with a typed schema', () => {
			const offered = model.requests[0]?.tools?.[0]?.function;
			assert.ok(offered, 'the model was offered no tool');
			const { properties, required } = offered.parameters as {
				properties: Record<string, { type: string; description: string }>;
				required: string[];
			};
			assert.deepEqual(Object.keys(properties).sort(), ['amount', 'goodsName', 'orderId']);
			assert.equal(properties['amount']?.type, 'number');
			assert.equal(properties['orderId']?.type, 'string');
			assert.deepEqual([...required].sort(), ['amount', 'goodsName', 'orderId']);
			assert.notEqual(offered.description, '');
			return `“${offered.name}: ${offered.description}”`;
		});
	} finally {
		model.close();
	}
}
