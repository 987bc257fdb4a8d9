import type { AccountState } from '../account';
import type { Language } from './language';
import { TEXTS, type Texts } from './texts';

export const ACCOUNT_STATES = [
	'issued',
	'deposited',
	'refunded',
	'cancelled',
	'expired',
] as const satisfies readonly AccountState[];

/** What a person looks at: all of it stands in the URL. */
export interface View {
	readonly language: Language;
	readonly texts: Texts;
	/** Words that order, TID, goods, account number or names must contain; empty: everything. */
	readonly search: string;
	readonly state: AccountState | '';
	/** The part of the URL that keeps this view, with its `?`; empty when there is none. */
	readonly query: string;
}

/** Names of the view's parameters in the URL. */
export type ViewQuery = Readonly<Partial<Record<'q' | 'state' | 'lang', unknown>>>;

export function viewOf(query: ViewQuery, language: Language): View {
	const search = typeof query.q === 'string' ? query.q.trim() : '';
	const state = ACCOUNT_STATES.find((known) => known === query.state) ?? '';
	return { language, texts: TEXTS[language], search, state, query: queryOf({ search, state }) };
}

function queryOf({ search, state }: { search: string; state: string }): string {
	const kept = Object.entries({ q: search, state }).filter(([, text]) => text !== '');
	return kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
}

/** Whether any of `texts` contains what is searched for, in either case. */
export function matches({ search }: View, texts: Iterable<string>): boolean {
	if (search === '') return true;
	const wanted = search.toLowerCase();
	for (const text of texts) if (text.toLowerCase().includes(wanted)) return true;
	return false;
}
