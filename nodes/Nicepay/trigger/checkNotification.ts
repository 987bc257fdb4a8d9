import type { NicepayCredential } from '../credential/credential';
import { isLoopback } from '../credential/credential';
import { isSameKey } from '../protocol/merchantKey';
import type { Notification } from '../protocol/notification';

/** Why a notification is refused. */
export type Refusal =
	| { readonly reason: 'sender'; readonly sender: string }
	| { readonly reason: 'size'; readonly bytes: number }
	| { readonly reason: 'unreadable'; readonly cause: string }
	| { readonly reason: 'contradiction'; readonly field: string }
	| { readonly reason: 'noMid' }
	| { readonly reason: 'noTid' }
	| { readonly reason: 'mid' }
	| { readonly reason: 'merchantKey' };

/** What a refused request was like. */
export interface Envelope {
	/** Whether it came through a reverse proxy. */
	readonly isForwarded: boolean;
	readonly contentType?: string;
	readonly contentEncoding?: string;
}

/** Checks what can be checked without the credential, which n8n takes long to decrypt. */
export function checkContent({ fields, contradiction }: Notification): Refusal | undefined {
	if (contradiction) return { reason: 'contradiction', field: contradiction };
	if (!fields.MID) return { reason: 'noMid' };
	if (!fields.TID) return { reason: 'noTid' };
	return undefined;
}

/**
 * Checks a notification against the credential. NICEPAY does not sign notifications (source: the manual),
 * so all we can check is the sender's IP address, the MID and, if it is there, the merchant key. Only the
 * workflow can check that TID, order and amount belong to an account it has issued.
 *
 * The merchant key is never required: captured notifications carry it, but the manual does not mention it.
 */
export function checkMerchant(
	{ fields, merchantKeys }: Notification,
	{ mid, merchantKey }: NicepayCredential,
): Refusal | undefined {
	if (fields.MID !== mid) return { reason: 'mid' };
	const isOtherKey = merchantKeys.some((key) => key !== '' && !isSameKey(key, merchantKey));
	return isOtherKey ? { reason: 'merchantKey' } : undefined;
}

/** Describes a refusal for the log: the reason and what to do. Never contains a key. */
export function describeRefusal(refusal: Refusal, envelope: Envelope): string {
	switch (refusal.reason) {
		case 'sender':
			return [
				`it came from ${refusal.sender || 'an unreadable address'}, which is not an allowed address.`,
				...(isLoopback(refusal.sender)
					? [
							'If this is a sandbox on this machine, set Sender Check to Custom Addresses and add the address.',
						]
					: []),
				envelope.isForwarded
					? 'It came through a reverse proxy: set N8N_PROXY_HOPS to the number of proxies in front of n8n, so that n8n sees the real sender.'
					: 'If n8n is behind a reverse proxy, set N8N_PROXY_HOPS to the number of proxies.',
			].join(' ');
		case 'size':
			return `it is ${refusal.bytes} bytes, larger than any notification from NICEPAY.`;
		case 'unreadable':
			return `there is no MID in it: its body cannot be read (${refusal.cause}). ${describeEncoding(envelope)}`;
		case 'contradiction':
			return `it contains the field ${refusal.field} twice, with different values.`;
		case 'noMid':
			return `there is no MID in it. ${describeEncoding(envelope)}`;
		case 'noTid':
			return 'it has no TID.';
		case 'mid':
			return 'its MID is not the one in the credential. One MID has one notification URL.';
		case 'merchantKey':
			return 'its merchant key is not the one in the credential.';
	}
}

/** What is not a form comes to nothing: NICEPAY sends one, not compressed. */
function describeEncoding({ contentType, contentEncoding }: Envelope): string {
	const shown = (header: string | undefined) => (header ? `“${header.slice(0, 100)}”` : 'none');
	return `Content-Type: ${shown(contentType)}; Content-Encoding: ${shown(contentEncoding)}. NICEPAY sends a plain form (application/x-www-form-urlencoded).`;
}
