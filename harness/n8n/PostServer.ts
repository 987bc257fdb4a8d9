import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a stand-in for a merchant's server answers. */
export interface Answer {
	readonly status: number;
	readonly json: unknown;
}

/** A server on a port of its own that answers what is posted to it. */
export class PostServer {
	private readonly server: Server;

	constructor(answer: (body: string) => Answer | Promise<Answer>) {
		this.server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				void Promise.resolve(answer(Buffer.concat(chunks).toString())).then(({ status, json }) => {
					response.writeHead(status, { 'content-type': 'application/json' });
					response.end(JSON.stringify(json));
				});
			});
		});
	}

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	close(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}
