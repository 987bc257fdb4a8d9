import type { Readable } from 'node:stream';

import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	INodeType,
	IRequestOptions,
} from 'n8n-workflow';

import { describeNode } from './description';

/**
 * How to send a request with a credential: `modern` uses `httpRequestWithAuthentication` with one URL,
 * `modernWithBaseUrl` splits off the base URL, as the credential test does, and `legacy` does what n8n's
 * HTTP Request node does.
 */
export type RequestShape = 'modern' | 'modernWithBaseUrl' | 'legacy';

interface Call {
	credential: string;
	shape: RequestShape;
	method: IHttpRequestMethods;
	url: string;
	fields: IDataObject;
}

interface FullReply {
	statusCode: number;
	headers: IDataObject;
	body: Buffer | Readable;
}

const shapes: Record<RequestShape, (this: IExecuteFunctions, call: Call) => Promise<FullReply>> = {
	async modern({ credential, method, url, fields }) {
		const options = { ...modernOptions, method, url, body: fields };
		return await this.helpers.httpRequestWithAuthentication.call(this, credential, options);
	},
	async modernWithBaseUrl({ credential, method, url, fields }) {
		const { origin, pathname, search } = new URL(url);
		const options: IHttpRequestOptions = {
			...modernOptions,
			method,
			baseURL: origin,
			url: pathname + search,
			body: fields,
		};
		return await this.helpers.httpRequestWithAuthentication.call(this, credential, options);
	},
	async legacy({ credential, method, url, fields }) {
		const options = { ...legacyOptions(), method, uri: url, form: fields };
		return await this.helpers.requestWithAuthentication.call(this, credential, options);
	},
};

const modernOptions = {
	encoding: 'arraybuffer',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
} as const;

/** The options HTTP Request 4.x sets for a form-urlencoded body and response format “Autodetect”. */
function legacyOptions(): IRequestOptions {
	return {
		headers: {},
		gzip: true,
		rejectUnauthorized: true,
		followRedirect: true,
		followAllRedirects: true,
		resolveWithFullResponse: true,
		simple: false,
		timeout: 300_000,
		encoding: null,
		json: false,
		useStream: true,
	};
}

/**
 * Sends `fields` to `url` with `credential`, as n8n's HTTP Request node does. It has that node's name,
 * because n8n lets only that node use credentials that its description does not list.
 */
export const httpRequest: INodeType = {
	description: describeNode('httpRequest', [
		{ displayName: 'Credential', name: 'credential', type: 'string', default: 'nicepayApi' },
		{ displayName: 'Shape', name: 'shape', type: 'string', default: 'legacy' },
		{ displayName: 'Method', name: 'method', type: 'string', default: 'POST' },
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Fields', name: 'fields', type: 'json', default: {} as never },
	]),
	async execute(this: IExecuteFunctions) {
		const output = [];
		for (const item of this.getInputData().keys()) {
			const call: Call = {
				credential: this.getNodeParameter('credential', item) as string,
				shape: this.getNodeParameter('shape', item) as RequestShape,
				method: this.getNodeParameter('method', item) as IHttpRequestMethods,
				url: this.getNodeParameter('url', item) as string,
				fields: this.getNodeParameter('fields', item) as IDataObject,
			};
			const { statusCode, headers, body } = await shapes[call.shape].call(this, call);
			const bytes = Buffer.isBuffer(body) ? body : await this.helpers.binaryToBuffer(body);
			const json = { statusCode, headers: { ...headers }, body: bytes.toString('utf8') };
			output.push({
				json: { ...json, bodyBase64: bytes.toString('base64') },
				pairedItem: { item },
			});
		}
		return [output];
	},
};
