import type { Account } from '../account';
import type { Fault } from '../faults/FaultList';
import type { NotificationSettings } from '../notifications/settings';
import type { State } from '../state';
import { readDeposit, readFaults, readSettings } from './input';

/** Raised when no account has the TID. */
export class UnknownAccountError extends Error {
	override readonly name = 'UnknownAccountError';
	readonly statusCode = 404;
}

/** Who pays into an account if nobody is named and the order has no buyer. */
const DEFAULT_DEPOSITOR = '홍길동';

export const defaultDepositor = ({ buyerName }: Account): string => buyerName || DEFAULT_DEPOSITOR;

/**
 * What a customer or NICEPAY's admin page can do; the control API and the console share it. Every
 * `input` is checked here.
 *
 * All may throw {@link BadInputError}, {@link UnknownAccountError} or {@link WrongStateError}.
 */
export function controlActions({ books, notifier, faults, requests }: State) {
	const find = (tid: string): Account => {
		const account = books.find(tid);
		if (!account) throw new UnknownAccountError(`There is no account with the TID ${tid}`);
		return account;
	};
	return {
		find,
		/** Pays in and notifies the merchant. */
		deposit: (tid: string, input: unknown): Account => {
			const account = find(tid);
			const { amount, depositorName } = readDeposit(input);
			books.deposit(account, amount ?? account.amount, depositorName ?? defaultDepositor(account));
			notifier.notifyDeposit(account);
			return account;
		},
		expire: (tid: string): Account => {
			const account = find(tid);
			books.expire(account);
			return account;
		},
		changeSettings: (input: unknown): NotificationSettings => notifier.change(readSettings(input)),
		setFaults: (input: unknown): readonly Fault[] => {
			faults.set(readFaults(input));
			return faults.all();
		},
		/** Deletes accounts, logs and faults, and restores the initial settings. */
		reset: (): void => {
			for (const part of [books, faults, requests]) part.clear();
			notifier.reset();
		},
	};
}
