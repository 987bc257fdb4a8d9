import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { WebhookRequest, WebhookResponse } from './WebhookRequest';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Starts a server for one request, sends the request over a real connection and lets `handle` answer it. */
export async function roundTrip(
	request: WebhookRequest,
	handle: Handler,
): Promise<WebhookResponse> {
	let failure: unknown;
	const server = createServer((incoming, response) => {
		handle(incoming, response).catch((error: unknown) => {
			failure = error;
			response.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		return await send(request, (server.address() as AddressInfo).port);
	} catch (error) {
		throw failure ?? error;
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

async function send(request: WebhookRequest, port: number): Promise<WebhookResponse> {
	const { method = 'POST', headers = {}, rawBody = Buffer.alloc(0), query } = request;
	const outgoing = sendRequest({
		host: '127.0.0.1',
		port,
		method,
		path: query ? `/webhook/test?${query}` : '/webhook/test',
		headers: { ...headers, 'content-length': rawBody.length },
	});
	outgoing.end(rawBody);
	const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
	const body = await buffer(reply);
	const { statusCode: status = 0 } = reply;
	return { status, headers: reply.headers, body, text: body.toString('utf8') };
}
