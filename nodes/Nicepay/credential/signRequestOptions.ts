import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { tids } from '../request/tids';
import { describeUnencodable, findUnencodable, normalizeText } from '../protocol/charset';
import { encodeForm, FORM_CONTENT_TYPE } from '../protocol/form';
import type { Endpoint, MessageFields } from '../protocol/messageFields';
import { ENDPOINTS, ISSUE } from '../protocol/messageFields';
import { FILLED_IN, signMessage } from '../protocol/sign';
import type { NicepayCredential } from './credential';
import { readCredential, maySendTo } from './credential';

/** Raised if a request cannot be signed. Nothing was sent. */
export class UnsignableRequestError extends Error {
	override readonly name = 'UnsignableRequestError';
}

/** What n8n passes to `authenticate`: its own request options, or those of the HTTP Request node. */
type RequestOptions = Omit<IHttpRequestOptions, 'url' | 'body'> & {
	url?: string;
	uri?: string;
	body?: unknown;
	form?: unknown;
};

/**
 * Signs a request from any n8n node. Recognizes NICEPAY's endpoint by the path, adds MID, EdiDate (now, in
 * KST) and SignData, and encodes the form in EUC-KR. An issue without a TID gets a new one. If the request
 * has no CharSet, asks for a UTF-8 reply, because n8n decodes replies as UTF-8.
 *
 * @param credential the properties of `nicepayApi`
 * @param options `{ baseURL, url, body }`, `{ url, body }`, or the HTTP Request node's `{ uri, form }`
 * @throws {UnsignableRequestError | UnusableCredentialError} before anything is sent
 */
export async function signRequestOptions(
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	now: () => Date = () => new Date(),
): Promise<IHttpRequestOptions> {
	const signer = readCredential(credential);
	const { form, ...given } = options as RequestOptions;
	// The credential test gives the Base URL as it was typed.
	const isOwn = given.baseURL !== undefined && given.baseURL === credential.baseUrl;
	const request = isOwn ? { ...given, baseURL: signer.baseUrl } : given;
	const endpoint = findEndpoint(request, signer);
	const method = String(request.method ?? 'POST').toUpperCase();
	if (method !== 'POST') {
		throw new UnsignableRequestError(`NICEPAY accepts only POST requests; this one is ${method}`);
	}

	const fields = readFields(form ?? request.body);
	if (endpoint === ISSUE && !fields.TID) fields.TID = await tids.forExecution(signer.mid)();
	fields.CharSet ||= 'utf-8';
	requireSignedFields(endpoint, fields);

	return {
		...request,
		method: 'POST',
		headers: { ...withoutContentType(request.headers), 'content-type': FORM_CONTENT_TYPE },
		body: encodeForm(signMessage(endpoint, fields, signer, now())),
		// Otherwise n8n would encode the body as JSON.
		json: false,
		// A redirect could send the signed form to another host. n8n has a new and several old names for this.
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
	} as unknown as IHttpRequestOptions;
}

function findEndpoint({ url, uri, baseURL }: RequestOptions, signer: NicepayCredential): Endpoint {
	const address = url ?? uri ?? '';
	const absolute = URL.canParse(address)
		? address
		: `${(baseURL ?? signer.baseUrl).replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
	if (!URL.canParse(absolute)) throw new UnsignableRequestError('The request has no valid URL');

	const target = new URL(absolute);
	if (!maySendTo(target, signer)) {
		throw new UnsignableRequestError(
			`The NICEPAY credential signs requests only to NICEPAY and to its own Base URL, not to ${target.host}`,
		);
	}
	const endpoint = Object.values(ENDPOINTS).find(({ path }) => target.pathname.endsWith(path));
	if (!endpoint) {
		const known = Object.values(ENDPOINTS).map(({ path }) => path);
		throw new UnsignableRequestError(
			`The NICEPAY credential cannot sign ${target.pathname}; it can sign ${known.join(', ')}`,
		);
	}
	return endpoint;
}

/** Reads a form, in any shape that n8n and its users pass, as text that EUC-KR can encode. */
function readFields(form: unknown): Record<string, string> {
	return Object.fromEntries(
		toEntries(form).map(([name, value]) => [name, readText(name, value)] as const),
	);
}

function toEntries(form: unknown): Array<[string, unknown]> {
	if (form === undefined || form === null || form === '') return [];
	if (typeof form === 'string') return [...new URLSearchParams(form)];
	if (Buffer.isBuffer(form)) return [...new URLSearchParams(form.toString('utf8'))];
	if (form instanceof URLSearchParams) return [...form];
	if (typeof form === 'object' && isPlainObject(form)) return Object.entries(form);
	throw new UnsignableRequestError(
		'The body must be form fields. Choose “Form Urlencoded” or JSON, not a file or a multipart form',
	);
}

/** Recognizes plain objects from any realm: n8n evaluates some in a separate context. */
const isPlainObject = (form: object): form is IDataObject =>
	Object.prototype.toString.call(form) === '[object Object]' && !('getHeaders' in form);

/** What NICEPAY knows a transaction by: never changed. */
const IDENTIFIERS = new Set(['TID', 'MID', 'Moid']);

function readText(name: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'object') {
		throw new UnsignableRequestError(`The field ${name} must be text, not a list or an object`);
	}
	const text = IDENTIFIERS.has(name) ? String(value) : normalizeText(String(value));
	const found = findUnencodable(text);
	if (found) {
		throw new UnsignableRequestError(`The field ${name} ${describeUnencodable(found)}`);
	}
	return text;
}

function requireSignedFields(endpoint: Endpoint, fields: MessageFields): void {
	const needed = new Set([...endpoint.signed, 'TID']);
	const missing = [...needed].filter((name) => !FILLED_IN.has(name) && !fields[name]);
	if (missing.length > 0) {
		throw new UnsignableRequestError(
			`A request to ${endpoint.path} cannot be signed without ${missing.join(', ')}`,
		);
	}
}

function withoutContentType(headers: IDataObject = {}): IDataObject {
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'),
	);
}
