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

/** What a person is looking at. All of it is in the URL. */
export interface View {
	readonly language: Language;
	readonly texts: Texts;
	/** Text that an entry must contain; empty for all entries. */
	readonly search: string;
	readonly state: AccountState | '';
	/** The part of the URL that keeps this view, with its `?`; empty if there is none. */
	readonly query: string;
}

export function readView(query: Readonly<Record<string, unknown>>, language: Language): View {
	const search = typeof query['q'] === 'string' ? query['q'].trim() : '';
	const state = ACCOUNT_STATES.find((known) => known === query['state']) ?? '';
	const kept = Object.entries({ q: search, state }).filter(([, text]) => text !== '');
	return {
		language,
		texts: TEXTS[language],
		search,
		state,
		query: kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`,
	};
}

/** Whether any of `texts` contains the search text, ignoring case. */
export function matches({ search }: View, texts: Iterable<string>): boolean {
	if (search === '') return true;
	const wanted = search.toLowerCase();
	for (const text of texts) if (text.toLowerCase().includes(wanted)) return true;
	return false;
}
