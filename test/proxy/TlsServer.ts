import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { Certificates } from '../../harness/certificates';

/** A server over TLS that answers every POST with `reply` and remembers what arrived. */
export class TlsServer {
	static readonly REPLY = '{"ResultCode":"4100"}';
	readonly bodies: string[] = [];
	/** Bytes that arrived once decrypted, of a whole request or of a part. */
	bytes = 0;
	/** Closes connections once the request is there, instead of answering. */
	hangsUp = false;
	private readonly server: https.Server;

	constructor({ key, cert }: Certificates) {
		this.server = https.createServer({ key, cert }, (request, response) => {
			let body = '';
			request.setEncoding('utf8');
			request.on('data', (chunk: string) => (body += chunk));
			request.on('end', () => {
				this.bodies.push(body);
				if (this.hangsUp) request.socket.destroy();
				else response.end(TlsServer.REPLY);
			});
		});
		this.server.prependListener('secureConnection', (socket: TLSSocket) => {
			socket.on('data', (chunk: Buffer) => (this.bytes += chunk.length));
		});
	}

	/** @returns the port */
	async listen(): Promise<number> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return (this.server.address() as AddressInfo).port;
	}

	reset(): void {
		this.bodies.length = 0;
		this.bytes = 0;
		this.hangsUp = false;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
