import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

function isLoopback(url: string): boolean {
	return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}

/**
 * Refuses what a foreign web page can make a browser on this machine send: requests under another
 * host name (DNS rebinding) or from another origin.
 */
export async function onlyLoopback(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
	const { host, origin } = request.headers;
	const allowed =
		isLoopback(`http://${host ?? ''}`) && (origin === undefined || isLoopback(origin));
	if (allowed) return undefined;
	return reply
		.code(403)
		.send({ error: 'The control API answers only requests to localhost from localhost' });
}
