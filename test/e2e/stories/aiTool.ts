import assert from 'node:assert/strict';

import { FakeModel } from '../../../harness/n8n/FakeModel';
import { manualTrigger } from '../../../harness/n8n/nodes';
import { attach, chain, node, pinned, type WorkflowJson } from '../../../harness/n8n/workflow';
import { itemsOf } from './operations';
import type { World } from './World';

const AGENT = 'Agent';

/** The node in the hands of an AI agent; the model is a stand-in on this machine. */
export async function aiTool({ report, client, sandbox, credentials }: World): Promise<void> {
	await report.check('n8n lists the node as a tool, too', async () => {
		const types = await client.nodeTypes();
		const tool = types.find(({ name }) => name === 'n8n-nodes-nicepay.nicepayTool');
		assert.ok(tool, 'there is no n8n-nodes-nicepay.nicepayTool');
		assert.match(JSON.stringify(tool['outputs']), /ai_tool/);
		return String(tool['displayName']);
	});

	const order = { orderId: 'AGENT-1', amount: 33_000, goodsName: '겨울 특강' };
	const model = new FakeModel(order);
	const url = await model.listen();

	/** A workflow with an agent that has the node for a tool, and this model. */
	const withModel = (id: string, agentVersion: number): WorkflowJson => {
		const agent = node(
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: 'Issue a virtual account for order AGENT-1', options: {} },
			{ name: AGENT, typeVersion: agentVersion },
		);
		const chatModel = node(
			'@n8n/n8n-nodes-langchain.lmChatOpenAi',
			{ model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
			{ typeVersion: 1.2, credentials: { openAiApi: { id, name: 'Model' } } },
		);
		const tool = node(
			'n8n-nodes-nicepay.nicepayTool',
			{
				operation: 'issueVirtualAccount',
				orderId: `={{ $fromAI('orderId', 'The order number', 'string') }}`,
				amount: `={{ $fromAI('amount', 'Won', 'number') }}`,
				goodsName: `={{ $fromAI('goodsName', 'What is sold', 'string') }}`,
				bankCode: '004',
			},
			{ name: 'NICEPAY', ...credentials },
		);
		let workflow = pinned(chain('Agent', manualTrigger(), agent), [{}]);
		workflow = attach(workflow, { to: agent.name, as: 'ai_languageModel', node: chatModel });
		return attach(workflow, { to: agent.name, as: 'ai_tool', node: tool });
	};

	try {
		const openAi = await client.createCredential('Model', 'openAiApi', { apiKey: 'none', url });
		const workflow = withModel(openAi, 1.7);

		await report.check('an agent issues an account with it', async () => {
			const execution = await client.runManually(await client.createWorkflow(workflow));
			assert.equal(execution.status, 'success', execution.error?.message);
			const account = sandbox.books.findByOrder('AGENT-1');
			assert.equal(account?.amount, 33_000);
			assert.equal(account?.goodsName, '겨울 특강');
			const [answer] = itemsOf(execution, AGENT);
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

	await report.check('a model that is refused reads what to do, too', async () => {
		const mistaken = new FakeModel({ ...order, orderId: 'AGENT-2', goodsName: '가'.repeat(23) });
		try {
			const openAi = await client.createCredential('Mistaken model', 'openAiApi', {
				apiKey: 'none',
				url: await mistaken.listen(),
			});
			const workflow = await client.createWorkflow(withModel(openAi, 3));
			const execution = await client.runManually(workflow);
			// n8n 1 ends the run with the error instead of telling the model.
			const heard =
				execution.error?.message ??
				JSON.stringify(mistaken.requests.at(-1)?.messages.at(-1)?.content);
			assert.match(heard, /Goods Name is 46 bytes in EUC-KR; NICEPAY allows 40/);
			assert.match(heard, /Nothing was sent/);
			assert.equal(sandbox.books.findByOrder('AGENT-2'), undefined);
			return heard;
		} finally {
			mistaken.close();
		}
	});
}
