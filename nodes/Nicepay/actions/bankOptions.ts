import type { INodePropertyOptions } from 'n8n-workflow';

import type { Bank } from '../protocol/banks';

/** Banks as a list to choose from, in both languages, in alphabetical order. */
export const bankOptions = (banks: readonly Bank[]): INodePropertyOptions[] =>
	banks
		.map(({ code, nameEn, nameKo }) => ({ name: `${nameEn} (${nameKo}, ${code})`, value: code }))
		.sort((one, other) => one.name.localeCompare(other.name, 'en'));
