import type { INodePropertyOptions } from 'n8n-workflow';

import type { Bank } from '../protocol/banks';

/**
 * Lists banks for a dropdown, in both languages and alphabetical order. This runs when n8n starts, so it
 * avoids `localeCompare`: loading its collation tables would take longer than everything else.
 */
export const bankOptions = (banks: readonly Bank[]): INodePropertyOptions[] =>
	banks
		.map(({ code, nameEn, nameKo }) => ({ name: `${nameEn} (${nameKo}, ${code})`, value: code }))
		.sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
