import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server that replies with what it was sent, as JSON. */
export async function openEchoServer(): Promise<{ url: string; close: () => void }> {
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const { method, url, headers } = request;
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ method, url, headers, body }));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
