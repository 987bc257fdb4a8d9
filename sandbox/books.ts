import { formatKst, isoFromKst } from '../nodes/Nicepay/protocol/kst';
import type { Account, AccountState, IssueOrder, Refund } from './account';

/** Raised when an account's state does not allow what was asked. */
export class WrongStateError extends Error {
	override readonly name = 'WrongStateError';
	readonly statusCode = 409;
}

/** ISO 8601 with `+09:00`, whole seconds. */
export const formatKstIso = (instant: Date): string => isoFromKst(formatKst(instant)) ?? '';

/** Whether the account may still receive money, or holds some. */
export const isOpen = ({ state }: Account): boolean => state === 'issued' || state === 'deposited';

/** All virtual accounts and what happened to them. */
export class Books {
	private readonly accounts = new Map<string, Account>();
	/** The newest account of each order. */
	private readonly byOrder = new Map<string, Account>();
	private readonly accountNumbers = new Set<string>();
	private cancels = 0;

	constructor(
		private readonly now: () => Date,
		private readonly random: () => number,
	) {}

	/** All accounts, oldest first. */
	all(): Account[] {
		return Array.from(this.accounts.values(), (account) => this.expireIfLate(account));
	}

	find(tid: string): Account | undefined {
		const account = this.accounts.get(tid);
		return account && this.expireIfLate(account);
	}

	/** The newest account of an order. */
	findByOrder(orderId: string): Account | undefined {
		const account = this.byOrder.get(orderId);
		return account && this.expireIfLate(account);
	}

	/** @param at - when it is issued: what the reply says, and what the books say, is one time */
	issue(order: IssueOrder, at: Date = this.now()): Account {
		const account: Account = {
			...order,
			accountNumber: this.newAccountNumber(order.bankCode),
			state: 'issued',
			depositedAmount: 0,
			depositorName: null,
			refunds: [],
			remaining: 0,
			issuedAt: formatKstIso(at),
			depositedAt: null,
			closedAt: null,
		};
		this.accounts.set(account.tid, account);
		this.byOrder.set(account.orderId, account);
		return account;
	}

	/** A customer pays in. @throws {WrongStateError} unless the account awaits a deposit */
	deposit(account: Account, amount: number, depositorName: string): void {
		this.requireState(account, 'issued', 'be paid into');
		account.state = 'deposited';
		account.depositedAmount = amount;
		account.remaining = amount;
		account.depositorName = depositorName;
		account.depositedAt = formatKstIso(this.now());
	}

	/** Ends the deposit deadline now. @throws {WrongStateError} unless the account awaits a deposit */
	expire(account: Account): void {
		this.requireState(account, 'issued', 'expire');
		this.close(account, 'expired', this.now());
	}

	/** Voids an unpaid account. */
	cancel(account: Account, at: Date = this.now()): void {
		this.requireState(account, 'issued', 'be cancelled');
		this.close(account, 'cancelled', at);
	}

	refund(account: Account, refund: Omit<Refund, 'at'>, at: Date): void {
		this.requireState(account, 'deposited', 'be refunded');
		account.refunds.push({ ...refund, at: formatKstIso(at) });
		account.remaining -= refund.amount;
		if (account.remaining === 0) this.close(account, 'refunded', at);
	}

	/** NICEPAY's number for a cancel (`CancelNum`), 8 digits. */
	nextCancelNumber(): string {
		return String(++this.cancels).padStart(8, '0');
	}

	clear(): void {
		for (const kept of [this.accounts, this.byOrder, this.accountNumbers]) kept.clear();
		this.cancels = 0;
	}

	/** 11 to 14 digits, depending on the bank; never the same twice. */
	private newAccountNumber(bankCode: string): string {
		const length = 10 + (Number(bankCode) % 4);
		let digits = Math.floor(this.random() * 10 ** length);
		for (;;) {
			const number = `9${String(digits).padStart(length, '0')}`;
			if (!this.accountNumbers.has(number)) {
				this.accountNumbers.add(number);
				return number;
			}
			digits = (digits + 1) % 10 ** length;
		}
	}

	private requireState(account: Account, state: AccountState, verb: string): void {
		if (this.expireIfLate(account).state === state) return;
		throw new WrongStateError(
			`Account ${account.tid} is ${account.state}; only an account that is ${state} can ${verb}`,
		);
	}

	/** No timer watches the deadlines: an account expires when someone next looks at it. */
	private expireIfLate(account: Account): Account {
		if (account.state === 'issued' && this.now().getTime() > Date.parse(account.depositDeadline)) {
			account.state = 'expired';
			account.closedAt = account.depositDeadline;
		}
		return account;
	}

	private close(account: Account, state: AccountState, at: Date): void {
		account.state = state;
		account.closedAt = formatKstIso(at);
	}
}
