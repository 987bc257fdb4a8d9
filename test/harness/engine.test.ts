import { Engine } from '../../harness/engine/index';
import { listener, stubborn } from './sampleNodes';

const openEngine = () =>
	new Engine({ nodeTypes: { 'test.stubborn': stubborn, 'test.listener': listener } });

const json = (items: ReadonlyArray<{ json: object }>) => items.map((item) => item.json);

// What other tests take for granted: they would pass, and prove less, if the engine did it otherwise.

describe('Retry On Fail', () => {
	it('runs a failed node again with the context it wrote', async () => {
		const { items, error } = await openEngine().runNode({
			type: 'test.stubborn',
			parameters: { succeedsInRun: 3 },
			retryOnFail: true,
			executionId: '4711',
		});
		expect(error).toBeUndefined();
		expect(json(items)).toEqual([{ runs: 3, executionId: '4711' }]);
	});

	it('gives up after maxTries', async () => {
		const { error, status, contextData } = await openEngine().runNode({
			type: 'test.stubborn',
			parameters: { succeedsInRun: 5 },
			retryOnFail: true,
			maxTries: 2,
		});
		expect({ status, message: error?.message }).toEqual({
			status: 'error',
			message: 'Failed in run 2',
		});
		expect(contextData).toEqual({ 'node:NICEPAY': { runs: 2 } });
	});
});

describe('the editor’s Retry', () => {
	it('goes on in another engine from what was stored', async () => {
		const options = { type: 'test.stubborn', parameters: { succeedsInRun: 2 } };
		const failed = await openEngine().runNode(options);
		const { run, items, executionId } = await openEngine().retryNode(options, failed.saved);
		expect(failed.error?.message).toBe('Failed in run 1');
		expect(json(items)).toEqual([{ runs: 2, executionId }]);
		expect(executionId).not.toBe(failed.executionId);
		expect(run.mode).toBe('retry');
	});

	it('can be imitated by handing context to a new execution, as a copy', async () => {
		const contextData = { 'node:NICEPAY': { runs: 6 } };
		const { items } = await openEngine().runNode({ type: 'test.stubborn', contextData });
		expect(json(items)).toMatchObject([{ runs: 7 }]);
		expect(contextData).toEqual({ 'node:NICEPAY': { runs: 6 } });
	});
});

it('expressions are not resolved in the items a node is fed with', async () => {
	const run = await openEngine().runNode({
		type: 'n8n-nodes-base.noOp',
		items: [{ a: '={{1}}' }],
	});
	expect(json(run.items)).toEqual([{ a: '={{1}}' }]);
});

it('logs are kept apart by engine, also when they run at the same time', async () => {
	const [one, other] = [openEngine(), openEngine()];
	const options = { type: 'test.stubborn', parameters: { succeedsInRun: 2 } };
	await Promise.all([one.runNode({ ...options, retryOnFail: true }), other.runNode(options)]);
	const count = ({ logs }: Engine) => logs.text.match(/Run begins \{ runs: \d \}/g);
	expect(count(one)).toHaveLength(2);
	expect(count(other)).toHaveLength(1);
});

it('the body of a webhook is read by n8n unless the node asks for its bytes', async () => {
	const { response } = await openEngine().receiveWebhook(
		{ name: 'Trigger', type: 'test.listener' },
		{
			headers: { 'content-type': 'application/x-www-form-urlencoded; charset=euc-kr' },
			rawBody: Buffer.from('A=\xb0\xa1', 'latin1'),
		},
	);
	expect(response.status).toBe(422);
	expect(response.text).toContain('Unknown encoding: euc-kr');
});
