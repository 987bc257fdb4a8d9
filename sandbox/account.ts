/** Issued is not paid. A deposit that was refunded in part stays `deposited` until nothing remains. */
export type AccountState = 'issued' | 'deposited' | 'refunded' | 'cancelled' | 'expired';

/** A refund that was accepted. */
export interface Refund {
	/** `Moid` of the cancel request. */
	moid: string;
	/** Won. */
	amount: number;
	partial: boolean;
	/** Account number, bank code and holder to which the money goes. */
	account: string;
	bank: string;
	holder: string;
	/** ISO 8601, `+09:00`. */
	at: string;
}

/** A virtual account as the books keep it. Amounts are won, times ISO 8601 with `+09:00`. */
export interface Account {
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
	accountNumber: string;
	depositDeadline: string;
	state: AccountState;
	/** What was paid in: not always `amount`. */
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

/** What the merchant said of an account when it was issued. */
export type IssueOrder = Pick<
	Account,
	| 'tid'
	| 'orderId'
	| 'amount'
	| 'goodsName'
	| 'buyerName'
	| 'buyerTel'
	| 'buyerEmail'
	| 'accountHolderName'
	| 'cashReceiptType'
	| 'cashReceiptNumber'
	| 'bankCode'
	| 'bankName'
	| 'depositDeadline'
>;
