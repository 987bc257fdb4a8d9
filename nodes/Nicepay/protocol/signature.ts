import { createHash, timingSafeEqual } from 'node:crypto';

import type { Endpoint, MessageFields } from './messageTables';

/** Lower-case hex of SHA-256 over the UTF-8 bytes of the texts, one after the other. */
function hash(...texts: readonly string[]): string {
	return createHash('sha256').update(texts.join(''), 'utf8').digest('hex');
}

/**
 * SignData of a message: each endpoint hashes other fields, and always the very strings it sends.
 *
 * @param merchantKey the key as NICEPAY shows it; its text is hashed, it is not base64-decoded
 */
export function signData(endpoint: Endpoint, fields: MessageFields, merchantKey: string): string {
	return hash(...endpoint.signed.map((name) => fields[name] ?? ''), merchantKey);
}

/** What the `Signature` of a cancel reply is made of. `amount` is in won. */
export interface SignedCancel {
	readonly tid: string;
	readonly mid: string;
	readonly amount: number;
	/** The amount as it stands in the reply, where it does. */
	readonly amountInReply?: string;
}

/** Digits to which NICEPAY pads an amount in a reply. */
const PADDED_AMOUNT_DIGITS = 12;

/**
 * The signatures NICEPAY may give a cancel reply: the manual's worked example hashes the amount
 * unpadded, other comments hash it padded as the reply carries it.
 */
export function cancelReplySignatures(
	{ tid, mid, amount }: SignedCancel,
	merchantKey: string,
): { plain: string; padded: string } {
	const digits = String(amount);
	return {
		plain: hash(tid, mid, digits, merchantKey),
		padded: hash(tid, mid, digits.padStart(PADDED_AMOUNT_DIGITS, '0'), merchantKey),
	};
}

/** How the amount stands in what a cancel reply's signature hashes. */
export type SignedAmount = 'plain' | 'padded';

/**
 * Which form of the reply's signature `signature` is; undefined for neither. Compares in constant time.
 *
 * NICEPAY's JSP samples hash the amount as it stands in the reply, which is padded.
 */
export function findSignedAmount(
	signature: string,
	signed: SignedCancel,
	merchantKey: string,
): SignedAmount | undefined {
	const { tid, mid, amount, amountInReply } = signed;
	const { plain, padded } = cancelReplySignatures(signed, merchantKey);
	const asItStands = hash(tid, mid, amountInReply || String(amount), merchantKey);
	const given = signature.toLowerCase();
	// All are always compared: which form NICEPAY uses is no secret, but one path is simpler to trust.
	const [isPlain, isPadded, isAsItStands] = [plain, padded, asItStands].map((expected) =>
		equalInConstantTime(given, expected),
	);
	if (isPlain) return 'plain';
	return isPadded || isAsItStands ? 'padded' : undefined;
}

/** Compares two secrets without telling by its duration how much of them is alike. */
export function equalInConstantTime(left: string, right: string): boolean {
	const [a, b] = [left, right].map((text) => createHash('sha256').update(text, 'utf8').digest());
	return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
