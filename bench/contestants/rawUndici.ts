import pLimit from 'p-limit';
import { Pool } from 'undici';

import { FORM_CONTENT_TYPE } from '../../nodes/Nicepay/protocol/form';
import { ISSUE } from '../../nodes/Nicepay/protocol/messageFields';
import { makeBodies } from '../items';
import type { Run, Setup } from './Run';

/** undici's lowest and fastest level. Sends prepared bytes, and does not read the reply's bytes. */
export function rawUndici({ url, concurrency }: Setup): Run {
	const pool = new Pool(url, { connections: concurrency });
	const headers = { 'content-type': FORM_CONTENT_TYPE };
	const post = async (body: string): Promise<Buffer> =>
		await new Promise((resolve, reject) => {
			const chunks: Buffer[] = [];
			pool.dispatch(
				{ path: ISSUE.path, method: 'POST', headers, body },
				{
					onRequestStart() {},
					onResponseStart(_controller, status) {
						if (status !== 200) reject(new Error(`Status ${status}`));
					},
					onResponseData: (_controller, chunk) => void chunks.push(chunk),
					onResponseEnd: () => resolve(Buffer.concat(chunks)),
					onResponseError: (_controller, error) => reject(error),
				},
			);
		});
	return async (items, meter) => {
		const bodies = await makeBodies(items);
		meter.start();
		await pLimit(concurrency).map(bodies, post);
		meter.stop();
	};
}
