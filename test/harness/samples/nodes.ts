import { sleep } from 'n8n-workflow';
import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	INodeType,
	IWebhookFunctions,
} from 'n8n-workflow';

import { describeNode } from '../../../harness/engine/nodes/description';

/** Counts its runs in the execution's context, and fails until the run named by its parameter. */
export const stubborn: INodeType = {
	description: describeNode('stubborn', [
		{ displayName: 'Succeeds In Run', name: 'succeedsInRun', type: 'number', default: 1 },
	]),
	async execute(this: IExecuteFunctions) {
		const context = this.getContext('node');
		context.runs = Number(context.runs ?? 0) + 1;
		this.logger.warn('Run begins', { runs: context.runs });
		if (context.runs < Number(this.getNodeParameter('succeedsInRun', 0))) {
			throw new Error(`Failed in run ${String(context.runs)}`);
		}
		return [[{ json: { runs: context.runs, executionId: this.getExecutionId() } }]];
	},
};

/** Fails for items with `bad`, each on its own under Continue On Fail. */
export const picky: INodeType = {
	description: describeNode('picky'),
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().map(({ json }, item) => {
				if (!json.bad) return { json, pairedItem: { item } };
				if (!this.continueOnFail()) throw new Error('bad item');
				return { json: { error: 'bad item' }, pairedItem: { item } };
			}),
		];
	},
};

/** Works until the execution is canceled. */
export const slow: INodeType = {
	description: describeNode('slow'),
	async execute(this: IExecuteFunctions) {
		const signal = this.getExecutionCancelSignal();
		this.getContext('node').started = true;
		while (!signal?.aborted) await sleep(5);
		return [[{ json: { stopped: true } }]];
	},
};

/** Tells which of its items n8n has not seen in this workflow; `helper: false` without the helper. */
export const memory: INodeType = {
	description: describeNode('memory'),
	async execute(this: IExecuteFunctions) {
		const ids = this.getInputData().map(({ json }) => String(json.id));
		const { checkProcessedAndRecord } = this.helpers;
		if (checkProcessedAndRecord === undefined) return [[{ json: { helper: false } }]];
		const seen = await checkProcessedAndRecord(ids, 'node', { mode: 'entries' });
		return [[{ json: { ...seen } }]];
	},
};

/** Says `FAIL` to an empty body, ignores `ignore`, throws at `throw`, starts the workflow otherwise. */
export const listener: INodeType = {
	description: describeNode(
		'listener',
		[
			{
				displayName: 'Options',
				name: 'options',
				type: 'hidden',
				default: { binaryData: true } as never,
			},
		],
		{
			inputs: [],
			group: ['trigger'],
			webhooks: [
				{
					name: 'default',
					httpMethod: 'POST',
					path: 'test',
					responseMode: 'onReceived',
					responseData: 'OK',
				},
			],
		},
	),
	async webhook(this: IWebhookFunctions) {
		const request = this.getRequestObject();
		await request.readRawBody();
		const bytes: Buffer = request.rawBody;
		this.getWorkflowStaticData('node').last = bytes.toString('latin1');
		if (bytes.length === 0) {
			this.getResponseObject().status(403).send('FAIL');
			return { noWebhookResponse: true };
		}
		const text = bytes.toString('latin1');
		if (text === 'throw') throw new Error('thrown in webhook()');
		if (text === 'ignore') return { webhookResponse: 'OK' };
		const json: IDataObject = { hex: bytes.toString('hex'), ip: request.ip, ips: request.ips };
		return { workflowData: [[{ json }]] };
	},
};

/** Signs with a function, in whichever of n8n's shapes the request comes. */
export const signer: ICredentialType = {
	name: 'nicepayApi',
	displayName: 'Signer',
	properties: [
		{ displayName: 'MID', name: 'mid', type: 'string', default: '' },
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: 'https://default.test' },
	],
	authenticate: async ({ mid, baseUrl }, options) => {
		const legacy = options as typeof options & { form?: IDataObject };
		const fields = { ...(options.body as IDataObject), ...legacy.form };
		delete legacy.form;
		return {
			...options,
			headers: { ...options.headers, 'x-base-url': String(baseUrl) },
			body: new URLSearchParams({
				...(fields as Record<string, string>),
				MID: String(mid),
			}).toString(),
		};
	},
};
