import type { LimitFunction } from 'p-limit';
import pLimit from 'p-limit';
import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, Pool } from 'undici';

import type { PostRequest } from './Transport';
import { describeCause } from '../errors';

/** An agent, and how many connections to an origin it opens at most. */
interface SharedAgent {
	readonly agent: Dispatcher;
	readonly connections: number;
}

/**
 * Agents by connect timeout. They live as long as the process, so that all nodes and executions share
 * their connections. undici lets only the agent set the connect timeout and the number of connections.
 */
const agents = new Map<number, SharedAgent>();

/**
 * How long to keep an idle connection, in milliseconds. Servers close idle connections, and a request sent
 * at that moment is lost. If the server sends `Keep-Alive: timeout`, undici closes two seconds earlier.
 * Servers that send none are assumed to close later than the default. In a batch, connections are never
 * idle that long.
 */
const DEFAULT_IDLE_TIMEOUT = 500;
const MAX_IDLE_TIMEOUT = 10_000;

/** The agent for a request. */
export function agentFor({ connectTimeout, connections = 1 }: PostRequest): Dispatcher {
	const known = agents.get(connectTimeout);
	if (known && known.connections >= connections) return known.agent;
	const agent = openAgent(connectTimeout, connections);
	agents.set(connectTimeout, { agent, connections });
	// Requests in flight finish on the old agent's connections.
	void known?.agent.close();
	return agent;
}

/**
 * Requests that wait for a connection, by origin and connect timeout. All executions share these queues. A
 * queue inside undici would not do: it would still send the requests of an execution that was stopped.
 */
const queues = new Map<string, LimitFunction>();

/** The queue in which a request waits for a connection. */
export function queueFor(
	{ connectTimeout, connections = 1 }: PostRequest,
	origin: string,
): LimitFunction {
	const key = `${connectTimeout} ${origin}`;
	const queue = queues.get(key) ?? pLimit(connections);
	queues.set(key, queue);
	if (queue.concurrency < connections) queue.concurrency = connections;
	return queue;
}

function openAgent(connectTimeout: number, connections: number): Dispatcher {
	// Verify certificates even if NODE_TLS_REJECT_UNAUTHORIZED=0 turns that off for the process.
	const tls = { timeout: connectTimeout, rejectUnauthorized: true };
	return new EnvHttpProxyAgent({
		connect: tls,
		requestTls: tls,
		proxyTls: tls,
		// Right after a reply, its connection is not free yet. Without a limit, undici would open another one
		// for the next request, and so twice as many as needed.
		connections,
		keepAliveTimeout: DEFAULT_IDLE_TIMEOUT,
		keepAliveMaxTimeout: MAX_IDLE_TIMEOUT,
		clientFactory: (origin, options) => poolToProxy(origin, options, connectTimeout),
	});
}

/** A pool of connections to a proxy, with a timeout for a proxy that never answers CONNECT. */
function poolToProxy(origin: URL, options: object, connectTimeout: number): Dispatcher {
	const pool = new Pool(origin, { ...options, headersTimeout: connectTimeout });
	const connect: ConnectByPromise = pool.connect.bind(pool);
	return Object.assign(pool, {
		connect: async (options: Dispatcher.ConnectOptions) =>
			await connect(options).catch(throwFinalError),
	});
}

type ConnectByPromise = (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/** Throws a plain error. With its own error code, undici would retry a proxy that hangs up on CONNECT forever. */
function throwFinalError(error: unknown): never {
	throw new Error(`The proxy did not answer CONNECT: ${describeCause(error)}`);
}
