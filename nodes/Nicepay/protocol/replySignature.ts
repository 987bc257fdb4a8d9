import { createHash, timingSafeEqual } from 'node:crypto';

import { hash } from './sign';

/** What the `Signature` of a cancel reply covers. */
export interface SignedCancel {
	readonly tid: string;
	readonly mid: string;
	/** In won. */
	readonly amount: number;
	/** The amount exactly as the reply has it, if it has one. */
	readonly amountInReply?: string;
}

/** NICEPAY pads amounts in replies with zeros to 12 digits. Source: the manual's table of reply fields. */
const PADDED_AMOUNT_DIGITS = 12;

/**
 * The two signatures a cancel reply may carry. The manual's worked example hashes the amount without
 * padding. NICEPAY's JSP samples hash it as the reply has it, which is padded. So both are accepted.
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

/** The form of the amount that a cancel reply's signature covers. */
export type SignedAmount = 'plain' | 'padded';

/**
 * Verifies a cancel reply's signature. Compares in constant time.
 *
 * @returns the form of the amount it covers; `undefined` if it does not verify
 */
export function findSignedAmount(
	signature: string,
	signed: SignedCancel,
	merchantKey: string,
): SignedAmount | undefined {
	const { tid, mid, amount, amountInReply } = signed;
	const { plain, padded } = cancelReplySignatures(signed, merchantKey);
	const asInReply = hash(tid, mid, amountInReply || String(amount), merchantKey);
	const given = signature.toLowerCase();
	// Always compare all three. The form is no secret, but a single code path is easier to trust.
	const [isPlain, isPadded, isAsInReply] = [plain, padded, asInReply].map((expected) =>
		equalInConstantTime(given, expected),
	);
	if (isPlain) return 'plain';
	return isPadded || isAsInReply ? 'padded' : undefined;
}

/** Compares two secrets. The time it takes does not reveal how much of them matches. */
export function equalInConstantTime(left: string, right: string): boolean {
	const [a, b] = [left, right].map((text) => createHash('sha256').update(text, 'utf8').digest());
	return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
