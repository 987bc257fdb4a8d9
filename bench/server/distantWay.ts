import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * Opens a way to a port of this machine that is as long as one to a distant server: everything is half a
 * round trip under way, and opening a connection takes a whole one.
 *
 * @returns the port to connect to
 */
export async function openDistantWay(target: number, roundTrip: () => number): Promise<number> {
	const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
		const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
		carry(client, upstream, roundTrip);
		carry(upstream, client, roundTrip);
		// The system has accepted the connection at once, so the client writes a round trip too early.
		setTimeout(() => client.resume(), roundTrip());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

function carry(from: Socket, to: Socket, roundTrip: () => number): void {
	const later = (act: () => void) => setTimeout(act, roundTrip() / 2);
	from.on('data', (bytes) => later(() => to.write(bytes)));
	from.on('close', () => later(() => to.end()));
	// The other side is told by its end.
	from.on('error', () => {});
}
