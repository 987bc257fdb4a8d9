import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';

/** What the proxy does with CONNECT. A number is the HTTP status that it refuses with. */
export type Manner = 'connects' | 'keepsSilent' | 'hangsUp' | 407 | 502;

/** An HTTP proxy for CONNECT. Whatever host is asked for, it connects to one port on this machine. */
export class ConnectProxy {
	manner: Manner = 'connects';
	/** The `host:port` of each CONNECT. */
	readonly asked: string[] = [];
	readonly authorizations: Array<string | undefined> = [];
	private readonly sockets = new Set<Duplex>();
	private readonly server = http.createServer((_request, response) => {
		response.writeHead(400).end('This proxy takes CONNECT only');
	});

	constructor(private readonly targetPort: number) {
		this.server.on('connection', (socket) => this.keep(socket));
		this.server.on('connect', (request, client) => {
			this.asked.push(request.url ?? '');
			this.authorizations.push(request.headers['proxy-authorization']);
			this.answer(client);
		});
	}

	/** @returns its URL */
	async listen(): Promise<string> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return `http://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`;
	}

	reset(): void {
		this.manner = 'connects';
		this.asked.length = 0;
		this.authorizations.length = 0;
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
		await once(this.server, 'close');
	}

	private answer(client: Duplex): void {
		if (this.manner === 'keepsSilent') return;
		if (this.manner === 'hangsUp') {
			client.destroy();
			return;
		}
		if (this.manner !== 'connects') {
			const page = `<h1>${this.manner}</h1>${' '.repeat(100_000)}`;
			client.end(
				`HTTP/1.1 ${this.manner} No\r\nContent-Length: ${page.length}\r\nContent-Type: text/html\r\n\r\n${page}`,
			);
			return;
		}
		const upstream = net.connect(this.targetPort, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			client.pipe(upstream).pipe(client);
		});
		this.keep(upstream);
		upstream.on('close', () => client.destroy());
		client.on('close', () => upstream.destroy());
	}

	private keep(socket: Duplex): void {
		this.sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.sockets.delete(socket));
	}
}
