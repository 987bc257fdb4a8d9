import type { Account } from '../../account';
import type { State } from '../../state';
import { html, type Html } from '../html';
import { ACCOUNT_STATES, matches, type View } from '../view';
import { accountRow } from './accountRow';
import { sectionHead } from './common';

/** Rows on the page; older accounts are found by searching. */
const SHOWN = 100;

const wordsOf = (account: Account): string[] => [
	account.orderId,
	account.tid,
	account.goodsName,
	account.buyerName,
	account.depositorName ?? '',
	account.accountNumber,
	account.bankName,
];

export function accountsSection(state: State, view: View): Html {
	const { texts } = view;
	const all = state.books.all();
	const found = all.filter(
		(account) =>
			(view.state === '' || account.state === view.state) && matches(view, wordsOf(account)),
	);
	const shown = found.slice(-SHOWN).reverse();
	const headings = ['order', 'amount', 'bank', 'deadline', 'state', 'actions'] as const;

	return html`<section
		id="accounts"
		class="card wide"
		aria-labelledby="accounts-title"
		tabindex="-1"
	>
		${sectionHead('accounts', texts.accounts.title, summaryOf(all, view))}
		<div
			class="scroll tall"
			tabindex="0"
			role="region"
			aria-labelledby="accounts-title"
			data-scroll="accounts"
		>
			<table role="table" aria-labelledby="accounts-title">
				<thead role="rowgroup">
					<tr role="row">
						${headings.map(
							(name) =>
								html`<th scope="col" role="columnheader" class="${name}">
									${texts.accounts[name]}
								</th>`,
						)}
					</tr>
				</thead>
				<tbody role="rowgroup" id="account-rows" data-live="list">
					${shown.map((account) => accountRow(account, view))}
				</tbody>
			</table>
		</div>
		<p class="foot" id="accounts-foot" data-live="whole">${footOf(all, found, shown, view)}</p>
	</section>`;
}

function summaryOf(all: readonly Account[], { texts }: View): string {
	const counts = ACCOUNT_STATES.map((state) => ({
		state,
		many: all.filter((account) => account.state === state).length,
	}));
	return [
		texts.accounts.summary(all.length),
		...counts
			.filter(({ many }) => many > 0)
			.map(({ state, many }) => `${texts.states[state]} ${texts.number(many)}`),
	].join(' · ');
}

function footOf(
	all: readonly Account[],
	found: readonly Account[],
	shown: readonly Account[],
	{ texts }: View,
): string {
	if (all.length === 0) return texts.accounts.none;
	if (found.length === 0) return texts.accounts.noneFound;
	return shown.length < found.length ? texts.accounts.shown(shown.length, found.length) : '';
}
