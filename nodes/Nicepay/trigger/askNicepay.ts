import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { NicepayCredential } from '../credential/credential';
import { isNicepay } from '../credential/credential';
import { describeCause } from '../errors';
import { STATUS } from '../protocol/messageFields';
import type { TransactionStatus } from '../protocol/outcome';
import { interpretStatus } from '../protocol/outcome';
import { describeUnknown } from '../protocol/unknownReason';
import type { PreparedRequest } from '../request/PreparedRequest';
import { send } from '../request/send';
import { openTransport } from '../transport/openTransport';

/**
 * In milliseconds. Short, because NICEPAY is waiting for its `OK`, and resends the notification if that takes
 * too long. Not published: how long NICEPAY waits.
 */
const CONNECT_TIMEOUT = 3_000;
const REPLY_TIMEOUT = 5_000;
/** Deposits that arrive together do not wait for each other. */
const CONCURRENCY = 20;

/**
 * Queries the status of the transaction in a notification. Never throws, because a deposit must be passed
 * on whether or not NICEPAY answers.
 *
 * @returns NICEPAY's answer; if there is none, `status: null` and the reason
 */
export async function askNicepay(
	tid: string,
	credential: NicepayCredential,
	helpers: IWebhookFunctions['helpers'],
): Promise<IDataObject> {
	const request: PreparedRequest<TransactionStatus> = {
		endpoint: STATUS,
		fields: { TID: tid, CharSet: 'utf-8', EdiType: 'JSON' },
		interpret: interpretStatus,
		ifUnknown: { kind: 'report' },
	};
	try {
		const result = await send(request, {
			transport: await openTransport(helpers, isNicepay),
			merchant: credential,
			baseUrl: credential.baseUrl,
			connectTimeout: CONNECT_TIMEOUT,
			replyTimeout: REPLY_TIMEOUT,
			replyCharset: 'utf-8',
			concurrency: CONCURRENCY,
			neverSentPauses: [],
			now: () => new Date(),
			sleep,
		});
		switch (result.kind) {
			case 'done':
				return { ...result.result };
			case 'rejected':
				return noAnswer(tid, result.reply.ResultMsg || null, result.code);
			case 'unknown':
				return noAnswer(tid, describeUnknown(result.why, 'status'), result.why.code);
			default:
				return noAnswer(tid, 'NICEPAY could not be reached');
		}
	} catch (error) {
		return noAnswer(tid, describeCause(error));
	}
}

const noAnswer = (
	tid: string,
	resultMessage: string | null,
	resultCode: string | null = null,
): IDataObject => ({
	status: null,
	tid,
	approvalCode: null,
	approvedAt: null,
	resultCode,
	resultMessage,
});
