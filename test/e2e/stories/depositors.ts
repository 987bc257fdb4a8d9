import type { Account } from '../../../sandbox/Sandbox';
import { MERCHANT } from './merchant';
import type { World } from './World';

let accounts = 0;

/** Customers with an account each, who can pay in. */
export function depositors(
	{ sandbox }: Pick<World, 'sandbox'>,
	prefix: string,
	count: number,
): Account[] {
	return Array.from({ length: count }, (_, index) =>
		sandbox.books.issue({
			tid: `${MERCHANT.mid}0301${String(++accounts).padStart(16, '0')}`,
			orderId: `${prefix}-${String(index).padStart(4, '0')}`,
			amount: 1_000 + index,
			goodsName: '11월 수강료',
			buyerName: '홍길동',
			buyerTel: '',
			buyerEmail: '',
			accountHolderName: '',
			cashReceiptType: '0',
			cashReceiptNumber: '',
			bankCode: '004',
			bankName: '국민은행',
			depositDeadline: '2099-12-31T23:59:59+09:00',
		}),
	);
}

/** A customer pays in: NICEPAY begins to notify. */
export function payIn({ sandbox }: Pick<World, 'sandbox'>, account: Account): void {
	sandbox.books.deposit(account, account.amount, '홍길동');
	sandbox.notifier.notifyDeposit(account);
}
