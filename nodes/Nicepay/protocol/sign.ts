import { formatKst } from './kst';
import type { Endpoint, MessageFields } from './messageTables';
import { signData } from './signature';

/** The credentials that sign a message. */
export interface Merchant {
	/** 10 characters. */
	readonly mid: string;
	readonly merchantKey: string;
}

/** Fields that {@link signMessage} adds to a message. */
export const FILLED_IN: ReadonlySet<string> = new Set(['MID', 'EdiDate', 'SignData']);

/**
 * Adds MID, EdiDate (KST) and SignData to a message. Both the node and the credential sign with this
 * function.
 *
 * @param fields all other fields, normalized, including the TID
 * @returns the fields in the order of the endpoint's table, followed by fields that are not in it
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
