import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Json } from './N8nClient';

/** A stand-in for a shop. It marks orders as paid, each once, however often it is told so. */
export class PaymentBook {
	/** The TIDs that are marked as paid. */
	readonly paid = new Set<string>();
	/** How often it was told of each TID. */
	readonly told = new Map<string, number>();
	/** Out of order: it answers 500 and marks nothing. */
	isBroken = false;
	/** Not willing: it answers `later` and marks nothing. */
	isClosed = false;
	/** What happens after an order was marked, before the caller hears `paid`. */
	afterwards: (tid: string) => Promise<void> = async () => {};

	private readonly server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { tid } = JSON.parse(Buffer.concat(chunks).toString()) as Json;
			void this.mark(String(tid)).then(({ status, text }) => {
				response.writeHead(status, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ tid, answer: text }));
			});
		});
	});

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	close(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	private async mark(tid: string): Promise<{ status: number; text: string }> {
		this.told.set(tid, (this.told.get(tid) ?? 0) + 1);
		if (this.isBroken) return { status: 500, text: 'broken' };
		if (this.isClosed) return { status: 200, text: 'later' };
		this.paid.add(tid);
		await this.afterwards(tid);
		return { status: 200, text: 'paid' };
	}
}
