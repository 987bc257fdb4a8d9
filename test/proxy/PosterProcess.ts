import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

import { buildSync } from 'esbuild';

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

const CACHE = path.resolve(__dirname, '../../node_modules/.cache');

/** `poster.ts` as one file of JavaScript: a dozen processes that each compile it would take long to start. */
export class PosterProgram {
	private readonly folder: string;
	readonly file: string;

	constructor() {
		// Below node_modules, so that the packages are found.
		mkdirSync(CACHE, { recursive: true });
		this.folder = mkdtempSync(path.join(CACHE, 'nicepay-poster-'));
		this.file = path.join(this.folder, 'poster.js');
		buildSync({
			entryPoints: [path.join(__dirname, 'poster.ts')],
			outfile: this.file,
			bundle: true,
			platform: 'node',
			external: ['n8n-core', 'n8n-workflow', '@n8n/*', 'undici'],
		});
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** A process that posts with one adapter in one environment. */
export class PosterProcess {
	private readonly child: ChildProcess;

	constructor({ file }: PosterProgram, adapter: string, env: Readonly<Record<string, string>>) {
		this.child = fork(file, [adapter], {
			execArgv: [],
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
