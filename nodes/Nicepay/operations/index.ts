import { cancelRefund } from './cancelRefund';
import { getTransactionStatus } from './getTransactionStatus';
import { issueVirtualAccount } from './issueVirtualAccount';
import type { Operation } from './Operation';

/** The node's operations that send a request to NICEPAY. */
export const OPERATIONS: readonly Operation[] = [
	cancelRefund,
	getTransactionStatus,
	issueVirtualAccount,
];

export const DEFAULT_OPERATION = issueVirtualAccount.choice.value;
