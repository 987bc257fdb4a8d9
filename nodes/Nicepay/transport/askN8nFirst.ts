import type { PostResult, PostRequest, RequestHelpers, Transport } from './Transport';
import { describeCause } from '../errors';

/** Names of the errors n8n's SSRF protection throws before it connects. */
const BLOCKED_BY_N8N: ReadonlySet<unknown> = new Set([
	'SsrfBlockedIpError',
	'SsrfBlockedHostnameError',
]);

/** Whether n8n's SSRF protection has blocked an address. */
export const isBlockedByN8n = (error: unknown): boolean =>
	typeof error === 'object' && error !== null && 'name' in error && BLOCKED_BY_N8N.has(error.name);

/** The result of a request that n8n's SSRF protection blocks. */
export const blockedByN8n = (error: unknown, url: string): PostResult => ({
	kind: 'neverSent',
	cause: `n8n’s SSRF protection blocks ${new URL(url).origin}: ${describeCause(error)}. If the address is right, allow it with N8N_SSRF_ALLOWED_IP_RANGES or N8N_SSRF_ALLOWED_HOSTNAMES`,
	isFinal: true,
});

/**
 * Applies n8n's SSRF protection to a transport. By itself, it covers only n8n's own request helper. So
 * before the first request to an origin, we ask n8n whether it is allowed.
 *
 * @param isTrusted whether a URL needs no check
 */
export function askN8nFirst(
	transport: Transport,
	helpers: RequestHelpers,
	isTrusted: (url: URL) => boolean,
): Transport {
	const answers = new Map<string, Promise<PostResult | undefined>>();
	/** URLs that have passed the check. */
	const allowed = new Set<string>();
	return {
		async post(request: PostRequest): Promise<PostResult> {
			if (allowed.has(request.url)) return await transport.post(request);
			const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
			if (url && !isTrusted(url)) {
				const answer = answers.get(url.origin) ?? ask(url.origin, helpers);
				answers.set(url.origin, answer);
				const refusal = await answer;
				// A host name that could not be resolved may be checked again.
				if (refusal?.kind === 'neverSent' && !refusal.isFinal) answers.delete(url.origin);
				if (refusal) return refusal;
			}
			allowed.add(request.url);
			return await transport.post(request);
		},
	};
}

/** Asks n8n about an origin. @returns `undefined` if n8n allows it, else the result of requests to it */
async function ask(origin: string, helpers: RequestHelpers): Promise<PostResult | undefined> {
	if (!helpers.getSecureEgressFilter) return await askByRequest(origin, helpers);
	try {
		const verdict = await helpers.getSecureEgressFilter().validateUrl(origin);
		return verdict.ok ? undefined : blockedByN8n(verdict.error, origin);
	} catch (error) {
		return { kind: 'neverSent', cause: describeCause(error) };
	}
}

/**
 * Asks an n8n before 2.30, which has no egress filter. Its request helper checks the address before it
 * looks at the abort signal, so a request that is already aborted is checked but never sent.
 */
async function askByRequest(
	origin: string,
	{ httpRequest }: RequestHelpers,
): Promise<PostResult | undefined> {
	try {
		await httpRequest({ method: 'HEAD', url: origin, abortSignal: AbortSignal.abort() });
		return undefined;
	} catch (error) {
		return isBlockedByN8n(error) ? blockedByN8n(error, origin) : undefined;
	}
}
