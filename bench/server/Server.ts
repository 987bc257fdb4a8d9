import path from 'node:path';

import { Child } from '../Child';
import type { Certificates } from './certificates';
import { makeCertificates } from './certificates';
import type { FromServer, ServerCounts, ToServer } from './messages';

/** The bench's NICEPAY, in a process of its own. */
export class Server {
	private constructor(
		private readonly child: Child<ToServer, FromServer>,
		private readonly certificates: Certificates,
		private readonly port: number,
	) {}

	static async start(): Promise<Server> {
		const certificates = makeCertificates();
		const { key, certificate } = certificates;
		const child = new Child<ToServer, FromServer>(path.join(__dirname, 'process.ts'));
		const answer = await child.ask({ kind: 'start', key, certificate });
		if (answer.kind !== 'started') throw new Error('The server did not start');
		return new Server(child, certificates, answer.port);
	}

	get url(): string {
		return `https://127.0.0.1:${this.port}`;
	}

	/** What a client's process needs to trust this server. */
	get clientEnvironment(): Readonly<Record<string, string>> {
		return { NODE_EXTRA_CA_CERTS: this.certificates.authorityFile };
	}

	/** @param delay milliseconds from a request to its reply */
	async reset(delay: number): Promise<void> {
		await this.child.ask({ kind: 'reset', delay });
	}

	async counts(): Promise<ServerCounts> {
		const answer = await this.child.ask({ kind: 'count' });
		if (answer.kind !== 'counts') throw new Error('The server did not count');
		return answer;
	}

	async stop(): Promise<void> {
		await this.child.end();
		this.certificates.remove();
	}
}
