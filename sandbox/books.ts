import { formatKst, isoFromKst } from '../nodes/Nicepay/protocol/kst';
import type { Account, AccountState, IssueOrder, Refund } from './account';
import { AccountNumbers } from './accountNumber';

/** Raised when an account's state does not allow what a person asks of the control API. */
export class WrongStateError extends Error {
	override readonly name = 'WrongStateError';
}

/** ISO 8601 with `+09:00`, whole seconds. */
export const kstIso = (instant: Date): string => isoFromKst(formatKst(instant)) ?? '';

const OPEN: ReadonlySet<AccountState> = new Set(['issued', 'deposited']);

/** Whether money can still come in, or is there: an order must not have two such accounts. */
export const isOpen = ({ state }: Account): boolean => OPEN.has(state);

/** NICEPAY's books: every account and what became of it. */
export class Books {
	private readonly accounts = new Map<string, Account>();
	/** The newest account of each order; the older ones are closed. */
	private readonly byOrder = new Map<string, Account>();
	private readonly numbers: AccountNumbers;
	private cancels = 0;

	constructor(
		private readonly now: () => Date,
		random: () => number,
	) {
		this.numbers = new AccountNumbers(random);
	}

	/** All accounts, oldest first. */
	all(): Account[] {
		return Array.from(this.accounts.values(), (account) => this.upToDate(account));
	}

	find(tid: string): Account | undefined {
		const account = this.accounts.get(tid);
		return account && this.upToDate(account);
	}

	/** The newest account of an order. */
	findByOrder(orderId: string): Account | undefined {
		const account = this.byOrder.get(orderId);
		return account && this.upToDate(account);
	}

	issue(order: IssueOrder): Account {
		const account: Account = {
			...order,
			accountNumber: this.numbers.next(order.bankCode),
			state: 'issued',
			depositedAmount: 0,
			depositorName: null,
			refunds: [],
			remaining: 0,
			issuedAt: kstIso(this.now()),
			depositedAt: null,
			closedAt: null,
		};
		this.accounts.set(account.tid, account);
		this.byOrder.set(account.orderId, account);
		return account;
	}

	/** A customer pays in. @throws {WrongStateError} unless the account waits for a deposit */
	deposit(account: Account, amount: number, depositorName: string): void {
		this.demand(account, 'issued', 'be paid into');
		Object.assign(account, {
			state: 'deposited',
			depositedAmount: amount,
			remaining: amount,
			depositorName,
			depositedAt: kstIso(this.now()),
		});
	}

	/** The deadline passes before its time. @throws {WrongStateError} unless the account waits for a deposit */
	expire(account: Account): void {
		this.demand(account, 'issued', 'expire');
		this.close(account, 'expired');
	}

	/** Voids an account nobody has paid into. */
	cancel(account: Account): void {
		this.demand(account, 'issued', 'be cancelled');
		this.close(account, 'cancelled');
	}

	refund(account: Account, refund: Omit<Refund, 'at'>): void {
		this.demand(account, 'deposited', 'be refunded');
		account.refunds.push({ ...refund, at: kstIso(this.now()) });
		account.remaining -= refund.amount;
		if (account.remaining === 0) this.close(account, 'refunded');
	}

	/** NICEPAY's number of a cancel (`CancelNum`), 8 digits. */
	nextCancelNumber(): string {
		return String(++this.cancels).padStart(8, '0');
	}

	clear(): void {
		this.accounts.clear();
		this.byOrder.clear();
		this.numbers.clear();
		this.cancels = 0;
	}

	private demand(account: Account, state: AccountState, verb: string): void {
		if (this.upToDate(account).state === state) return;
		throw new WrongStateError(
			`Account ${account.tid} is ${account.state}; only an account that is ${state} can ${verb}`,
		);
	}

	/** Nothing runs when a deadline passes: it shows the next time somebody looks. */
	private upToDate(account: Account): Account {
		if (account.state === 'issued' && this.now().getTime() > Date.parse(account.depositDeadline)) {
			account.state = 'expired';
			account.closedAt = account.depositDeadline;
		}
		return account;
	}

	private close(account: Account, state: AccountState): void {
		account.state = state;
		account.closedAt = kstIso(this.now());
	}
}
