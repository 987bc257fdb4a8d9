import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';

import type { INodeParameters } from 'n8n-workflow';

import { FAULT_KINDS, type FaultKind } from '../../../../sandbox/Sandbox';
import type {
	Engine,
	EngineRun,
	NodeRunOptions,
	RequestShape,
} from '../../../../harness/engine/index';
import {
	AMOUNT,
	asking,
	type TestSetup,
	cancelling,
	issuing,
	KEY,
	openSetup,
	orders,
	refunding,
} from '../support';

/** The key as it is, and as a form, a URL or JSON would carry it. */
const FORMS = [
	KEY,
	encodeURIComponent(KEY),
	new URLSearchParams({ key: KEY }).toString().slice(4),
	KEY.replaceAll('/', '\\/'),
	Buffer.from(KEY).toString('base64'),
	Buffer.from(KEY).toString('hex'),
	// Any half of it would be too much.
	KEY.slice(0, 44),
	KEY.slice(44),
];

/** Where the key can be read in what n8n stores, shows or logs of a run. */
function leaksOf(engine: Engine, run: EngineRun): string[] {
	const everything = { depth: 30, maxArrayLength: 1000, maxStringLength: 1e6, showHidden: true };
	const error = run.error as (Error & { cause?: unknown; context?: unknown }) | undefined;
	const places: Record<string, string> = {
		'stored execution': run.saved,
		'run data': inspect(run.run.data.resultData, everything),
		record: JSON.stringify(run.contextData),
		error: inspect(error, everything),
		stack: String(error?.stack),
		cause: inspect(error?.cause, everything),
		'error as JSON': JSON.stringify(error, Object.getOwnPropertyNames(error ?? {})) ?? '',
		context: inspect(error?.context, everything),
		log: engine.logs.text,
	};
	return Object.entries(places)
		.filter(([, text]) => FORMS.some((form) => text.includes(form)))
		.map(([place]) => place);
}

