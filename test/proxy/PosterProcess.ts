import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { PostRequest } from '../../nodes/Nicepay/transport/Transport';

/** A `Delivery`, with the body as text. */
export interface Printed {
	readonly kind: string;
	readonly status?: number;
	readonly text?: string;
	readonly reason?: string;
	readonly cause?: string;
}

/** What these tests set themselves. */
const OURS =
	/^(https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|node_tls_reject_unauthorized)$/i;
const inherited = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => !OURS.test(name)),
);

/** A process that posts with one adapter in one environment. */
export class PosterProcess {
	private readonly child: ChildProcess;

	constructor(adapter: string, env: Readonly<Record<string, string>>) {
		this.child = fork(path.join(__dirname, 'poster.ts'), [adapter], {
			execArgv: ['--import', 'tsx'],
			env: { ...inherited, ...env },
			// Node warns of NODE_TLS_REJECT_UNAUTHORIZED=0.
			silent: true,
		});
	}

	async post(posting: PostRequest): Promise<Printed> {
		const settled = new AbortController();
		const { signal } = settled;
		this.child.send(posting);
		try {
			const [message] = (await Promise.race([
				once(this.child, 'message', { signal }),
				once(this.child, 'exit', { signal }).then(([code]) => {
					throw new Error(`The process ended with code ${String(code)}`);
				}),
			])) as [Printed];
			return message;
		} finally {
			settled.abort();
		}
	}

	stop(): void {
		this.child.kill();
	}
}
