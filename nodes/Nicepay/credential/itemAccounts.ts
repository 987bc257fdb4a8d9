import type { IExecuteFunctions } from 'n8n-workflow';

import type { Account } from './account';
import { accountOf, UnusableCredentialError } from './account';

/** Whose account each item of a run is about. */
export interface ItemAccounts {
	/** The one of all items, where the credential holds no expression. */
	readonly shared?: Account;
	/** @throws {UnusableCredentialError} or n8n's own error, for this item alone */
	readonly of: (itemIndex: number) => Promise<Account>;
}

/** What n8n adds to the message when an expression in a credential cannot be resolved for an item. */
const UNRESOLVED = '[Error resolving credentials]';

/**
 * Reads the credential: once, or for each item when it holds expressions. n8n resolves those for the
 * item it is asked for, so that one workflow can serve several merchants; each time costs 2 to 4 ms.
 *
 * @throws when no item has a usable credential: none is chosen, or it holds no expression and is wrong
 */
export async function itemAccounts(
	node: Pick<IExecuteFunctions, 'getCredentials'>,
): Promise<ItemAccounts> {
	const read = async (itemIndex: number) => await node.getCredentials('nicepayApi', itemIndex);
	const first = await read(0).catch((error: unknown) => {
		if (String(error).includes(UNRESOLVED)) return undefined;
		throw error;
	});
	if (first?.sameForAllItems === true) {
		const shared = accountOf(first);
		return { shared, of: async () => shared };
	}
	return { of: async (itemIndex) => accountOf(withBaseUrl(await read(itemIndex))) };
}

/** An expression that gives no Base URL must not lead to NICEPAY itself: somebody meant something by it. */
function withBaseUrl<Credential extends { baseUrl?: unknown }>(credential: Credential): Credential {
	if (String(credential.baseUrl ?? '').trim() !== '') return credential;
	throw new UnusableCredentialError('The Base URL in the credential gives nothing for this item');
}
