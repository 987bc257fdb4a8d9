import type { MessageFields } from '../protocol/messageFields';
import { CANCEL } from '../protocol/messageFields';
import type { Cancellation } from '../protocol/outcome';
import { interpretCancel } from '../protocol/outcome';
import { provesNotCancelled } from '../protocol/resultCodes';
import type { Merchant } from '../protocol/sign';
import type { PreparedRequest } from '../request/PreparedRequest';
import type { NodeOptions } from './options';
import { readReplyForm } from './options';

/** A cancel or refund, ready to go out. */
export const cancelRequest = (
	fields: MessageFields,
	{ merchantKey }: Merchant,
): PreparedRequest<Cancellation> => ({
	endpoint: CANCEL,
	fields,
	interpret: (sent, reply, unterminatedField) =>
		interpretCancel(sent, reply, merchantKey, unterminatedField),
	ifUnknown:
		fields.PartialCancelCode === '1'
			? { kind: 'report' }
			: { kind: 'retry', provesNotDone: provesNotCancelled },
});

/**
 * The full cancel of an account that an issue has opened, or may have.
 *
 * @param reason why the node cancels it by itself, as NICEPAY's merchant admin shows it (CancelMsg):
 *   “issue result unknown” or “issued twice”
 */
export const toCancelOfIssue = (
	issue: MessageFields,
	reason: '발급 결과 불명' | '중복 발급',
	options: NodeOptions,
): MessageFields => ({
	TID: issue.TID ?? '',
	Moid: issue.Moid ?? '',
	CancelAmt: issue.Amt ?? '',
	CancelMsg: reason,
	PartialCancelCode: '0',
	...readReplyForm(options),
});
