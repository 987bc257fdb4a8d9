import { agentFor, queueFor } from './agents';
import { ResponseHandler } from './ResponseHandler';
import type { PostResult, PostRequest, Transport } from './Transport';
import { describeCause } from '../errors';

/** Posts by undici: pooled, kept alive, proxies by environment. */
export const undiciTransport: Transport = {
	async post(posting: PostRequest): Promise<PostResult> {
		try {
			const url = new URL(posting.url);
			return await queueFor(posting, url.origin)(async () => await dispatch(posting, url));
		} catch (error) {
			// What undici throws at once, such as an unusable proxy address, it throws before it connects.
			return { kind: 'neverSent', cause: describeCause(error) };
		}
	},
};

async function dispatch(
	posting: PostRequest,
	{ origin, pathname, search }: URL,
): Promise<PostResult> {
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
			new ResponseHandler(replyTimeout, settle),
		);
	});
}
