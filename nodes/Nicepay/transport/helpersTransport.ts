import type { IHttpRequestOptions } from 'n8n-workflow';

import { isRefusedByN8n, refusedByN8n } from './askN8nFirst';
import { Deadlines } from './Deadlines';
import { checkServerIdentity } from './serverIdentity';
import type { PostResult, LossReason, PostRequest, RequestHelpers, Transport } from './Transport';
import { describeCause } from '../errors';
import { MAX_REPLY_BYTES } from './Transport';

/**
 * Posts by n8n's request helper: a new connection for each request, proxies by environment.
 *
 * The helper has one timeout, from beginning to end, and does not tell when it begins to send. Over
 * `https:` the check of the server's certificate, the last step before that, marks the moment; in an
 * n8n that takes no `agentOptions` there is one timeout, the sum of both. Over `http:`, which goes to
 * this machine only, the reply timeout counts from the beginning.
 *
 * That a request was never sent is not concluded from silence, but read from the connection it leaves
 * behind: before the handshake is over, TLS lets nothing out. Where there is no connection to look
 * at, the code of the error must prove it. All else is `lost`.
 */
export function helpersTransport(helpers: RequestHelpers): Transport {
	return {
		async post(posting: PostRequest): Promise<PostResult> {
			const deadlines = new Deadlines(posting);
			try {
				const { protocol, hostname } = new URL(posting.url);
				const options = requestOptions(posting, deadlines);
				if (protocol === 'https:') options.agentOptions = tlsOptions(hostname, deadlines);
				else deadlines.connected();
				const reply: Reply = await helpers.httpRequest(options).catch(replyOf);
				if (protocol === 'https:' && isInClear(reply)) return refusedByProxy(reply);
				return { kind: 'replied', status: reply.statusCode, body: await readAll(reply.body) };
			} catch (error) {
				if (isRefusedByN8n(error)) return refusedByN8n(error, posting.url);
				const cause = deadlines.passed ?? describeCause(at(error, 'cause') ?? error);
				if (provesNothingSent(error)) return { kind: 'neverSent', cause };
				return { kind: 'lost', reason: lossReason(error, deadlines), cause };
			} finally {
				deadlines.end();
			}
		},
	};
}

function requestOptions(posting: PostRequest, deadlines: Deadlines): IHttpRequestOptions {
	return {
		method: 'POST',
		url: posting.url,
		headers: { 'accept-encoding': 'identity', ...posting.headers },
		body: posting.body,
		// A stream: the helper puts no limit to the size of what it reads itself.
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: deadlines.total,
		abortSignal: deadlines.signal,
	};
}

function tlsOptions(hostname: string, deadlines: Deadlines): IHttpRequestOptions['agentOptions'] {
	return {
		// Certificates are checked even where NODE_TLS_REJECT_UNAUTHORIZED=0 turns that off.
		rejectUnauthorized: true,
		get checkServerIdentity() {
			// Read, therefore heeded: the moment of connection will be known.
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
	/** What it came in by, where the helper shows that. */
	readonly socket?: unknown;
}

/**
 * The reply in an error: the helper rejects for each status but 2xx. It could be told not to, but only
 * an error shows the connection.
 */
function replyOf(error: unknown): Reply {
	const response = at(error, 'response');
	if (response === undefined) throw error;
	return {
		statusCode: Number(at(response, 'status')),
		body: at(response, 'data') as Reply['body'],
		socket: at(at(error, 'request'), 'socket'),
	};
}

/**
 * Whether what should have come encrypted did not. A proxy's refusal to connect is handed on as if it
 * were the server's reply, in a socket made up for it.
 */
const isInClear = ({ socket }: Reply) =>
	typeof socket === 'object' && socket !== null && at(socket, 'encrypted') !== true;

function refusedByProxy({ statusCode, body }: Reply): PostResult {
	body.destroy();
	return { kind: 'neverSent', cause: `The proxy answered CONNECT with HTTP status ${statusCode}` };
}

class ReplyTooLarge extends Error {}

async function readAll(body: Reply['body']): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes > MAX_REPLY_BYTES) throw new ReplyTooLarge('The reply is too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Codes that only a connection that never came about can have. */
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
	if (NEVER_CONNECTED.has(at(error, 'code'))) return true;
	// Node gives a request its socket, `null` till then, when it has one; a tunnel must be open before.
	const socket = at(at(error, 'request'), 'socket');
	return socket === null || at(socket, 'secureConnecting') === true;
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set(['ECONNABORTED', 'ETIMEDOUT']);

function lossReason(error: unknown, { passed }: Deadlines): LossReason {
	if (error instanceof ReplyTooLarge) return 'tooLarge';
	return passed !== undefined || TIMEOUT_CODES.has(at(error, 'code')) ? 'timeout' : 'disconnected';
}

function at(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[key]
		: undefined;
}
