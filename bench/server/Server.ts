import path from 'node:path';

import { Child } from '../Child';
import { type Certificates, makeCertificates } from '../../harness/certificates';
import type { ServerFunctions } from './process';

/** The fake NICEPAY server that all contestants use, in its own process. */
export class Server {
	private constructor(
		private readonly child: Child<ServerFunctions>,
		private readonly certificates: Certificates,
		readonly url: string,
		/** The same server, as far away as {@link reset} says. */
		readonly distantUrl: string,
	) {}

	static async start(): Promise<Server> {
		const certificates = makeCertificates();
		const child = new Child<ServerFunctions>(path.join(__dirname, 'process.ts'));
		const { near, distant } = await child.call('start', certificates.key, certificates.cert);
		const urlOf = (port: number) => `https://127.0.0.1:${port}`;
		return new Server(child, certificates, urlOf(near), urlOf(distant));
	}

	/** Makes a client's process trust this server. */
	get clientEnvironment(): Readonly<Record<string, string>> {
		return { NODE_EXTRA_CA_CERTS: this.certificates.authorityFile };
	}

	/**
	 * @param delay milliseconds from a request to its reply
	 * @param roundTrip milliseconds to the distant URL and back
	 */
	async reset(delay: number, roundTrip = 0): Promise<void> {
		await this.child.call('reset', delay, roundTrip);
	}

	async count() {
		return await this.child.call('count');
	}

	async stop(): Promise<void> {
		await this.child.end();
		this.certificates.remove();
	}
}
