import type { INodePropertyOptions } from 'n8n-workflow';

import type { Bank } from '../protocol/banks';

/**
 * Banks as a list to choose from, in both languages, in alphabetical order. Runs when n8n starts:
 * `localeCompare` would load the collation tables for it, which takes longer than all the rest.
 */
export const bankOptions = (banks: readonly Bank[]): INodePropertyOptions[] =>
	banks
		.map(({ code, nameEn, nameKo }) => ({ name: `${nameEn} (${nameKo}, ${code})`, value: code }))
		.sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
