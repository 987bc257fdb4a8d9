import { WrongStateError } from '../books';
import { UnknownAccountError } from '../control/actions';
import { BadInputError } from '../control/input';
import type { State } from '../state';
import type { Texts } from './texts';
import type { View } from './view';

/** What has just been done, or why it failed. */
export interface Notice {
	readonly tone: 'good' | 'bad';
	readonly text: string;
}

export type Done = keyof Texts['done'];

/** Describes what was done. The URL holds only its name and a TID, so a link cannot forge a text. */
export function describeDone(
	{ books }: State,
	{ texts }: View,
	query: { readonly done?: unknown; readonly tid?: unknown },
): Notice | undefined {
	const name = String(query.done);
	if (!Object.hasOwn(texts.done, name)) return undefined;
	const text = texts.done[name as Done];
	if (typeof text === 'string') return { tone: 'good', text };
	const account = books.find(String(query.tid));
	return account && { tone: 'good', text: text(account.orderId, account.depositedAmount) };
}

/** Describes why something failed. */
export function describeError(state: State, view: View, error: Error, tid?: string): Notice {
	return { tone: 'bad', text: explain(state, view, error, tid) };
}

function explain({ books }: State, { texts }: View, error: Error, tid?: string): string {
	const { wrong, states } = texts;
	const account = tid === undefined ? undefined : books.find(tid);
	if (error instanceof WrongStateError && account) {
		return wrong.state(account.orderId, states[account.state]);
	}
	if (error instanceof UnknownAccountError) return wrong.unknownAccount;
	const field = error instanceof BadInputError ? (error.field ?? '') : '';
	return wrong.fields[field] ?? wrong.other(error.message);
}
