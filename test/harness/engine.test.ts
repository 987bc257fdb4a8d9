import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openEchoServer } from './samples/echoServer';
import { Engine, loadPackage, ProcessedData } from '../../harness/engine/index';
import type { EngineOptions } from '../../harness/engine/index';
import { listener, memory, picky, signer, slow, stubborn } from './samples/nodes';

const nodeTypes = {
	'test.stubborn': stubborn,
	'test.picky': picky,
	'test.slow': slow,
	'test.memory': memory,
	'test.listener': listener,
};

function openEngine(options: EngineOptions = {}) {
	return new Engine({ nodeTypes, credentialTypes: { nicepayApi: signer }, ...options });
}

const json = (items: Array<{ json: object }>) => items.map((item) => item.json);

describe('retry', () => {
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

	it('of the editor goes on in another engine from what was stored', async () => {
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

describe('continue on fail', () => {
	const items = [{ n: 1 }, { n: 2, bad: true }];

	it('off: stops the execution', async () => {
		const run = await openEngine().runNode({ type: 'test.picky', items });
		expect(run.error?.message).toBe('bad item');
		expect(run.items).toEqual([]);
	});

	it.each([{ continueOnFail: true }, { onError: 'continueRegularOutput' as const }])(
		'%j: puts failures among the items, paired',
		async (setting) => {
			const run = await openEngine().runNode({ type: 'test.picky', items, ...setting });
			expect(run.error).toBeUndefined();
			expect(run.items).toEqual([
				{ json: { n: 1 }, pairedItem: { item: 0 } },
				{ json: { error: 'bad item' }, pairedItem: { item: 1 } },
			]);
		},
	);

	it('continueErrorOutput: puts failures into the second output, with the input item', async () => {
		const onError = 'continueErrorOutput';
		const run = await openEngine().runNode({ type: 'test.picky', items, onError });
		expect(json(run.items)).toEqual([{ n: 1 }]);
		expect(json(run.errorItems)).toEqual([{ n: 2, bad: true, error: 'bad item' }]);
	});
});

describe('cancel', () => {
	it('stops an execution halfway, keeping what it wrote', async () => {
		const run = await openEngine().runNode({
			type: 'test.slow',
			signal: AbortSignal.timeout(40),
		});
		expect(run.status).toBe('canceled');
		expect(run.contextData).toEqual({ 'node:NICEPAY': { started: true } });
	});
});

describe('expressions', () => {
	it.each([
		['Asia/Seoul', '+09:00'],
		['America/New_York', '-05:00'],
	])('are resolved in the workflow time zone %s', async (timezone, offset) => {
		const run = await openEngine().run({
			settings: { timezone },
			nodes: [
				{ name: 'Items', type: 'engine.emit', parameters: { items: [{ n: 1 }, { n: 2 }] } },
				{
					name: 'Set',
					type: 'engine.set',
					parameters: {
						fields: {
							double: '={{ $json.n * 2 }}',
							from: "={{ $('Items').item.json.n }}",
							at: "={{ DateTime.fromISO('2026-01-01').toISO() }}",
						},
					},
				},
			],
		});
		const at = `2026-01-01T00:00:00.000${offset}`;
		expect(json(run.output('Set'))).toEqual([
			{ n: 1, double: 2, from: 1, at },
			{ n: 2, double: 4, from: 2, at },
		]);
	});

	it('are not resolved in emitted items', async () => {
		const run = await openEngine().runNode({
			type: 'n8n-nodes-base.noOp',
			items: [{ a: '={{1}}' }],
		});
		expect(json(run.items)).toEqual([{ a: '={{1}}' }]);
	});
});

describe('credentials', () => {
	const credentials = { nicepayApi: { mid: 'first' }, second: { mid: 'second' } };
	let server: Awaited<ReturnType<typeof openEchoServer>>;
	beforeAll(async () => {
		server = await openEchoServer();
	});
	afterAll(() => server.close());

	it.each(['modern', 'modernWithBaseUrl', 'legacy'])(
		'sign requests of the %s shape with their own function',
		async (shape) => {
			const run = await openEngine({ credentials }).run({
				nodes: [
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						credentials: { nicepayApi: { id: 'nicepayApi', name: '' } },
						parameters: { shape, url: `${server.url}/path?q=1`, fields: { A: 'b' } },
					},
				],
			});
			expect(run.error).toBeUndefined();
			const reply = JSON.parse(String(run.output('HTTP')[0]?.json.body));
			expect(reply).toMatchObject({
				method: 'POST',
				url: '/path?q=1',
				body: 'A=b&MID=first',
				headers: { 'x-base-url': 'https://default.test' },
			});
		},
	);

	it('can be others for one node', async () => {
		const run = await openEngine({ credentials }).run({
			nodes: [
				{
					name: 'HTTP',
					type: 'n8n-nodes-base.httpRequest',
					credentials: { nicepayApi: { id: 'second', name: '' } },
					parameters: { url: server.url },
				},
			],
		});
		expect(run.output('HTTP')[0]?.json.body).toContain('MID=second');
	});

	it('that are missing fail the execution', async () => {
		const run = await openEngine().run({
			nodes: [
				{ name: 'HTTP', type: 'n8n-nodes-base.httpRequest', parameters: { url: server.url } },
			],
		});
		expect(run.error?.message).toContain('Credentials not found');
	});
});

describe('logs', () => {
	it('are kept apart by engine, also when they run at the same time', async () => {
		const [one, other] = [openEngine(), openEngine()];
		const options = { type: 'test.stubborn', parameters: { succeedsInRun: 2 } };
		await Promise.all([one.runNode({ ...options, retryOnFail: true }), other.runNode(options)]);
		const count = ({ logs }: Engine) => logs.text.match(/Run begins \{ runs: \d \}/g);
		expect(count(one)).toHaveLength(2);
		expect(count(other)).toHaveLength(1);
	});
});

describe('processed data', () => {
	const options = { type: 'test.memory', items: [{ id: 'a' }, { id: 'b' }] };

	it('is remembered by an engine, and by another that is handed it', async () => {
		const processedData = new ProcessedData();
		const engine = openEngine({ processedData });
		const first = await engine.runNode({ ...options, items: [{ id: 'a' }] });
		const second = await openEngine({ processedData }).runNode(options);
		const stranger = await openEngine().runNode(options);
		expect(json(first.items)).toEqual([{ new: ['a'], processed: [] }]);
		expect(json(second.items)).toEqual([{ new: ['b'], processed: ['a'] }]);
		expect(json(stranger.items)).toEqual([{ new: ['a', 'b'], processed: [] }]);
	});

	it('can be missing', async () => {
		const { items } = await openEngine({ processedData: 'missing' }).runNode(options);
		expect(json(items)).toEqual([{ helper: false }]);
	});
});

describe('webhooks', () => {
	const trigger = { name: 'Trigger', type: 'test.listener' };
	const workflow = { nodes: [trigger, { name: 'Next', type: 'n8n-nodes-base.noOp' }] };
	const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=euc-kr' };
	const rawBody = Buffer.from('A=\xb0\xa1', 'latin1');

	it('reach the node with their bytes and sender, and start the workflow', async () => {
		const engine = openEngine();
		const ips = ['1.2.3.4'];
		const request = { headers, rawBody, ip: '1.2.3.4', ips };
		const receipt = await engine.receiveWebhook(workflow, request);
		expect(receipt.response).toMatchObject({ status: 200, text: 'OK' });
		const run = await engine.runFromWebhook(receipt);
		expect(run.run.mode).toBe('webhook');
		expect(json(run.output('Next'))).toEqual([{ hex: '413db0a1', ip: '1.2.3.4', ips }]);
		expect([...engine.staticData.values()]).toEqual([{ 'node:Trigger': { last: 'A=\xb0\xa1' } }]);
	});

	it('can be refused by the node', async () => {
		const receipt = await openEngine().receiveWebhook(trigger, {});
		expect(receipt.response).toMatchObject({ status: 403, text: 'FAIL' });
		expect(receipt.workflowData).toBeUndefined();
	});

	it('can be accepted without starting anything', async () => {
		const engine = openEngine();
		const receipt = await engine.receiveWebhook(trigger, { rawBody: Buffer.from('ignore') });
		expect(receipt.response).toMatchObject({ status: 200, text: 'OK' });
		await expect(engine.runFromWebhook(receipt)).rejects.toThrow('started no execution');
	});

	it('are answered 500 when the node throws or the execution cannot be stored', async () => {
		const thrown = await openEngine().receiveWebhook(trigger, { rawBody: Buffer.from('throw') });
		expect(thrown.error?.message).toBe('thrown in webhook()');
		expect(thrown.response.status).toBe(500);
		const store = () => Promise.reject(new Error('disk full'));
		const lost = await openEngine().receiveWebhook(trigger, { rawBody }, { store });
		expect(lost.response.status).toBe(500);
		expect(lost.workflowData).toBeUndefined();
	});

	it('are read by n8n unless the node asks for the bytes', async () => {
		const parsing = { ...trigger, parameters: { options: {} } };
		const { response } = await openEngine().receiveWebhook(parsing, { headers, rawBody });
		expect(response.status).toBe(422);
		expect(response.text).toContain('Unknown encoding: euc-kr');
	});
});

describe('a package', () => {
	const directory = mkdtempSync(path.join(tmpdir(), 'package-'));
	afterAll(() => rmSync(directory, { recursive: true }));

	it('is loaded as n8n loads it', async () => {
		mkdirSync(path.join(directory, 'dist'));
		const files = {
			'package.json': JSON.stringify({
				name: 'n8n-nodes-sample',
				version: '1.0.0',
				n8n: { nodes: ['dist/Sample.node.js'], credentials: ['dist/Key.credentials.js'] },
			}),
			'dist/Sample.node.js': `exports.Sample = class Sample {
				description = { name: 'sample', displayName: 'Sample', description: '', group: [], version: 1,
					defaults: {}, inputs: ['main'], outputs: ['main'], properties: [],
					credentials: [{ name: 'key', required: true }] };
				async execute() { return [[{ json: await this.getCredentials('key') }]]; }
			};`,
			'dist/Key.credentials.js': `exports.Key = class Key {
				name = 'key'; displayName = 'Key';
				properties = [{ displayName: 'A', name: 'a', type: 'string', default: 'default' },
					{ displayName: 'B', name: 'b', type: 'string', default: '' }];
			};`,
		};
		for (const [name, content] of Object.entries(files)) {
			writeFileSync(path.join(directory, name), content);
		}
		const loaded = await loadPackage(directory);
		const engine = new Engine({ package: loaded, credentials: { key: { b: 'filled' } } });
		const { items, error } = await engine.runNode({ type: 'n8n-nodes-sample.sample' });
		expect(error).toBeUndefined();
		expect(json(items)).toEqual([{ a: 'default', b: 'filled' }]);
	});
});
