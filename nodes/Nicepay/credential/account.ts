import type { Merchant } from '../protocol/sign';

/** What the credential `nicepayApi` holds, checked. */
export interface Account extends Merchant {
	/** Origin and path prefix, without a slash at the end. */
	readonly baseUrl: string;
}

/** Which merchant this is, and where: `<MID> <Base URL>`. Never the key. */
export const merchantOf = ({ mid, baseUrl }: Account): string => `${mid} ${baseUrl}`;

/** Raised for a credential that cannot be used. The message tells which property and why, never its value. */
export class UnusableCredentialError extends Error {
	override readonly name = 'UnusableCredentialError';
}

export const NICEPAY_BASE_URL = 'https://webapi.nicepay.co.kr';

/**
 * Reads the credential's properties. White space around them, as copying leaves it, is dropped.
 *
 * @throws {UnusableCredentialError}
 */
export function accountOf(credential: Readonly<Record<string, unknown>>): Account {
	const mid = textOf(credential.mid);
	if (!/^[!-~]{10}$/.test(mid)) {
		throw new UnusableCredentialError(
			'The Merchant ID (MID) in the credential must be exactly 10 characters, such as nicepay00m',
		);
	}
	const merchantKey = textOf(credential.merchantKey);
	if (merchantKey === '') {
		throw new UnusableCredentialError('The Merchant Key in the credential is empty');
	}
	return { mid, merchantKey, baseUrl: baseUrlOf(credential.baseUrl) };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function baseUrlOf(value: unknown): string {
	const isText = typeof (value ?? '') === 'string';
	const text = textOf(value) || (isText ? NICEPAY_BASE_URL : '');
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !isSafe(url) || url.username || url.search || url.hash) {
		throw new UnusableCredentialError(
			'The Base URL in the credential must be an https address (http is allowed for a sandbox on this machine only, such as http://127.0.0.1:7070)',
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/** Whether a signed request may go to `url`: encrypted, or not leaving this machine. */
function isSafe(url: URL): boolean {
	return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether `url` leads to this machine. */
export const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname);

/** Whether `url` leads to a host of NICEPAY. */
export const isNicepay = ({ hostname }: URL): boolean =>
	hostname === 'nicepay.co.kr' || hostname.endsWith('.nicepay.co.kr');

/**
 * Whether a request signed with this account may go to `url`: to where the credential points, to
 * NICEPAY, or to a sandbox on this machine. A signature sent elsewhere could be used by whoever
 * receives it.
 */
export function isOwnHost(url: URL, { baseUrl }: Account): boolean {
	if (!isSafe(url)) return false;
	return url.host === new URL(baseUrl).host || isLoopback(url) || isNicepay(url);
}
