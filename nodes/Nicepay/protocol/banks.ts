import banks from './tables/banks.json';

/** A bank or other institution in NICEPAY's bank code table. */
export interface Bank {
	/** Three digits. */
	readonly code: string;
	readonly nameKo: string;
	readonly nameEn: string;
	/** Whether this bank can issue virtual accounts; `unclear` where NICEPAY's tables disagree. */
	readonly virtualAccount: 'yes' | 'no' | 'unclear';
	/** Whether refunds can be paid to this bank; `unclear` where NICEPAY's tables disagree. */
	readonly refundAccount: 'yes' | 'no' | 'unclear';
}

/** NICEPAY's bank codes (은행코드), sorted by code. Source: the code tables NICEPAY publishes. */
export const BANKS = banks as readonly Bank[];

/** Banks that can issue virtual accounts. The merchant's contract decides which of them it can use. */
export const issuableBanks = (): readonly Bank[] =>
	BANKS.filter(({ virtualAccount }) => virtualAccount === 'yes');

/** Banks that can receive refunds. */
export const refundBanks = (): readonly Bank[] =>
	BANKS.filter(({ refundAccount }) => refundAccount === 'yes');
