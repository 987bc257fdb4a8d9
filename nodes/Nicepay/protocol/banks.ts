import banks from './tables/banks.json';

/** A bank or other institution in NICEPAY's table of codes. */
export interface Bank {
	/** Three digits. */
	readonly code: string;
	readonly nameKo: string;
	readonly nameEn: string;
	/** Whether NICEPAY's tables agree that virtual accounts are issued at this bank. */
	readonly virtualAccount: 'yes' | 'no' | 'unclear';
	/** Whether NICEPAY's tables agree that refunds are paid to this bank. */
	readonly refundAccount: 'yes' | 'no' | 'unclear';
}

/** NICEPAY's bank codes (은행코드), in code order. */
export const BANKS = banks as readonly Bank[];

/** Banks at which a virtual account can be issued; the merchant's contract decides which. */
export const issuableBanks = (): readonly Bank[] =>
	BANKS.filter(({ virtualAccount }) => virtualAccount === 'yes');

/** Banks to which a refund can be paid. */
export const refundBanks = (): readonly Bank[] =>
	BANKS.filter(({ refundAccount }) => refundAccount === 'yes');
