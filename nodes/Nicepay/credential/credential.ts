import type { Merchant } from '../protocol/sign';

/** What the credential `nicepayApi` holds, checked. */
export interface NicepayCredential extends Merchant {
	/** Origin and path prefix, without a slash at the end. */
	readonly baseUrl: string;
}

/** Names the merchant and the server, `<MID> <Base URL>`, and never the key. */
export const merchantLabel = ({ mid, baseUrl }: NicepayCredential): string => `${mid} ${baseUrl}`;

/** Raised for a credential that cannot be used. The message names the property and the reason, never its value. */
export class UnusableCredentialError extends Error {
	override readonly name = 'UnusableCredentialError';
}

export const NICEPAY_BASE_URL = 'https://webapi.nicepay.co.kr';

/**
 * Reads the credential's properties. White space around them, which copying leaves, is dropped.
 *
 * @throws {UnusableCredentialError}
 */
export function readCredential(properties: Readonly<Record<string, unknown>>): NicepayCredential {
	const mid = trimText(properties.mid);
	if (!/^[!-~]{10}$/.test(mid)) {
		throw new UnusableCredentialError(
			'The Merchant ID (MID) in the credential must be exactly 10 characters, such as nicepay00m',
		);
	}
	const merchantKey = trimText(properties.merchantKey);
	if (merchantKey === '') {
		throw new UnusableCredentialError('The Merchant Key in the credential is empty');
	}
	return { mid, merchantKey, baseUrl: readBaseUrl(properties.baseUrl) };
}

const trimText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function readBaseUrl(value: unknown): string {
	const isText = typeof (value ?? '') === 'string';
	const text = trimText(value) || (isText ? NICEPAY_BASE_URL : '');
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !isSafe(url) || url.username || url.search || url.hash) {
		throw new UnusableCredentialError(
			'The Base URL in the credential must be an https address such as https://webapi.nicepay.co.kr (http is allowed for a sandbox on this machine only, such as http://127.0.0.1:7070)',
		);
	}
	return url.origin + withoutEndpoint(url);
}

/** The path in front of NICEPAY's own. People copy the whole address of a request, or a part of it. */
const withoutEndpoint = ({ pathname }: URL): string =>
	pathname.replace(/\/+webapi(?:\/.*)?$/i, '').replace(/\/+$/, '');

/** Whether a signed request may go to `url`: encrypted, or without leaving this machine. */
function isSafe({ protocol, hostname }: URL): boolean {
	return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** Whether a host name or an address is this machine's own. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Whether `url` leads to a host of NICEPAY. */
export const isNicepay = ({ hostname }: URL): boolean =>
	hostname === 'nicepay.co.kr' || hostname.endsWith('.nicepay.co.kr');

/**
 * Whether a request signed with this credential may go to `url`: to the credential's own server, to
 * NICEPAY, or to a sandbox on this machine. Anyone else could use the signature.
 */
export function maySendTo(url: URL, { baseUrl }: NicepayCredential): boolean {
	if (!isSafe(url)) return false;
	return url.host === new URL(baseUrl).host || isLoopback(url.hostname) || isNicepay(url);
}
