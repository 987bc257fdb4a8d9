import type { INodePropertyOptions } from 'n8n-workflow';

import { type Bank, bankLabel, isSecuritiesFirm } from '../protocol/banks';

/**
 * Lists banks for a dropdown, in both languages: banks first, then securities firms, each in alphabetical
 * order. This runs when n8n starts, so it avoids `localeCompare`: loading its collation tables would take
 * longer than everything else.
 */
export const bankOptions = (banks: readonly Bank[]): INodePropertyOptions[] =>
	[
		...banks.filter((bank) => !isSecuritiesFirm(bank)).sort(byLabel),
		...banks.filter(isSecuritiesFirm).sort(byLabel),
	].map((bank) => ({ name: bankLabel(bank), value: bank.code }));

const byLabel = (one: Bank, other: Bank): number =>
	bankLabel(one).toLowerCase() < bankLabel(other).toLowerCase() ? -1 : 1;
