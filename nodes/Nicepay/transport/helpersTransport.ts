import type { IHttpRequestOptions } from 'n8n-workflow';

import { isBlockedByN8n, blockedByN8n } from './askN8nFirst';
import { Deadlines } from './Deadlines';
import { checkServerIdentity } from './serverIdentity';
import type { PostResult, LossReason, PostRequest, RequestHelpers, Transport } from './Transport';
import { describeCause } from '../errors';
import { MAX_REPLY_BYTES } from './Transport';

/**
 * Sends requests with n8n's request helper: a new connection for each one, proxies from the environment.
 *
 * The helper has a single timeout and does not say when it starts to send. Over `https:`, we hook into the
 * check of the server's certificate, the last step before that. An n8n without `agentOptions` has no such
 * hook; there, the timeout is the sum of both. Over `http:`, which never leaves this machine, the reply
 * timeout starts at once.
 *
 * `neverSent` needs proof: a connection whose TLS handshake has not finished, because nothing can leave
 * before that, or an error code that only an unconnected request can have. Anything else is `lost`.
 */
export function helpersTransport(helpers: RequestHelpers): Transport {
	return {
		async post(request: PostRequest): Promise<PostResult> {
			const deadlines = new Deadlines(request);
			try {
				const { protocol, hostname } = new URL(request.url);
				const options = requestOptions(request, deadlines);
				if (protocol === 'https:') options.agentOptions = tlsOptions(hostname, deadlines);
				else deadlines.connected();
				const reply: Reply = await helpers.httpRequest(options).catch(readErrorResponse);
				if (protocol === 'https:' && isUnencrypted(reply)) return refusedByProxy(reply);
				return { kind: 'replied', status: reply.statusCode, body: await readAll(reply.body) };
			} catch (error) {
				if (isBlockedByN8n(error)) return blockedByN8n(error, request.url);
				const cause = deadlines.passed ?? describeCause(getProperty(error, 'cause') ?? error);
				if (provesNothingSent(error)) return { kind: 'neverSent', cause };
				return { kind: 'lost', reason: findLossReason(error, deadlines), cause };
			} finally {
				deadlines.end();
			}
		},
	};
}

function requestOptions(request: PostRequest, deadlines: Deadlines): IHttpRequestOptions {
	return {
		method: 'POST',
		url: request.url,
		headers: { 'accept-encoding': 'identity', ...request.headers },
		body: request.body,
		// As a stream, because the helper would read a body of any size.
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: deadlines.total,
		abortSignal: deadlines.signal,
	};
}

function tlsOptions(hostname: string, deadlines: Deadlines): IHttpRequestOptions['agentOptions'] {
	return {
		// Verify certificates even if NODE_TLS_REJECT_UNAUTHORIZED=0 turns that off.
		rejectUnauthorized: true,
		get checkServerIdentity() {
			// n8n reads this property, so it will also call the function: we will know when it connects.
			deadlines.watchConnection();
			return (_: string, { raw }: { raw: Uint8Array }) => {
				deadlines.connected();
				return checkServerIdentity(hostname, raw);
			};
		},
	};
}

interface Reply {
	readonly statusCode: number;
	readonly body: AsyncIterable<Uint8Array> & { destroy(): unknown };
	/** The connection of the reply, if the helper reveals it. */
	readonly socket?: unknown;
}

/**
 * Reads the reply from an error. The helper rejects for every status other than 2xx. It has an option not
 * to, but only an error reveals the connection.
 */
function readErrorResponse(error: unknown): Reply {
	const response = getProperty(error, 'response');
	if (response === undefined) throw error;
	return {
		statusCode: Number(getProperty(response, 'status')),
		body: getProperty(response, 'data') as Reply['body'],
		socket: getProperty(getProperty(error, 'request'), 'socket'),
	};
}

/**
 * Whether a reply did not come over TLS. The helper passes a proxy's refusal of CONNECT on as if it were
 * the server's reply, with a fake socket.
 */
const isUnencrypted = ({ socket }: Reply) =>
	typeof socket === 'object' && socket !== null && getProperty(socket, 'encrypted') !== true;

function refusedByProxy({ statusCode, body }: Reply): PostResult {
	body.destroy();
	return { kind: 'neverSent', cause: `The proxy answered CONNECT with HTTP status ${statusCode}` };
}

class ReplyTooLargeError extends Error {}

async function readAll(body: Reply['body']): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes > MAX_REPLY_BYTES) throw new ReplyTooLargeError('The reply is too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Error codes that prove that the connection was never established. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ERR_INVALID_URL',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function provesNothingSent(error: unknown): boolean {
	if (NEVER_CONNECTED.has(getProperty(error, 'code'))) return true;
	// A request's socket is `null` until it has one. Behind a proxy, it gets one when the tunnel is open.
	const socket = getProperty(getProperty(error, 'request'), 'socket');
	return socket === null || getProperty(socket, 'secureConnecting') === true;
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set(['ECONNABORTED', 'ETIMEDOUT']);

function findLossReason(error: unknown, { passed }: Deadlines): LossReason {
	if (error instanceof ReplyTooLargeError) return 'tooLarge';
	return passed !== undefined || TIMEOUT_CODES.has(getProperty(error, 'code'))
		? 'timeout'
		: 'disconnected';
}

function getProperty(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[key]
		: undefined;
}
