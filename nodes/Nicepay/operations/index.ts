import { cancelRefund } from './cancelRefund';
import { getTransactionStatus } from './getTransactionStatus';
import { issueVirtualAccount } from './issueVirtualAccount';
import type { Operation } from './Operation';

/** The node's operations, in the order in which the editor offers them. The one list of them. */
export const OPERATIONS: readonly Operation[] = [
	cancelRefund,
	getTransactionStatus,
	issueVirtualAccount,
];

export const DEFAULT_OPERATION = issueVirtualAccount.choice.value;
