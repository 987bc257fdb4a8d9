import { sleep } from 'n8n-workflow';
import type { LimitFunction } from 'p-limit';
import pLimit from 'p-limit';
import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, Pool } from 'undici';

import type { Delivery, LossReason, Posting, Transport } from './Transport';
import { describeCause, MAX_REPLY_BYTES } from './Transport';

/** An agent and the most connections that it opens to an origin. */
interface SharedAgent {
	readonly agent: Dispatcher;
	readonly connections: number;
}

/**
 * Agents by connect timeout, for the life of the process: connections are kept alive and shared by
 * all nodes and executions. undici takes the connect timeout and the most connections from the agent
 * only.
 */
const agents = new Map<number, SharedAgent>();

/**
 * Servers close connections on which nothing happens; a request that goes out meanwhile is lost.
 * Those that say when (Keep-Alive: timeout) are believed, less undici's two seconds; none that do not
 * say is as quick as this. In a batch, connections are never idle for so long. Milliseconds.
 */
const IDLE_UNLESS_TOLD = 500;
const IDLE_AT_MOST = 10_000;

function agentFor({ connectTimeout, connections = 1 }: Posting): Dispatcher {
	const known = agents.get(connectTimeout);
	if (known && known.connections >= connections) return known.agent;
	const agent = openAgent(connectTimeout, connections);
	agents.set(connectTimeout, { agent, connections });
	// What is under way ends on the connections it has.
	void known?.agent.close();
	return agent;
}

/**
 * The queues before the connections, by origin and connect timeout. Executions share them: one that is
 * stopped while it waits sends nothing any more, which a queue within undici could not know.
 */
const queues = new Map<string, LimitFunction>();

function queueFor({ connectTimeout, connections = 1 }: Posting, origin: string): LimitFunction {
	const key = `${connectTimeout} ${origin}`;
	const queue = queues.get(key) ?? pLimit(connections);
	queues.set(key, queue);
	if (queue.concurrency < connections) queue.concurrency = connections;
	return queue;
}

function openAgent(connectTimeout: number, connections: number): Dispatcher {
	// Certificates are checked even where NODE_TLS_REJECT_UNAUTHORIZED=0 turns that off for the process.
	const tls = { timeout: connectTimeout, rejectUnauthorized: true };
	return new EnvHttpProxyAgent({
		connect: tls,
		requestTls: tls,
		proxyTls: tls,
		// Without a limit, undici opens a new connection for a request that comes in the instant after a
		// reply, when the connection that brought it is not free yet: twice as many as are needed.
		connections,
		keepAliveTimeout: IDLE_UNLESS_TOLD,
		keepAliveMaxTimeout: IDLE_AT_MOST,
		clientFactory: (origin, options) => poolToProxy(origin, options, connectTimeout),
	});
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

const turns = new MessageChannel();
const forLater: Array<() => void> = [];
turns.port1.on('message', () => forLater.shift()?.());
turns.port1.unref();

/**
 * Replies come in bursts, and undici frees their connections only when it has read all that are there.
 * In a turn of the event loop after that, the request that follows one reply goes out before the next
 * reply is looked at; else the requests of a batch would stay in step, all waiting for each other.
 * (n8n allows nodes no `setImmediate`, which would do as well.)
 */
function inATurnOfItsOwn(act: () => void): void {
	forLater.push(act);
	turns.port2.postMessage(undefined);
}

class ReplyTooLarge extends Error {}
class ReplyTooLate extends Error {}

/**
 * Requests under way. undici's own timeouts start anew with each sign of life, so that a reply that
 * drips would never end: here is looked who is late. Milliseconds.
 */
const underWay = new Set<Reception>();
const LOOK_EVERY = 250;
let isLooking = false;

async function lookForLate(): Promise<void> {
	if (isLooking) return;
	isLooking = true;
	while (underWay.size > 0) {
		await sleep(LOOK_EVERY);
		for (const reception of underWay) reception.endIfLate();
	}
	isLooking = false;
}

/** Listens to one request on its way. */
class Reception implements Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | undefined;
	/** When undici began to write the request; before that, nothing has left. */
	private sentAt: number | undefined;
	private status = 0;
	private readonly chunks: Buffer[] = [];
	private bytes = 0;

	constructor(
		private readonly replyTimeout: number,
		private readonly settle: (delivery: Delivery) => void,
	) {}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		this.sentAt = performance.now();
		underWay.add(this);
		void lookForLate();
	}

	onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
		this.status = statusCode;
	}

	onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
		this.bytes += chunk.length;
		if (this.bytes > MAX_REPLY_BYTES) controller.abort(new ReplyTooLarge('The reply is too large'));
		else this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		underWay.delete(this);
		const body = Buffer.concat(this.chunks);
		inATurnOfItsOwn(() => this.settle({ kind: 'replied', status: this.status, body }));
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		underWay.delete(this);
		const cause = describeCause(error);
		this.settle(
			this.sentAt === undefined
				? { kind: 'neverSent', cause }
				: { kind: 'lost', reason: lossReason(error), cause },
		);
	}

	endIfLate(): void {
		if (performance.now() - (this.sentAt ?? 0) <= this.replyTimeout) return;
		underWay.delete(this);
		this.controller?.abort(new ReplyTooLate('The reply took too long'));
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
	async post(posting: Posting): Promise<Delivery> {
		try {
			const url = new URL(posting.url);
			return await queueFor(posting, url.origin)(async () => await dispatch(posting, url));
		} catch (error) {
			// What undici throws at once, such as an unusable proxy address, it throws before it connects.
			return { kind: 'neverSent', cause: describeCause(error) };
		}
	},
};

async function dispatch(posting: Posting, { origin, pathname, search }: URL): Promise<Delivery> {
	const { headers, body, replyTimeout, stop } = posting;
	if (stop?.aborted) return { kind: 'neverSent', cause: 'The execution was stopped' };
	return await new Promise((settle) => {
		agentFor(posting).dispatch(
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
	});
}
