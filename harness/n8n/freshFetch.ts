import { Agent, fetch, type RequestInit, type Response } from 'undici';

/** An n8n that is busy for seconds closes idle connections just when they are used again. */
const dispatcher = new Agent({ pipelining: 0, headersTimeout: 120_000 });

/** `fetch` on a new connection each time. */
export const freshFetch = async (url: string, init?: RequestInit): Promise<Response> =>
	await fetch(url, { ...init, dispatcher });
