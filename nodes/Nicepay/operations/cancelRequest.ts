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

/** The reason (CancelMsg) NICEPAY shows for an account that the node cancels itself: “issue result unknown”. */
const REASON = '발급 결과 불명';

/** The full cancel of an account that an issue may have opened. */
export const toCancelOfIssue = (issue: MessageFields, options: NodeOptions): MessageFields => ({
	TID: issue.TID ?? '',
	Moid: issue.Moid ?? '',
	CancelAmt: issue.Amt ?? '',
	CancelMsg: REASON,
	PartialCancelCode: '0',
	...readReplyForm(options),
});
