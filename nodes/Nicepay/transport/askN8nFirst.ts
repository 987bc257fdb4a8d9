import type { PostResult, PostRequest, RequestHelpers, Transport } from './Transport';
import { describeCause } from '../errors';

/** What n8n's protection against forged requests (SSRF) throws before it connects. */
const REFUSED_BY_N8N: ReadonlySet<unknown> = new Set([
	'SsrfBlockedIpError',
	'SsrfBlockedHostnameError',
]);

/** Whether n8n has refused an address. */
export const isRefusedByN8n = (error: unknown): boolean =>
	typeof error === 'object' && error !== null && 'name' in error && REFUSED_BY_N8N.has(error.name);

/** What became of a posting whose address n8n refuses. */
export const refusedByN8n = (error: unknown, url: string): PostResult => ({
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
	const asked = new Map<string, Promise<PostResult | undefined>>();
	/** Addresses that need no question any more. */
	const admitted = new Set<string>();
	return {
		async post(posting: PostRequest): Promise<PostResult> {
			if (admitted.has(posting.url)) return await transport.post(posting);
			const url = URL.canParse(posting.url) ? new URL(posting.url) : undefined;
			if (url && !isTrusted(url)) {
				const answer = asked.get(url.origin) ?? ask(url.origin, helpers);
				asked.set(url.origin, answer);
				const refusal = await answer;
				// A host whose name could not be looked up may be asked about again.
				if (refusal?.kind === 'neverSent' && !refusal.isFinal) asked.delete(url.origin);
				if (refusal) return refusal;
			}
			admitted.add(posting.url);
			return await transport.post(posting);
		},
	};
}

/** What becomes of postings to an origin that n8n does not let through; `undefined` for one that it does. */
async function ask(origin: string, helpers: RequestHelpers): Promise<PostResult | undefined> {
	if (!helpers.getSecureEgressFilter) return await askByRequest(origin, helpers);
	try {
		const verdict = await helpers.getSecureEgressFilter().validateUrl(origin);
		return verdict.ok ? undefined : refusedByN8n(verdict.error, origin);
	} catch (error) {
		return { kind: 'neverSent', cause: describeCause(error) };
	}
}

/**
 * An n8n before 2.30 can be asked by its request helper only, with a request that is aborted already: it
 * looks at the address before it looks at that, and sends nothing.
 */
async function askByRequest(
	origin: string,
	{ httpRequest }: RequestHelpers,
): Promise<PostResult | undefined> {
	try {
		await httpRequest({ method: 'HEAD', url: origin, abortSignal: AbortSignal.abort() });
		return undefined;
	} catch (error) {
		return isRefusedByN8n(error) ? refusedByN8n(error, origin) : undefined;
	}
}
