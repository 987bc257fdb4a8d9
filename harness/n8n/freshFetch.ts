import { Agent, fetch, type RequestInit, type Response } from 'undici';

/** Does not keep connections alive: a busy n8n may close an idle one just as it is used again. */
const dispatcher = new Agent({ pipelining: 0, headersTimeout: 120_000 });

/** `fetch` with a new connection for each request. */
export const freshFetch = async (url: string, init?: RequestInit): Promise<Response> =>
	await fetch(url, { ...init, dispatcher });
