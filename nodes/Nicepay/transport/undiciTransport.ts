import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, Pool } from 'undici';

import type { Delivery, LossReason, Posting, Transport } from './Transport';
import { describeCause, MAX_REPLY_BYTES } from './Transport';

/**
 * Agents by connect timeout, for the life of the process: connections are kept alive and shared by
 * all nodes and executions. undici takes the connect timeout from the agent only.
 */
const agents = new Map<number, Dispatcher>();

function agentFor(connectTimeout: number): Dispatcher {
	const known = agents.get(connectTimeout);
	if (known) return known;
	// Certificates are checked even where NODE_TLS_REJECT_UNAUTHORIZED=0 turns that off for the process.
	const tls = { timeout: connectTimeout, rejectUnauthorized: true };
	const agent = new EnvHttpProxyAgent({
		connect: tls,
		requestTls: tls,
		proxyTls: tls,
		clientFactory: (origin, options) => poolToProxy(origin, options, connectTimeout),
	});
	agents.set(connectTimeout, agent);
	return agent;
}

/** For CONNECT. A proxy that accepts the connection and never answers is bounded here. */
function poolToProxy(origin: URL, options: object, connectTimeout: number): Dispatcher {
	const pool = new Pool(origin, { ...options, headersTimeout: connectTimeout });
	const connect: ConnectByPromise = pool.connect.bind(pool);
	return Object.assign(pool, {
		connect: async (asked: Dispatcher.ConnectOptions) => await connect(asked).catch(giveUp),
	});
}

type ConnectByPromise = (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/** undici asks a proxy that hangs up on CONNECT again and again, unless its error has another code. */
function giveUp(error: unknown): never {
	throw new Error(`The proxy did not answer CONNECT: ${describeCause(error)}`);
}

class ReplyTooLarge extends Error {}
class ReplyTooLate extends Error {}

/** Listens to one request on its way. */
class Reception implements Dispatcher.DispatchHandler {
	/** When undici began to write the request; before that, nothing has left. */
	private sentAt: number | undefined;
	private status = 0;
	private readonly chunks: Buffer[] = [];
	private bytes = 0;

	constructor(
		private readonly replyTimeout: number,
		private readonly settle: (delivery: Delivery) => void,
	) {}

	onRequestStart(): void {
		this.sentAt = performance.now();
	}

	onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
		this.status = statusCode;
	}

	onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
		this.bytes += chunk.length;
		if (this.bytes > MAX_REPLY_BYTES) controller.abort(new ReplyTooLarge('The reply is too large'));
		// undici's own timeouts start anew with each chunk: a reply that drips would never end.
		else if (this.isLate()) controller.abort(new ReplyTooLate('The reply took too long'));
		else this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		this.settle({ kind: 'replied', status: this.status, body: Buffer.concat(this.chunks) });
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		const cause = describeCause(error);
		this.settle(
			this.sentAt === undefined
				? { kind: 'neverSent', cause }
				: { kind: 'lost', reason: lossReason(error), cause },
		);
	}

	private isLate(): boolean {
		return performance.now() - (this.sentAt ?? 0) > this.replyTimeout;
	}
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set([
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
]);

function lossReason(error: Error): LossReason {
	if (error instanceof ReplyTooLarge) return 'tooLarge';
	if (error instanceof ReplyTooLate) return 'timeout';
	return 'code' in error && TIMEOUT_CODES.has(error.code) ? 'timeout' : 'disconnected';
}

/** Posts by undici: pooled, kept alive, proxies by environment. */
export const undiciTransport: Transport = {
	async post({ url, headers, body, connectTimeout, replyTimeout }: Posting): Promise<Delivery> {
		return await new Promise((settle) => {
			try {
				const { origin, pathname, search } = new URL(url);
				agentFor(connectTimeout).dispatch(
					{
						origin,
						path: pathname + search,
						method: 'POST',
						headers,
						body,
						headersTimeout: replyTimeout,
						bodyTimeout: replyTimeout,
					},
					new Reception(replyTimeout, settle),
				);
			} catch (error) {
				// What undici throws at once, such as an unusable proxy address, it throws before it connects.
				settle({ kind: 'neverSent', cause: describeCause(error) });
			}
		});
	},
};
