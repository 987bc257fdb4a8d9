import { agentFor, queueFor } from './agents';
import { ResponseHandler } from './ResponseHandler';
import type { PostResult, PostRequest, Transport } from './Transport';
import { describeCause } from '../errors';

/** Sends requests with undici: pooled connections with keep-alive, proxies from the environment. */
export const undiciTransport: Transport = {
	async post(request: PostRequest): Promise<PostResult> {
		try {
			const url = new URL(request.url);
			return await queueFor(request, url.origin)(async () => await dispatch(request, url));
		} catch (error) {
			// Whatever undici throws here, such as an unusable proxy URL, it throws before it connects.
			return { kind: 'neverSent', cause: describeCause(error) };
		}
	},
};

async function dispatch(
	request: PostRequest,
	{ origin, pathname, search }: URL,
): Promise<PostResult> {
	const { headers, body, replyTimeout, stop } = request;
	if (stop?.aborted) return { kind: 'neverSent', cause: 'The execution was stopped' };
	return await new Promise((settle) => {
		agentFor(request).dispatch(
			{
				origin,
				path: pathname + search,
				method: 'POST',
				headers,
				body,
				headersTimeout: replyTimeout,
				bodyTimeout: replyTimeout,
			},
			new ResponseHandler(replyTimeout, settle),
		);
	});
}
