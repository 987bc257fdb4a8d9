import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip, createInflate } from 'node:zlib';

import { parseIncomingMessage } from '@n8n/backend-network';

import type { WebhookRequest } from './WebhookRequest';

/** A request with the members that Express and n8n add. */
export type ExpressRequest = IncomingMessage & {
	body?: unknown;
	rawBody?: Buffer;
	contentType?: string;
	encoding?: BufferEncoding;
	/** Reads the body into `rawBody`. A second call does nothing. */
	readRawBody(): Promise<void>;
	ip: string | undefined;
	ips: string[];
	params: Record<string, string>;
	query: Record<string, string>;
	path: string;
	originalUrl: string;
	get(header: string): string | string[] | undefined;
	header(header: string): string | string[] | undefined;
};

/** A response with the members that Express adds. */
export type ExpressResponse = ServerResponse & {
	status(code: number): ExpressResponse;
	set(header: string, value: string): ExpressResponse;
	header(header: string, value: string): ExpressResponse;
	type(contentType: string): ExpressResponse;
	send(body?: unknown): ExpressResponse;
	json(body?: unknown): ExpressResponse;
	sendStatus(code: number): ExpressResponse;
};

/**
 * Adds the members of Express and n8n. As in n8n, `rawBody` is set only by `readRawBody()`, which knows gzip
 * and deflate.
 */
export function toExpressRequest(
	incoming: IncomingMessage,
	{ ip, ips }: WebhookRequest,
): ExpressRequest {
	const url = new URL(incoming.url ?? '/', 'http://localhost');
	const get = (header: string) => incoming.headers[header.toLowerCase()];
	const request: ExpressRequest = Object.assign(incoming, {
		ip: ip ?? incoming.socket.remoteAddress,
		ips: ips ?? [],
		params: {},
		query: Object.fromEntries(url.searchParams),
		path: url.pathname,
		originalUrl: incoming.url ?? '/',
		get,
		header: get,
		readRawBody: async () => {
			request.rawBody ??= await buffer(decompress(incoming));
		},
	});
	parseIncomingMessage(request);
	return request;
}

function decompress(incoming: IncomingMessage): Readable {
	switch (incoming.headers['content-encoding']) {
		case 'gzip':
			return incoming.pipe(createGunzip());
		case 'deflate':
			return incoming.pipe(createInflate());
		default:
			return incoming;
	}
}

/** Adds the members of Express's response that nodes use. */
export function toExpressResponse(outgoing: ServerResponse): ExpressResponse {
	const set = (header: string, value: string) => {
		outgoing.setHeader(header, value);
		return response;
	};
	const response: ExpressResponse = Object.assign(outgoing, {
		status(code: number) {
			outgoing.statusCode = code;
			return response;
		},
		set,
		header: set,
		type: (contentType: string) =>
			set('content-type', contentType.includes('/') ? contentType : `text/${contentType}`),
		json(body?: unknown) {
			setDefaultType('application/json; charset=utf-8');
			outgoing.end(JSON.stringify(body));
			return response;
		},
		send(body?: unknown) {
			if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) {
				return response.json(body);
			}
			setDefaultType(
				Buffer.isBuffer(body) ? 'application/octet-stream' : 'text/html; charset=utf-8',
			);
			outgoing.end(body);
			return response;
		},
		sendStatus: (code: number) => response.status(code).type('plain').send(String(code)),
	});
	const setDefaultType = (contentType: string) => {
		if (!outgoing.hasHeader('content-type')) outgoing.setHeader('content-type', contentType);
	};
	return response;
}
