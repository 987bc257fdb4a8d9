import { formatKst } from './kst';
import type { Endpoint, MessageFields } from './messageTables';
import { signData } from './signature';

/** What a merchant signs with. */
export interface Merchant {
	/** 10 characters. */
	readonly mid: string;
	readonly merchantKey: string;
}

/** Fields that {@link signMessage} fills in. */
export const FILLED_IN: ReadonlySet<string> = new Set(['MID', 'EdiDate', 'SignData']);

/**
 * Completes a message with MID, EdiDate (KST) and SignData. This is the one signer: the node and the
 * credential both come through here.
 *
 * @param fields everything else, normalised, TID included
 * @returns the fields in the order of the endpoint's table, then those the table does not know
 */
export function signMessage(
	endpoint: Endpoint,
	fields: MessageFields,
	{ mid, merchantKey }: Merchant,
	now: Date,
): MessageFields {
	const complete: Record<string, string> = { ...fields, MID: mid, EdiDate: formatKst(now) };
	complete.SignData = signData(endpoint, complete, merchantKey);

	const inOrder: Record<string, string> = {};
	for (const { name } of endpoint.fields) inOrder[name] = complete[name] ?? '';
	return Object.assign(inOrder, complete);
}
