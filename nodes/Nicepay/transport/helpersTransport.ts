import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Delivery, LossReason, Posting, RequestHelpers, Transport } from './Transport';
import { describeCause, MAX_REPLY_BYTES } from './Transport';

/**
 * Posts by n8n's request helper: a new connection for each request, proxies by environment.
 *
 * The helper has one timeout, and tells neither when it is connected nor when it begins to send. What
 * follows from that:
 *
 * - `connectTimeout` ends a TCP connection that does not come about, to the server itself. A proxy that
 *   does not answer CONNECT and a TLS handshake that stands still end with the whole time, which is
 *   `connectTimeout` and `replyTimeout` together; so does a reply.
 * - Whether a request was sent is read from the connection it left behind. Over `https:` that is
 *   certain: until the handshake is over, nothing leaves. Where nothing is left to read, the error's
 *   code must prove it. All else is `lost`.
 */
export function helpersTransport(helpers: RequestHelpers): Transport {
	return {
		async post(posting: Posting): Promise<Delivery> {
			const deadline = AbortSignal.timeout(posting.connectTimeout + posting.replyTimeout);
			try {
				const reply: unknown = await helpers.httpRequest(requestOf(posting, deadline));
				return await receive(reply, new URL(posting.url).protocol === 'https:');
			} catch (error) {
				const cause = describeCause(rootOf(error));
				if (provesNothingSent(error)) return { kind: 'neverSent', cause };
				return { kind: 'lost', reason: lossReason(error, deadline), cause };
			}
		},
	};
}

function requestOf(posting: Posting, deadline: AbortSignal): IHttpRequestOptions {
	return {
		method: 'POST',
		url: posting.url,
		// A compressed reply would arrive as a stream that has lost sight of its connection.
		headers: { 'accept-encoding': 'identity', ...posting.headers },
		body: posting.body,
		// A stream, because the helper puts no limit to the size of what it reads itself.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: posting.connectTimeout + posting.replyTimeout,
		abortSignal: deadline,
		agentOptions: {
			// Applies until TCP is connected; then `timeout` takes its place.
			timeout: posting.connectTimeout,
			// Certificates are checked even where NODE_TLS_REJECT_UNAUTHORIZED=0 turns that off.
			rejectUnauthorized: true,
		},
	};
}

class ReplyTooLarge extends Error {}

async function receive(reply: unknown, isSecure: boolean): Promise<Delivery> {
	const status = Number(at(reply, 'statusCode'));
	const body = at(reply, 'body');
	if (!isStream(body)) throw new Error('The request helper handed on no stream');
	if (isSecure && isPlain(at(body, 'socket'))) {
		body.destroy();
		return { kind: 'neverSent', cause: `The proxy answered CONNECT with HTTP status ${status}` };
	}
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes > MAX_REPLY_BYTES) throw new ReplyTooLarge('The reply is too large');
		chunks.push(chunk);
	}
	return { kind: 'replied', status, body: Buffer.concat(chunks) };
}

interface ByteStream extends AsyncIterable<Uint8Array> {
	destroy(): unknown;
}

function isStream(value: unknown): value is ByteStream {
	return typeof at(value, 'destroy') === 'function' && typeof value === 'object';
}

/**
 * Whether an answer over `https:` came in clear. The helper hands on a proxy's refusal to connect as if
 * it were the server's reply, on a socket of its own making.
 */
const isPlain = (socket: unknown) => typeof socket === 'object' && at(socket, 'encrypted') !== true;

/** Codes that only a connection that never came about can have. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ERR_INVALID_URL',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REVOKED',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** n8n's protection against forged requests refuses an address before it connects. */
const REFUSED_BY_N8N: ReadonlySet<unknown> = new Set([
	'SsrfBlockedIpError',
	'SsrfBlockedHostnameError',
]);

function provesNothingSent(error: unknown): boolean {
	if (NEVER_CONNECTED.has(at(error, 'code')) || REFUSED_BY_N8N.has(at(error, 'name'))) return true;
	const request = at(error, 'request');
	// Node gives a request its socket when TCP is connected, or the proxy's tunnel is open.
	const socket = at(request, 'socket');
	return (
		at(error, 'response') === undefined &&
		(socket === null || at(socket, 'secureConnecting') === true)
	);
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set(['ECONNABORTED', 'ETIMEDOUT']);

function lossReason(error: unknown, deadline: AbortSignal): LossReason {
	if (error instanceof ReplyTooLarge) return 'tooLarge';
	return deadline.aborted || TIMEOUT_CODES.has(at(error, 'code')) ? 'timeout' : 'disconnected';
}

/** The first error of a chain of causes: axios puts its own, which carries the request, before it. */
const rootOf = (error: unknown): unknown => at(error, 'cause') ?? error;

function at(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[key]
		: undefined;
}
