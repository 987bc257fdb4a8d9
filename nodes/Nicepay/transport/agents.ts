import type { LimitFunction } from 'p-limit';
import pLimit from 'p-limit';
import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, Pool } from 'undici';

import type { PostRequest } from './Transport';
import { describeCause } from '../errors';

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

/** The connections that a posting may use. */
export function agentFor({ connectTimeout, connections = 1 }: PostRequest): Dispatcher {
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

/** Where a posting waits for its turn. */
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
