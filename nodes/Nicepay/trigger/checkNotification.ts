import type { Account } from '../credential/account';
import { isSameKey } from '../protocol/merchantKey';
import type { Notification } from '../protocol/notification';

/** Why a notification is not believed. */
export type Refusal =
	| { readonly reason: 'sender'; readonly sender: string }
	| { readonly reason: 'size'; readonly bytes: number }
	| { readonly reason: 'contradiction'; readonly field: string }
	| { readonly reason: 'mid' }
	| { readonly reason: 'merchantKey' }
	| { readonly reason: 'tid' };

/**
 * Holds a notification against the credential. Notifications are not signed: sender address, MID and,
 * where it is there, the merchant key are all that can be checked here. Whether TID, order and amount
 * are those of an issued account only the workflow can know.
 */
export function checkNotification(
	{ fields, merchantKeys, contradiction }: Notification,
	{ mid, merchantKey }: Account,
): Refusal | undefined {
	if (contradiction) return { reason: 'contradiction', field: contradiction };
	if (fields.MID !== mid) return { reason: 'mid' };
	const isForeign = merchantKeys.some((key) => key !== '' && !isSameKey(key, merchantKey));
	if (isForeign) return { reason: 'merchantKey' };
	if (!fields.TID) return { reason: 'tid' };
	return undefined;
}

/** What a refusal says in the log: the reason and the way out, never a key. */
export function describeRefusal(refusal: Refusal, isForwarded: boolean): string {
	switch (refusal.reason) {
		case 'sender':
			return (
				`it came from ${refusal.sender || 'an unreadable address'}, which is not among the allowed addresses.` +
				(/^(127\.|::1$)/.test(refusal.sender)
					? ' If that is a sandbox on this machine, add the address under Sender Check, Custom Addresses.'
					: '') +
				(isForwarded
					? ' It passed a reverse proxy: set N8N_PROXY_HOPS to the number of proxies in front of n8n, so that n8n sees the real sender.'
					: ' If a reverse proxy stands in front of n8n, set N8N_PROXY_HOPS to the number of proxies.')
			);
		case 'size':
			return `it has ${refusal.bytes} bytes, more than any NICEPAY sends.`;
		case 'contradiction':
			return `it has the field ${refusal.field} twice, with two values.`;
		case 'mid':
			return 'its MID is not the one in the credential. One MID has one notification URL.';
		case 'merchantKey':
			return 'the merchant key in it is not the one in the credential.';
		case 'tid':
			return 'it has no TID.';
	}
}
