/** What a merchant sets in NICEPAY's admin page, and what NICEPAY's captured notifications vary in. */
export interface NotificationSettings {
	/** Where deposits are posted; `null`: nowhere. */
	readonly url: string | null;
	/** Seconds from one attempt to the next; NICEPAY has 60 to 600. */
	readonly intervalSeconds: number;
	/** Deliveries of one notification in all, the first included: 1 to 10. */
	readonly attempts: number;
	/** Whether the reply must be exactly `OK`; else any HTTP 200 will do. */
	readonly okCheck: boolean;
	/** Whether Content-Type says `charset=euc-kr`. */
	readonly charsetInHeader: boolean;
	/** How a space is written: `+` or `%20`. */
	readonly space: 'plus' | 'percent';
	/** Whether the merchant's own key is among the fields, as it is in captured notifications. */
	readonly merchantKey: boolean;
}

export const DEFAULT_SETTINGS: NotificationSettings = {
	url: null,
	intervalSeconds: 60,
	attempts: 10,
	okCheck: true,
	charsetInHeader: false,
	space: 'plus',
	merchantKey: true,
};
