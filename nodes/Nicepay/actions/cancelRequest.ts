import type { PreparedRequest } from '../execution/PreparedRequest';
import type { MessageFields } from '../protocol/messages';
import { CANCEL } from '../protocol/messages';
import type { Cancellation } from '../protocol/outcome';
import { interpretCancel } from '../protocol/outcome';
import type { Merchant } from '../protocol/sign';
import type { NodeOptions } from './options';
import { replyFormFields } from './options';

/** Reason (CancelMsg) NICEPAY shows for an account whose issue was in doubt: “issue result unknown”. */
const VOIDING_REASON = '발급 결과 불명';

/** A cancel or refund, ready to go out. */
export const cancelRequest = (
	fields: MessageFields,
	{ merchantKey }: Merchant,
): PreparedRequest<Cancellation> => ({
	endpoint: CANCEL,
	fields,
	interpret: (sent, reply, openEnd) => interpretCancel(sent, reply, merchantKey, openEnd),
	whenLost: { kind: fields.PartialCancelCode === '1' ? 'report' : 'repeat' },
});

/** The full cancel that undoes an issue, whether or not it was carried out. */
export const voidingFields = (issue: MessageFields, options: NodeOptions): MessageFields => ({
	TID: issue.TID ?? '',
	Moid: issue.Moid ?? '',
	CancelAmt: issue.Amt ?? '',
	CancelMsg: VOIDING_REASON,
	PartialCancelCode: '0',
	...replyFormFields(options),
});
