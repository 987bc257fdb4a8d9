import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a fake NICEPAY received it. */
export interface ReceivedRequest {
	readonly path: string;
	readonly fields: Readonly<Record<string, string>>;
}

/** Text is sent as it is, with status 200; `hang up` breaks the connection instead. */
export type FakeReply = 'hang up' | string | { readonly status: number; readonly body: string };

/**
 * A NICEPAY that answers what a test wants, for replies that the sandbox never gives.
 *
 * @param answer to the nth request, counted from 0
 */
export async function openFakeNicepay(
	answer: (request: ReceivedRequest, index: number) => FakeReply,
) {
	const requests: ReceivedRequest[] = [];
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const fields = Object.fromEntries(new URLSearchParams(body));
			const received = { path: request.url ?? '', fields };
			const reply = answer(received, requests.push(received) - 1);
			if (reply === 'hang up') return void request.socket.destroy();
			const { status, body: sent } =
				typeof reply === 'string' ? { status: 200, body: reply } : reply;
			response.writeHead(status, { 'content-type': 'text/html' }).end(sent);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
