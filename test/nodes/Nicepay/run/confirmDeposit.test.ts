import type { INodeExecutionData, INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';

import { Engine, type NodeInput, type RunOptions } from '../../../../harness/engine/index';
import { builtPackage } from '../builtPackage';

const OK = { body: 'OK', headers: { 'content-type': 'text/plain' }, statusCode: 200 };

const trigger = (parameters: INodeParameters = {}): NodeInput => ({
	name: 'Deposit',
	type: 'n8n-nodes-nicepay.nicepayTrigger',
	parameters: { acknowledge: 'workflow', ...parameters },
});
const node = (name: string): NodeInput => ({ name, type: 'n8n-nodes-base.noOp' });
const confirm = (changes: Partial<NodeInput> = {}): NodeInput => ({
	name: 'Confirm',
	type: 'n8n-nodes-nicepay.nicepay',
	parameters: { operation: 'confirmDeposit' },
	...changes,
});

const ITEMS: INodeExecutionData[] = [
	{ json: { tid: 'one', nested: { list: [1, null] } } },
	{ json: {}, binary: { file: { data: 'eA==', mimeType: 'text/plain' } } },
];

describe('Confirm Deposit', () => {
	let engine: Engine;
	beforeEach(async () => {
		// It has no credential, and there is none.
		engine = new Engine({ package: await builtPackage(), credentials: {} });
	});

	/** Runs a workflow that a webhook started. @returns what the sender hears, and the run */
	async function run(nodes: NodeInput[], options: RunOptions = {}) {
		const heard: unknown[] = [];
		const result = await engine.run(
			{ nodes },
			{
				mode: 'webhook',
				input: ITEMS,
				hooks: (hooks) => hooks.addHandler('sendResponse', (response) => void heard.push(response)),
				...options,
			},
		);
		const [task] = result.tasks('Confirm');
		return { heard, result, items: result.output('Confirm'), hints: task?.hints ?? [] };
	}

	it('tells NICEPAY exactly OK, once for all items, and hands them on unchanged', async () => {
		const { heard, result, items, hints } = await run([trigger(), node('Mark paid'), confirm()]);
		expect(result.status).toBe('success');
		expect(heard).toEqual([OK]);
		expect(hints).toEqual([]);
		expect(items).toMatchObject(ITEMS);
		expect(items.map(({ json, binary }) => ({ json, ...(binary && { binary }) }))).toEqual(ITEMS);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('does so while somebody listens in the editor', async () => {
		const { heard } = await run([trigger(), confirm()], { mode: 'manual' });
		expect(heard).toEqual([OK]);
	});

	it('is not reached when a step before it fails: NICEPAY hears nothing', async () => {
		const parameters = { operation: 'getTransactionStatus', tid: 'without a credential' };
		const failing = confirm({ name: 'Failing', parameters });
		const { heard, result } = await run([trigger(), failing, confirm()]);
		expect(result.status).toBe('error');
		expect(result.tasks('Confirm')).toEqual([]);
		expect(heard).toEqual([]);
	});

	const nowhere: ReadonlyArray<[string, NodeInput[], WorkflowExecuteMode, RegExp]> = [
		[
			'no trigger of ours comes before it',
			[node('Start'), confirm()],
			'webhook',
			/no NICEPAY Trigger/,
		],
		[
			'the trigger is switched off',
			[node('Start'), { ...trigger(), disabled: true }, confirm()],
			'webhook',
			/no NICEPAY Trigger/,
		],
		[
			'the trigger has said OK already',
			[trigger({ acknowledge: 'stored' }), confirm()],
			'webhook',
			/“Deposit” has acknowledged the deposit already.*When the Workflow Confirms/,
		],
		['the execution is tried again', [trigger(), confirm()], 'retry', /ended with the first try/],
	];
	it.each(nowhere)('does nothing, and says so, when %s', async (_name, nodes, mode, message) => {
		const { heard, items, hints } = await run(nodes, { mode });
		expect(heard).toEqual([]);
		expect(items).toMatchObject(ITEMS);
		expect(hints).toEqual([
			{
				message: expect.stringMatching(message) as string,
				location: 'outputPane',
				type: 'warning',
			},
		]);
	});

	it('does nothing when another trigger has started the execution', async () => {
		const to = [{ node: 'Confirm', type: 'main' as const, index: 0 }];
		const heard: unknown[] = [];
		const result = await engine.run(
			{
				nodes: [node('Start'), trigger(), confirm()],
				connections: { Start: { main: [to] }, Deposit: { main: [to] } },
			},
			{
				mode: 'webhook',
				input: ITEMS,
				hooks: (hooks) => hooks.addHandler('sendResponse', (response) => void heard.push(response)),
			},
		);
		expect(heard).toEqual([]);
		expect(result.output('Confirm')).toMatchObject(ITEMS);
		expect(result.tasks('Confirm')[0]?.hints).toMatchObject([
			{ message: expect.stringContaining('did not start with a NICEPAY Trigger') as string },
		]);
	});

	it('fails when n8n cannot pass the reply on', async () => {
		const { result } = await run([trigger(), confirm()], {
			hooks: (hooks) =>
				hooks.addHandler('sendResponse', () => {
					throw new Error('Connection is closed.');
				}),
		});
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeOperationError',
			message: 'n8n could not pass the OK on to NICEPAY: Connection is closed.',
			description: 'If NICEPAY has not heard OK, it sends the deposit again.',
		});
	});
});
