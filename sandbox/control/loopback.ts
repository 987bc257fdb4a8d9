import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const isLoopback = (url: string): boolean =>
	URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);

/**
 * Refuses what a foreign web page could make a browser on this machine send: requests under another
 * host name (DNS rebinding) or from another origin.
 */
export async function onlyLoopback(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
	const { host, origin } = request.headers;
	const isAllowed =
		isLoopback(`http://${host ?? ''}`) && (origin === undefined || isLoopback(origin));
	if (isAllowed) return undefined;
	return reply.code(403).send({ error: 'The control API answers only requests from localhost' });
}
