import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Account } from '../credential/account';
import { isNicepay } from '../credential/account';
import { exchange } from '../execution/exchange';
import type { PreparedRequest } from '../execution/PreparedRequest';
import { describeDoubt } from '../protocol/doubt';
import { STATUS } from '../protocol/messages';
import { interpretStatus, type TransactionStatus } from '../protocol/outcome';
import { openTransport } from '../transport/openTransport';

/** NICEPAY waits for its `OK` meanwhile, and sends again when it takes too long. Milliseconds. */
const CONNECT_TIMEOUT = 3_000;
const REPLY_TIMEOUT = 5_000;
/** Deposits that come at the same time do not wait for each other's answers. */
const CONCURRENCY = 20;

/**
 * Asks NICEPAY for the status of a notified transaction.
 *
 * @returns the answer, or with `status: null` why there is none. Never throws: a deposit is handed on
 *   whether or not NICEPAY answers.
 */
export async function confirm(
	tid: string,
	account: Account,
	helpers: IWebhookFunctions['helpers'],
): Promise<IDataObject> {
	const request: PreparedRequest<TransactionStatus> = {
		endpoint: STATUS,
		fields: { TID: tid, CharSet: 'utf-8', EdiType: 'JSON' },
		interpret: interpretStatus,
		whenLost: { kind: 'ask' },
	};
	try {
		const ending = await exchange(request, {
			transport: await openTransport(helpers, isNicepay),
			merchant: account,
			baseUrl: account.baseUrl,
			connectTimeout: CONNECT_TIMEOUT,
			replyTimeout: REPLY_TIMEOUT,
			replyCharset: 'utf-8',
			concurrency: CONCURRENCY,
			neverSentPauses: [],
			now: () => new Date(),
			sleep,
		});
		switch (ending.kind) {
			case 'done':
				return { ...ending.result };
			case 'rejected':
				return unanswered(tid, ending.code, ending.reply.ResultMsg || null);
			case 'unknown':
				return unanswered(tid, ending.doubt.code ?? null, describeDoubt(ending.doubt, 'status'));
			case 'neverSent':
			case 'stopped':
				return unanswered(tid, null, 'NICEPAY could not be reached');
		}
	} catch (error) {
		return unanswered(tid, null, error instanceof Error ? error.message : String(error));
	}
}

const unanswered = (
	tid: string,
	resultCode: string | null,
	resultMessage: string | null,
): IDataObject => ({
	status: null,
	tid,
	approvalCode: null,
	approvedAt: null,
	resultCode,
	resultMessage,
});
