import type { NicepayCredential } from '../credential/credential';
import { isLoopback } from '../credential/credential';
import { isSameKey } from '../protocol/merchantKey';
import type { Notification } from '../protocol/notification';

/** Why a notification is refused. */
export type Refusal =
	| { readonly reason: 'sender'; readonly sender: string }
	| { readonly reason: 'size'; readonly bytes: number }
	| { readonly reason: 'contradiction'; readonly field: string }
	| { readonly reason: 'mid' }
	| { readonly reason: 'merchantKey' }
	| { readonly reason: 'tid' };

/**
 * Checks a notification against the credential. NICEPAY does not sign notifications (source: the manual),
 * so all we can check is the sender's IP address, the MID and, if it is there, the merchant key. Only the
 * workflow can check that TID, order and amount belong to an account it has issued.
 *
 * The merchant key is never required: captured notifications carry it, but the manual does not mention it.
 */
export function checkNotification(
	{ fields, merchantKeys, contradiction }: Notification,
	{ mid, merchantKey }: NicepayCredential,
): Refusal | undefined {
	if (contradiction) return { reason: 'contradiction', field: contradiction };
	if (fields.MID !== mid) return { reason: 'mid' };
	const isOtherKey = merchantKeys.some((key) => key !== '' && !isSameKey(key, merchantKey));
	if (isOtherKey) return { reason: 'merchantKey' };
	if (!fields.TID) return { reason: 'tid' };
	return undefined;
}

/**
 * Describes a refusal for the log: the reason and what to do. Never contains a key.
 *
 * @param isForwarded whether the notification came through a reverse proxy
 */
export function describeRefusal(refusal: Refusal, isForwarded: boolean): string {
	switch (refusal.reason) {
		case 'sender':
			return [
				`it came from ${refusal.sender || 'an unreadable address'}, which is not an allowed address.`,
				...(isLoopback(refusal.sender)
					? [
							'If this is a sandbox on this machine, set Sender Check to Custom Addresses and add the address.',
						]
					: []),
				isForwarded
					? 'It came through a reverse proxy: set N8N_PROXY_HOPS to the number of proxies in front of n8n, so that n8n sees the real sender.'
					: 'If n8n is behind a reverse proxy, set N8N_PROXY_HOPS to the number of proxies.',
			].join(' ');
		case 'size':
			return `it is ${refusal.bytes} bytes, larger than any notification from NICEPAY.`;
		case 'contradiction':
			return `it contains the field ${refusal.field} twice, with different values.`;
		case 'mid':
			return 'its MID is not the one in the credential. One MID has one notification URL.';
		case 'merchantKey':
			return 'its merchant key is not the one in the credential.';
		case 'tid':
			return 'it has no TID.';
	}
}
