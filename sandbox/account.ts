/** Issued is not paid. A partly refunded account stays `deposited` until nothing remains. */
export type AccountState = 'issued' | 'deposited' | 'refunded' | 'cancelled' | 'expired';

/** An accepted refund. */
export interface Refund {
	/** `Moid` of the cancel request. */
	moid: string;
	/** Won. */
	amount: number;
	partial: boolean;
	/** Account number, bank code and account holder that receive the money. */
	account: string;
	bank: string;
	holder: string;
	/** ISO 8601, `+09:00`. */
	at: string;
}

/** What the merchant sends to issue an account. Amounts are in won, times ISO 8601 with `+09:00`. */
export interface IssueOrder {
	tid: string;
	orderId: string;
	amount: number;
	goodsName: string;
	buyerName: string;
	buyerTel: string;
	buyerEmail: string;
	accountHolderName: string;
	cashReceiptType: '0' | '1' | '2';
	cashReceiptNumber: string;
	bankCode: string;
	bankName: string;
	depositDeadline: string;
}

/** A virtual account. */
export interface Account extends IssueOrder {
	accountNumber: string;
	state: AccountState;
	/** What the customer paid, which may differ from `amount`. */
	depositedAmount: number;
	depositorName: string | null;
	refunds: Refund[];
	/** What can still be refunded. */
	remaining: number;
	issuedAt: string;
	depositedAt: string | null;
	/** When it was cancelled, fully refunded or expired. */
	closedAt: string | null;
}