describe('the merchant key appears nowhere', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup({ delayMs: 1_200 });
	});
	afterAll(() => setup.close());
	beforeEach(() => setup.reset());
	afterEach(() => {
		for (const close of closers.splice(0)) close();
	});

	async function run(options: NodeRunOptions): Promise<EngineRun> {
		const engine = await setup.openEngine();
		const ran = await engine.runNode(options);
		expect(leaksOf(engine, ran)).toEqual([]);
		expect(setup.complaints().filter((text) => text.includes('merchant key was sent'))).toEqual([]);
		return ran;
	}

	it('but the search would find it', async () => {
		const engine = await setup.openEngine();
		const ran = await engine.runNode({
			type: 'n8n-nodes-base.noOp',
			items: [{ text: `a ${KEY} b` }],
		});
		expect(leaksOf(engine, ran)).toEqual(['stored execution', 'run data']);
	});

	const operations: Array<[string, INodeParameters, number | undefined]> = [
		['an issue', issuing(), undefined],
		['a cancel', cancelling(), undefined],
		['a refund', refunding(), AMOUNT],
		['a partial refund', refunding({ partial: true }), AMOUNT],
		['a status query', asking(), undefined],
	];

	it.each(operations)('after %s, in either form of output', async (_, parameters, deposited) => {
		for (const simplify of [true, false]) {
			setup.reset();
			const { tid } = setup.account('A', deposited);
			const ran = await run({ parameters: { ...parameters, simplify }, items: [{ id: 'B', tid }] });
			expect(ran.error).toBeUndefined();
		}
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'after items that fail, with On Error %s',
		async (onError) => {
			setup.account('ORDER-1');
			await run({ parameters: issuing({ goodsName: '펲' }), items: orders(2), onError });
			await run({ parameters: issuing(), items: orders(2), onError });
		},
	);

	it('after each fault', async () => {
		const kinds = FAULT_KINDS.filter((kind) => kind !== 'rateLimited').map((kind): FaultKind =>
			kind === 'code' || kind === 'processThenCode' ? `${kind}:A299` : kind,
		);
		const { tid } = setup.account('A', AMOUNT);
		setup.sandbox.faults.set(
			kinds.map((kind) => ({ endpoint: 'any', kind, times: 'always', orderId: kind })),
		);
		const options = { replyTimeout: 1, lostReply: 'fail' };
		for (const parameters of [issuing({ options }), refunding({ partial: true, options })]) {
			await Promise.all(
				kinds.map((id) =>
					run({ parameters, items: [{ id, tid }], retryOnFail: true, maxTries: 2 }),
				),
			);
		}
	});

	it('with credentials that cannot be used, and with no NICEPAY at the other end', async () => {
		const self = await openSelfSigned();
		const credentials = [
			{ mid: 'short' },
			{ baseUrl: 'http://example.com' },
			{ baseUrl: KEY },
			{ baseUrl: 'not a URL' },
			{ mid: 'another00m' },
			{ baseUrl: 'http://127.0.0.1:1' },
			{ baseUrl: 'https://nicepay.invalid' },
			{ baseUrl: self.url },
		];
		const results = await Promise.all(
			credentials.map((changes) =>
				run({
					parameters: issuing(),
					items: [{ id: 'A' }],
					credentials: { nicepayApi: { ...setup.credential, ...changes } },
				}),
			),
		);
		for (const { error } of results) expect(error).toBeDefined();
	});

	describe.each<RequestShape>(['modern', 'modernWithBaseUrl', 'legacy'])(
		'in the HTTP Request node (%s)',
		(shape) => {
			const request = async (url: string, fields: object, changes: object = {}) => {
				const engine = await setup.openEngine();
				const ran = await engine.run(
					{
						nodes: [
							{
								name: 'HTTP',
								type: 'n8n-nodes-base.httpRequest',
								credentials: { nicepayApi: { id: 'nicepayApi', name: '' } },
								parameters: { shape, url, fields } as never,
							},
						],
					},
					{ credentials: { nicepayApi: { ...setup.credential, ...changes } } },
				);
				expect(leaksOf(engine, ran)).toEqual([]);
				return ran;
			};
			const status = '/webapi/inquery/trans_status.jsp';

			it('after an answer and after a refusal', async () => {
				const { tid } = setup.account('A');
				expect((await request(setup.url + status, { TID: tid })).error).toBeUndefined();
				await request(setup.url + status, { TID: tid }, { mid: 'another00m' });
			});

			it.each([
				['what cannot be signed', `http://127.0.0.1:1/webapi/other.jsp`, { TID: 'x' }],
				['a missing field', `http://127.0.0.1:1${status}`, {}],
				['a foreign host', `https://example.com${status}`, { TID: 'x' }],
				['a refused connection', `http://127.0.0.1:1${status}`, { TID: 'x' }],
				[
					'a name that does not resolve',
					`https://nothing.nicepay.co.kr.invalid${status}`,
					{ TID: 'x' },
				],
			])('after %s', async (_, url, fields) => {
				expect((await request(url, fields)).error).toBeDefined();
			});

			it('after a broken connection and an untrusted certificate', async () => {
				const { tid } = setup.account('A');
				setup.sandbox.faults.set([{ endpoint: 'any', kind: 'dropUnprocessed', times: 'always' }]);
				expect((await request(setup.url + status, { TID: tid })).error).toBeDefined();
				const self = await openSelfSigned();
				expect((await request(self.url + status, { TID: tid })).error).toBeDefined();
			});

			it('with a credential that cannot be used', async () => {
				expect((await request(setup.url + status, { TID: 'x' }, { mid: 'x' })).error).toBeDefined();
			});
		},
	);
});

const closers: Array<() => void> = [];

/** A server whose certificate nobody trusts, until the end of the test. */
async function openSelfSigned(): Promise<{ url: string }> {
	const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-tls-'));
	const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
	execFileSync(
		'openssl',
		['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
			.concat(['-days', '1', '-subj', '/CN=localhost'])
			.concat(['-keyout', key, '-out', cert]),
		{ stdio: 'ignore' },
	);
	const server = createServer(
		{ key: readFileSync(key), cert: readFileSync(cert) },
		(_, response) => {
			response.end('{}');
		},
	);
	rmSync(folder, { recursive: true, force: true });
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closers.push(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
