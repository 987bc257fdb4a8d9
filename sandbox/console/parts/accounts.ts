import type { Account } from '../../account';
import type { State } from '../../state';
import { html, type Html } from '../html';
import { ACCOUNT_STATES, matches, type View } from '../view';
import { accountRow } from './accountRow';
import { sectionHead } from './common';

/** Rows on the page. Search finds older accounts. */
const SHOWN = 100;

const HEADINGS = ['order', 'amount', 'bank', 'deadline', 'state', 'actions'] as const;

const searchable = (account: Account): string[] => [
	account.orderId,
	account.tid,
	account.goodsName,
	account.buyerName,
	account.depositorName ?? '',
	account.accountNumber,
	account.bankName,
];

export function accountsSection({ books }: State, view: View): Html {
	const { texts } = view;
	const all = books.all();
	const found = all.filter(
		(account) =>
			(view.state === '' || account.state === view.state) && matches(view, searchable(account)),
	);
	const shown = found.slice(-SHOWN).reverse();
	const foot = writeFoot([all.length, found.length, shown.length], view);

	return html`<section
		id="accounts"
		class="card wide"
		aria-labelledby="accounts-title"
		tabindex="-1"
	>
		${sectionHead('accounts', texts.accounts.title, summarize(all, view))}
		<div class="scroll tall" tabindex="0" role="region" aria-labelledby="accounts-title">
			<table role="table" aria-labelledby="accounts-title">
				<thead role="rowgroup">
					<tr role="row">
						${HEADINGS.map(
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
		<p class="foot" id="accounts-foot" data-live="whole">${foot}</p>
	</section>`;
}

function summarize(all: readonly Account[], { texts }: View): string {
	const counts = ACCOUNT_STATES.map((state) => {
		const many = all.filter((account) => account.state === state).length;
		return many === 0 ? '' : `${texts.states[state]} ${texts.number(many)}`;
	});
	return [texts.accounts.summary(all.length), ...counts].filter(Boolean).join(' · ');
}

function writeFoot(
	[all, found, shown]: readonly [all: number, found: number, shown: number],
	{ texts: { accounts: texts } }: View,
): string {
	if (all === 0) return texts.none;
	if (found === 0) return texts.noneFound;
	return shown < found ? texts.shown(shown, found) : '';
}
