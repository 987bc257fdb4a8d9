import type { IncomingHttpHeaders } from 'node:http';

/** A request to a webhook, in the bytes that arrive. */
export interface WebhookRequest {
	/** Default `POST`. */
	method?: string;
	/** Sent as they are; there is no content type unless given. */
	headers?: Record<string, string>;
	rawBody?: Buffer;
	/** Behind the path, without `?`. */
	query?: string;
	/** What Express takes for the sender; default the socket's address. */
	ip?: string;
	/** What Express reads from X-Forwarded-For when n8n trusts a proxy; default none. */
	ips?: string[];
}

/** What the sender got back. */
export interface WebhookResponse {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
	/** The body read as UTF-8. */
	text: string;
}
