import type { Delivery, Posting, RequestHelpers, Transport } from './Transport';
import { describeCause } from './Transport';

/** What n8n's protection against forged requests (SSRF) throws before it connects. */
const REFUSED_BY_N8N: ReadonlySet<unknown> = new Set([
	'SsrfBlockedIpError',
	'SsrfBlockedHostnameError',
]);

/** Whether n8n has refused an address. */
export const isRefusedByN8n = (error: unknown): boolean =>
	typeof error === 'object' && error !== null && 'name' in error && REFUSED_BY_N8N.has(error.name);

/** What became of a posting whose address n8n refuses. */
export const refusedByN8n = (error: unknown, url: string): Delivery => ({
	kind: 'neverSent',
	cause: `n8n’s protection against forged requests (SSRF) refuses ${new URL(url).origin}: ${describeCause(error)}. If the address is right, allow it by N8N_SSRF_ALLOWED_IP_RANGES or N8N_SSRF_ALLOWED_HOSTNAMES`,
	isFinal: true,
});

/**
 * Binds a transport to n8n's protection against forged requests, which by itself binds n8n's request
 * helper only: before the first posting to an origin, n8n is asked.
 *
 * @param isTrusted origins of which n8n need not be asked
 */
export function askN8nFirst(
	transport: Transport,
	helpers: RequestHelpers,
	isTrusted: (url: URL) => boolean,
): Transport {
	const asked = new Map<string, Promise<unknown>>();
	/** Addresses that need no question any more. */
	const admitted = new Set<string>();
	return {
		async post(posting: Posting): Promise<Delivery> {
			if (admitted.has(posting.url)) return await transport.post(posting);
			const url = URL.canParse(posting.url) ? new URL(posting.url) : undefined;
			if (url && !isTrusted(url)) {
				const answer = asked.get(url.origin) ?? refusalOf(url.origin, helpers);
				asked.set(url.origin, answer);
				const refusal = await answer;
				if (refusal) return refusedByN8n(refusal, posting.url);
			}
			admitted.add(posting.url);
			return await transport.post(posting);
		},
	};
}

/**
 * Why n8n refuses an origin, if it does. An n8n before 2.30 can be asked by its request helper only, with
 * a request that is aborted already: it looks at the address before it looks at that, and sends nothing.
 */
async function refusalOf(origin: string, helpers: RequestHelpers): Promise<unknown> {
	try {
		if (helpers.getSecureEgressFilter) {
			const verdict = await helpers.getSecureEgressFilter().validateUrl(origin);
			if (!verdict.ok) throw verdict.error;
		} else {
			const abortSignal = AbortSignal.abort();
			await helpers.httpRequest({ method: 'HEAD', url: origin, abortSignal });
		}
		return undefined;
	} catch (error) {
		return isRefusedByN8n(error) ? error : undefined;
	}
}
