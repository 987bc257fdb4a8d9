import type { NotificationSettings } from './notifications/settings';

/** The merchant ID and key that NICEPAY's manual prints: public, good for trying things out. */
export const SAMPLE_MID = 'nicepay00m';
export const SAMPLE_MERCHANT_KEY =
	'EYzu8jGGMfqaDEp76gSckuvnaHHu+bC4opsSN6lHv3b2lurNYkVXrZ7Z1AoqQnXI3eLuaUFyoRNC6FkrzVjceg==';

/** How a sandbox behaves, above all where NICEPAY's manual leaves a question open. */
export interface SandboxOptions {
	/** Merchant ID, 10 characters. Default: the manual's public sample. */
	readonly mid?: string;
	/** Default: the manual's public sample. It appears in no log and no answer. */
	readonly merchantKey?: string;
	readonly now?: () => Date;
	/** A number in [0, 1): order of a notification's fields, account numbers. */
	readonly random?: () => number;
	/** Whether an order whose accounts are all closed may be issued again. NICEPAY does not say. */
	readonly orderReuse?: 'afterCancel' | 'never';
	/** `Status` of an issued account nobody has paid into. NICEPAY does not say. */
	readonly unpaidStatus?: '0' | '9';
	/** Which amount a cancel reply's `Signature` hashes: the manual's example and its comments differ. */
	readonly signatureAmount?: 'plain' | 'padded';
	/** Whether this merchant has agreed with NICEPAY's sales that it may set the account holder's name. */
	readonly allowAccountName?: boolean;
	/** How late the fault `delay` answers when it does not say so itself. Milliseconds. */
	readonly delayMs?: number;
	/** Where and how deposits are notified at first; the control API changes it. */
	readonly notifications?: Partial<NotificationSettings>;
}

export type ResolvedOptions = Required<SandboxOptions>;

/** Fills in what `options` leaves out. */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
	return {
		mid: options.mid ?? SAMPLE_MID,
		merchantKey: options.merchantKey ?? SAMPLE_MERCHANT_KEY,
		now: options.now ?? (() => new Date()),
		random: options.random ?? Math.random,
		orderReuse: options.orderReuse ?? 'afterCancel',
		unpaidStatus: options.unpaidStatus ?? '9',
		signatureAmount: options.signatureAmount ?? 'plain',
		allowAccountName: options.allowAccountName ?? true,
		delayMs: options.delayMs ?? 1_000,
		notifications: options.notifications ?? {},
	};
}
