import { WrongStateError } from '../books';
import { UnknownAccountError } from '../control/actions';
import { BadInputError } from '../control/input';
import type { State } from '../state';
import type { View } from './view';

/** What has just been done, or why it has not. */
export interface Notice {
	readonly tone: 'good' | 'bad';
	readonly text: string;
}

const DONE = ['deposited', 'expired', 'settings', 'fault', 'faultRemoved', 'reset'] as const;

export type Done = (typeof DONE)[number];

/** Words what was done. The URL names it by a code and a TID only: it cannot put words here. */
export function doneNotice(
	{ books }: State,
	{ texts }: View,
	query: { readonly done?: unknown; readonly tid?: unknown },
): Notice | undefined {
	const done = DONE.find((known) => known === query.done);
	if (done === undefined) return undefined;
	if (done !== 'deposited' && done !== 'expired') return { tone: 'good', text: texts.done[done] };
	const account = books.find(String(query.tid));
	if (!account) return undefined;
	return { tone: 'good', text: texts.done[done](account.orderId, account.depositedAmount) };
}

/** Words why something was not done. */
export function errorNotice({ books }: State, { texts }: View, error: Error, tid?: string): Notice {
	return { tone: 'bad', text: wordingOf() };

	function wordingOf(): string {
		const { wrong, states } = texts;
		const account = tid === undefined ? undefined : books.find(tid);
		if (error instanceof WrongStateError && account) {
			return wrong.state(account.orderId, states[account.state]);
		}
		if (error instanceof UnknownAccountError) return wrong.unknownAccount;
		const field = error instanceof BadInputError ? (error.field ?? '') : '';
		return wrong.fields[field] ?? wrong.other(error.message);
	}
}
