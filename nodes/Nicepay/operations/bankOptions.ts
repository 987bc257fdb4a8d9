import type { INodePropertyOptions } from 'n8n-workflow';

import { type Bank, bankLabel, isSecuritiesFirm } from '../protocol/banks';

/**
 * Lists banks for a dropdown: banks first, then securities firms, each in alphabetical
 * order. This runs when n8n starts, so it avoids `localeCompare`: loading its collation tables would take
 * longer than everything else.
 */
export const bankOptions = (banks: readonly Bank[]): INodePropertyOptions[] =>
	banks
		.map((bank) => {
			const name = bankLabel(bank);
			const place = `${isSecuritiesFirm(bank) ? 2 : 1} ${name.toLowerCase()}`;
			return { place, option: { name, value: bank.code } };
		})
		.sort((one, other) => (one.place < other.place ? -1 : 1))
		.map(({ option }) => option);
