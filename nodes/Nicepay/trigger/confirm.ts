import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { NicepayCredential } from '../credential/credential';
import { isNicepay } from '../credential/credential';
import { describeCause } from '../errors';
import { STATUS } from '../protocol/messageTables';
import type { TransactionStatus } from '../protocol/outcome';
import { interpretStatus } from '../protocol/outcome';
import { describeUnknown } from '../protocol/unknownReason';
import type { PreparedRequest } from '../request/PreparedRequest';
import { send } from '../request/send';
import { openTransport } from '../transport/openTransport';

/** NICEPAY waits for its `OK` meanwhile, and sends the notification again if that takes long. Milliseconds. */
const CONNECT_TIMEOUT = 3_000;
const REPLY_TIMEOUT = 5_000;
/** Deposits that arrive together do not wait for each other's answers. */
const CONCURRENCY = 20;

/**
 * Asks NICEPAY for the status of a notified transaction.
 *
 * @returns the answer, or with `status: null` why there is none. Never throws: a deposit is handed on
 *   whether or not NICEPAY answers.
 */
export async function confirm(
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
