import { createHash } from 'node:crypto';

import { formatKst } from './kst';
import type { Endpoint, MessageFields } from './messageFields';

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

/** Lower-case hex of SHA-256 over the concatenated texts in UTF-8. Source: the manual. */
export function hash(...texts: readonly string[]): string {
	return createHash('sha256').update(texts.join(''), 'utf8').digest('hex');
}

/**
 * Computes SignData. Each endpoint signs its own set of fields, exactly as they are sent. Source: the
 * manual's section on each endpoint.
 *
 * @param merchantKey the key as NICEPAY shows it, not base64-decoded
 */
export function signData(endpoint: Endpoint, fields: MessageFields, merchantKey: string): string {
	return hash(...endpoint.signed.map((name) => fields[name] ?? ''), merchantKey);
}
