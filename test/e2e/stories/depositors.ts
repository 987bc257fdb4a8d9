import type { Account } from '../../../sandbox/Sandbox';
import { exampleOrder } from '../../../harness/exampleOrder';
import { MERCHANT } from './merchant';
import type { World } from './World';

let accounts = 0;

/** Customers with an account each, who can pay in. */
export const depositors = (
	{ sandbox }: Pick<World, 'sandbox'>,
	prefix: string,
	count: number,
): Account[] =>
	Array.from({ length: count }, (_, index) =>
		sandbox.books.issue(
			exampleOrder({
				tid: `${MERCHANT.mid}0301${String(++accounts).padStart(16, '0')}`,
				orderId: `${prefix}-${String(index).padStart(4, '0')}`,
				amount: 1_000 + index,
			}),
		),
	);

/** A customer pays in: NICEPAY begins to notify. */
export function payIn({ sandbox }: Pick<World, 'sandbox'>, account: Account): void {
	sandbox.books.deposit(account, account.amount, '홍길동');
	sandbox.notifier.notifyDeposit(account);
}
