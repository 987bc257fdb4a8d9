import type { IExecuteFunctions } from 'n8n-workflow';

import type { NicepayCredential } from './credential';
import { readCredential, UnusableCredentialError } from './credential';

/** The credential of each item of a run. */
export interface ItemCredentials {
	/** Whether all items have the same one: it holds no expression. */
	readonly areSame: boolean;
	/** @throws {UnusableCredentialError} or n8n's own error, for this item alone */
	readonly forItem: (itemIndex: number) => Promise<NicepayCredential>;
}

/** What n8n adds to its message when it cannot resolve an expression of a credential for an item. */
const UNRESOLVED = '[Error resolving credentials]';

/**
 * Reads the credential: once, or for each item when it holds expressions. n8n resolves those for the
 * item it is asked for, so one workflow can serve several merchants; each time costs 2 to 4 ms.
 *
 * @throws when no item has a usable credential: none is chosen, or one without expressions is wrong
 */
export async function readItemCredentials(
	node: Pick<IExecuteFunctions, 'getCredentials'>,
): Promise<ItemCredentials> {
	const read = async (itemIndex: number) => await node.getCredentials('nicepayApi', itemIndex);
	const first = await read(0).catch((error: unknown) => {
		if (String(error).includes(UNRESOLVED)) return undefined;
		throw error;
	});
	if (first?.sameForAllItems === true) {
		const shared = readCredential(first);
		return { areSame: true, forItem: async () => shared };
	}
	return {
		areSame: false,
		forItem: async (itemIndex) => readCredential(requireBaseUrl(await read(itemIndex))),
	};
}

/** An expression that gives no Base URL must not lead to NICEPAY itself: it was meant to lead elsewhere. */
function requireBaseUrl<Properties extends { baseUrl?: unknown }>(
	properties: Properties,
): Properties {
	if (String(properties.baseUrl ?? '').trim() !== '') return properties;
	throw new UnusableCredentialError('The Base URL in the credential gives nothing for this item');
}
