import type { RequestHelperFunctions } from 'n8n-workflow';

/** One POST, as a {@link Transport} sends it. */
export interface PostRequest {
	/** Absolute `https:` URL, or `http:` to a loopback address. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** ASCII: a percent-encoded form. */
	readonly body: string;
	/** Milliseconds to connect, TLS and proxy included. */
	readonly connectTimeout: number;
	/** Milliseconds from the first byte sent to the last byte received. */
	readonly replyTimeout: number;
	/** The most connections at a time that this posting needs, where an adapter keeps any; default 1. */
	readonly connections?: number;
	/** Once it is aborted, a posting that still waits for a connection of others is not sent. */
	readonly stop?: AbortSignal;
}

/**
 * What became of a posting. `neverSent` is certain: not one byte of the request left. Everything that
 * goes wrong later is `lost`: the server may have acted on the request.
 */
export type PostResult =
	| { readonly kind: 'replied'; readonly status: number; readonly body: Uint8Array }
	| {
			readonly kind: 'neverSent';
			readonly cause: string;
			/** Trying again would change nothing. */
			readonly isFinal?: true;
	  }
	| { readonly kind: 'lost'; readonly reason: LossReason; readonly cause: string };

export type LossReason = 'timeout' | 'disconnected' | 'tooLarge';

/**
 * The port through which requests leave. Adapters follow no redirect, always check certificates,
 * honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY, read at most {@link MAX_REPLY_BYTES}, never send a
 * request twice, and never reject: every ending is a {@link PostResult}.
 */
export interface Transport {
	post(posting: PostRequest): Promise<PostResult>;
}

/** What a transport may need of n8n. An older n8n has no filter. */
export type RequestHelpers = Pick<RequestHelperFunctions, 'httpRequest'> &
	Partial<Pick<RequestHelperFunctions, 'getSecureEgressFilter'>>;

/**
 * Opens the adapter of this build. Nothing else in the code knows which one that is.
 *
 * @param isTrusted addresses that n8n's protection against forged requests need not be asked about
 */
export type OpenTransport = (
	helpers: RequestHelpers,
	isTrusted: (url: URL) => boolean,
) => Promise<Transport>;

/** NICEPAY's replies are under 4 KiB. What is larger is none of them. */
export const MAX_REPLY_BYTES = 1024 * 1024;
