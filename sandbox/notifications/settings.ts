/** What a merchant sets in NICEPAY's admin page, and how captured notifications differ. */
export interface NotificationSettings {
	/** Where deposits are posted; `null`: nowhere. */
	readonly url: string | null;
	/** Seconds between two attempts. Manual: 60 to 600. */
	readonly intervalSeconds: number;
	/** How often a notification is sent at most. Manual: 1 to 10. */
	readonly attempts: number;
	/** Whether the reply must be exactly `OK`; otherwise any HTTP 200 is accepted. */
	readonly okCheck: boolean;
	/** Whether Content-Type says `charset=euc-kr`. Not published. */
	readonly charsetInHeader: boolean;
	/** A space is sent as `+` or `%20`. Captures show both. */
	readonly space: 'plus' | 'percent';
	/** Whether the merchant's own key is sent along, as in captured notifications. */
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
