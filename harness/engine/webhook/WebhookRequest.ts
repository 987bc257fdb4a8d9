import type { IncomingHttpHeaders } from 'node:http';

/** A request to a webhook, as raw bytes. */
export interface WebhookRequest {
	/** Default `POST`. */
	method?: string;
	/** Sent unchanged. There is no default Content-Type. */
	headers?: Record<string, string>;
	rawBody?: Buffer;
	/** The query string, without `?`. */
	query?: string;
	/** The sender's address as Express sees it. Default: the socket's address. */
	ip?: string;
	/** What Express reads from X-Forwarded-For if n8n trusts a proxy. Default: none. */
	ips?: string[];
}

/** The response that the sender got. */
export interface WebhookResponse {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
	/** The body decoded as UTF-8. */
	text: string;
}
