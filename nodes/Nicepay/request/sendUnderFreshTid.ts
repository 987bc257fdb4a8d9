import { isDuplicateTid } from '../protocol/resultCodes';
import type { PreparedRequest } from './PreparedRequest';
import type { RequestResult } from './RequestResult';
import type { SendContext } from './send';
import { send } from './send';

/** A result, and the request it is about: the last one sent. */
export interface Sent<Result> {
	readonly request: PreparedRequest<Result>;
	readonly result: RequestResult<Result>;
}

/** How often a request whose TID is taken is sent under a new one. */
const RENEWALS = 3;

/** Sends a request. Where NICEPAY refuses its TID as taken (A225), sends it again under a new one. */
export async function sendUnderFreshTid<Result>(
	first: PreparedRequest<Result>,
	context: SendContext,
): Promise<Sent<Result>> {
	let request = first;
	for (let renewals = 0; ; renewals++) {
		const result = await send(request, context);
		const isTaken = result.kind === 'rejected' && isDuplicateTid(result.code);
		if (!isTaken || request.ifUnknown.kind !== 'reissue' || renewals === RENEWALS) {
			return { request, result };
		}
		request = await request.ifUnknown.renew();
	}
}
