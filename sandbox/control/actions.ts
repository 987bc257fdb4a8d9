import type { Account } from '../account';
import type { Fault } from '../faults/FaultList';
import type { NotificationSettings } from '../notifications/settings';
import type { State } from '../state';
import { readDeposit, readFaults, readSettings } from './input';

/** Raised for a TID that is not in the books: HTTP 404. */
export class UnknownAccountError extends Error {
	override readonly name = 'UnknownAccountError';
}

/** Who pays in when nobody says so and the order has no buyer's name. */
const ANYBODY = '홍길동';

/** Who pays into `account` when nobody is named. */
export const usualDepositor = (account: Account): string => account.buyerName || ANYBODY;

/**
 * What a customer or NICEPAY's admin page does, for the control API and the console alike. `input` is
 * checked here, whatever it is.
 *
 * All may throw {@link BadInputError}, {@link UnknownAccountError} or {@link WrongStateError}.
 */
export interface ControlActions {
	find(tid: string): Account;
	/** Pays in and starts to notify. */
	deposit(tid: string, input: unknown): Account;
	expire(tid: string): Account;
	changeSettings(input: unknown): NotificationSettings;
	setFaults(input: unknown): readonly Fault[];
	/** Back to the start: no accounts, no logs, no faults, the settings as they were. */
	reset(): void;
}

export function controlActions(state: State): ControlActions {
	const { books, notifier, faults, requests } = state;
	const find = (tid: string): Account => {
		const account = books.find(tid);
		if (!account) throw new UnknownAccountError(`There is no account with the TID ${tid}`);
		return account;
	};
	return {
		find,
		deposit: (tid, input) => {
			const account = find(tid);
			const { amount = account.amount, depositorName } = readDeposit(input);
			books.deposit(account, amount, depositorName ?? usualDepositor(account));
			notifier.notifyDeposit(account);
			return account;
		},
		expire: (tid) => {
			const account = find(tid);
			books.expire(account);
			return account;
		},
		changeSettings: (input) => notifier.change(readSettings(input)),
		setFaults: (input) => {
			faults.set(readFaults(input));
			return faults.all();
		},
		reset: () => {
			for (const part of [books, faults, requests]) part.clear();
			notifier.reset();
		},
	};
}
