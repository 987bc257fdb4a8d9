import type { NotificationSettings } from './notifications/settings';

/** The merchant ID and key that NICEPAY's manual prints: public, for tests. */
export const SAMPLE_MID = 'nicepay00m';
export const SAMPLE_MERCHANT_KEY =
	'EYzu8jGGMfqaDEp76gSckuvnaHHu+bC4opsSN6lHv3b2lurNYkVXrZ7Z1AoqQnXI3eLuaUFyoRNC6FkrzVjceg==';

/** How a sandbox behaves, above all where NICEPAY's manual leaves a question open. */
export interface SandboxOptions {
	/** Merchant ID, 10 characters. Default: the manual's public sample. */
	readonly mid?: string;
	/** Default: the manual's public sample. Never logged or sent back. */
	readonly merchantKey?: string;
	readonly now?: () => Date;
	/** A number in [0, 1), for account numbers and the order of a notification's fields. */
	readonly random?: () => number;
	/** When an order number may be used again: once its account is closed, always, or never. Not published. */
	readonly orderReuse?: 'afterCancel' | 'always' | 'never';
	/** `Status` of an unpaid account. Not published. */
	readonly unpaidStatus?: '0' | '9';
	/** The amount that a cancel reply's `Signature` hashes. The manual's example and comments differ. */
	readonly signatureAmount?: 'plain' | 'padded';
	/** Whether the merchant may set the account holder's name (by agreement with NICEPAY). */
	readonly allowAccountName?: boolean;
	/** How late the fault `delay` replies by default. Milliseconds. */
	readonly delayMs?: number;
	/** The initial notification settings. */
	readonly notifications?: Partial<NotificationSettings>;
}

export type ResolvedOptions = Required<SandboxOptions>;

const DEFAULTS: ResolvedOptions = {
	mid: SAMPLE_MID,
	merchantKey: SAMPLE_MERCHANT_KEY,
	now: () => new Date(),
	random: Math.random,
	orderReuse: 'afterCancel',
	unpaidStatus: '9',
	signatureAmount: 'plain',
	allowAccountName: true,
	delayMs: 1_000,
	notifications: {},
};

/** Fills in defaults. An option that is `undefined` counts as left out. */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
	const given = Object.entries(options).filter(([, value]) => value !== undefined);
	return { ...DEFAULTS, ...Object.fromEntries(given) };
}
