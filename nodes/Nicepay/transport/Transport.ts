import type { RequestHelperFunctions } from 'n8n-workflow';

/** A POST for a {@link Transport} to send. */
export interface PostRequest {
	/** An absolute `https:` URL, or `http:` to a loopback address. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** A percent-encoded form: ASCII only. */
	readonly body: string;
	/** Milliseconds to connect, including TLS and any proxy. */
	readonly connectTimeout: number;
	/** Milliseconds from the first byte sent to the last byte received. */
	readonly replyTimeout: number;
	/** How many connections to the server to open at most, if the adapter pools them. Default 1. */
	readonly connections?: number;
	/** When aborted, a request that is still waiting for a connection is not sent. */
	readonly stop?: AbortSignal;
}

/**
 * How a POST ended. `neverSent` means that, for certain, not one byte of the request left. Anything that
 * goes wrong later is `lost`: the server may have acted on the request.
 */
export type PostResult =
	| { readonly kind: 'replied'; readonly status: number; readonly body: Uint8Array }
	| {
			readonly kind: 'neverSent';
			readonly cause: string;
			/** Whether another try would end the same way. */
			readonly isFinal?: true;
	  }
	| { readonly kind: 'lost'; readonly reason: LossReason; readonly cause: string };

export type LossReason = 'timeout' | 'disconnected' | 'tooLarge';

/**
 * Sends requests. Every adapter follows no redirects, always verifies certificates, respects HTTP_PROXY,
 * HTTPS_PROXY and NO_PROXY, reads at most {@link MAX_REPLY_BYTES}, and never sends a request twice. It never
 * rejects: every outcome is a {@link PostResult}.
 */
export interface Transport {
	post(request: PostRequest): Promise<PostResult>;
}

/** The n8n helpers a transport may need. Older versions of n8n have no egress filter. */
export type RequestHelpers = Pick<RequestHelperFunctions, 'httpRequest'> &
	Partial<Pick<RequestHelperFunctions, 'getSecureEgressFilter'>>;

/**
 * Opens this build's adapter. No other code knows which one that is.
 *
 * @param isTrusted whether a URL is exempt from n8n's SSRF protection
 */
export type OpenTransport = (
	helpers: RequestHelpers,
	isTrusted: (url: URL) => boolean,
) => Promise<Transport>;

/** Anything larger is not a NICEPAY reply: by the lengths in the manual, those stay under 4 KiB. */
export const MAX_REPLY_BYTES = 1024 * 1024;
