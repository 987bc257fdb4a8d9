import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a sandbox that takes so many requests, each on a connection of its own, and then is no more. */
export async function openRelay(url: string, { requests }: { requests: number }) {
	const { hostname, port } = new URL(url);
	const sockets = new Set<Socket>();
	const server = createServer((incoming) => {
		const outgoing = connect(Number(port), hostname);
		for (const socket of [incoming, outgoing]) {
			sockets.add(socket);
			socket.on('error', () => {});
			socket.on('close', () => {
				incoming.destroy();
				outgoing.destroy();
			});
		}
		incoming.once('data', (bytes: Buffer) => {
			if (--requests <= 0) server.close();
			// Kept alive, a connection would bring the next request.
			outgoing.write(bytes.toString('latin1').replace(/^connection: .*\r\n/im, ''), 'latin1');
			incoming.pipe(outgoing);
		});
		outgoing.once('data', (bytes) => {
			incoming.end(
				bytes.toString('latin1').replace(/^connection: .*$/im, 'connection: close'),
				'latin1',
			);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () => {
			for (const socket of sockets) socket.destroy();
			server.close();
		},
	};
}
