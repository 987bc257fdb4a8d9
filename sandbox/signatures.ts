import { createHash } from 'node:crypto';

import type { EndpointName } from '../nodes/Nicepay/protocol/messageFields';

/** The fields that SignData hashes, followed by the merchant key. Manual: each endpoint's SignData. */
const SIGNED: Readonly<Record<EndpointName, readonly string[]>> = {
	issue: ['MID', 'Amt', 'EdiDate', 'Moid'],
	cancel: ['MID', 'CancelAmt', 'EdiDate'],
	status: ['TID', 'MID', 'EdiDate'],
};

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The SignData that a request must carry, made of the very strings it carries. */
export function expectedSignData(
	endpoint: EndpointName,
	field: (name: string) => string,
	merchantKey: string,
): string {
	return sha256(SIGNED[endpoint].map(field).join('') + merchantKey);
}

/**
 * `Signature` of a cancel reply. Manual: SHA-256 of TID, MID, amount and merchant key.
 *
 * @param amount the text to hash, padded or not
 */
export function cancelSignature(
	{ tid, mid, amount }: { tid: string; mid: string; amount: string },
	merchantKey: string,
): string {
	return sha256(tid + mid + amount + merchantKey);
}
