import type { NicepayCredential } from '../credential/credential';
import { isLoopback } from '../credential/credential';
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
 * Checks a notification against the credential. Notifications are not signed: the sender's address, the
 * MID and, where it is there, the merchant key are all that can be checked here. Whether TID, order and
 * amount are those of an issued account, only the workflow can know.
 */
export function checkNotification(
	{ fields, merchantKeys, contradiction }: Notification,
	{ mid, merchantKey }: NicepayCredential,
): Refusal | undefined {
	if (contradiction) return { reason: 'contradiction', field: contradiction };
	if (fields.MID !== mid) return { reason: 'mid' };
	const isForeign = merchantKeys.some((key) => key !== '' && !isSameKey(key, merchantKey));
	if (isForeign) return { reason: 'merchantKey' };
	if (!fields.TID) return { reason: 'tid' };
	return undefined;
}

/**
 * What the log says of a refusal: the reason and what to do, never a key.
 *
 * @param isForwarded whether the notification passed a reverse proxy
 */
export function describeRefusal(refusal: Refusal, isForwarded: boolean): string {
	switch (refusal.reason) {
		case 'sender':
			return [
				`it came from ${refusal.sender || 'an unreadable address'}, which is not among the allowed addresses.`,
				...(isLoopback(refusal.sender)
					? [
							'If that is a sandbox on this machine, add the address under Sender Check, Custom Addresses.',
						]
					: []),
				isForwarded
					? 'It passed a reverse proxy: set N8N_PROXY_HOPS to the number of proxies in front of n8n, so that n8n sees the real sender.'
					: 'If a reverse proxy stands in front of n8n, set N8N_PROXY_HOPS to the number of proxies.',
			].join(' ');
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
