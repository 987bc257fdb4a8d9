import { setMaxListeners } from 'node:events';

import Fastify, { type FastifyInstance } from 'fastify';

import { Books } from './books';
import { consoleRoutes } from './console/routes';
import { controlRoutes } from './control/routes';
import { nicepayRoutes } from './endpoints/routes';
import { FaultList } from './faults/FaultList';
import { Notifier } from './notifications/Notifier';
import { resolveOptions, type SandboxOptions } from './options';
import { RequestLog } from './requestLog';
import type { State } from './state';

export { FAULT_KINDS, FAULTS, type FaultKind, type FaultName } from './faults/faultKinds';
export type { Account, AccountState, Refund } from './account';
export type { Fault } from './faults/FaultList';
export type { Delivery } from './notifications/Notifier';
export type { NotificationSettings } from './notifications/settings';
export { SAMPLE_MERCHANT_KEY, SAMPLE_MID, type SandboxOptions } from './options';
export type { LoggedRequest } from './requestLog';

/** Only this machine can reach the sandbox. */
const HOST = '127.0.0.1';

/**
 * A fake NICEPAY server for virtual accounts. A test opens it on port 0 and closes it:
 *
 * ```ts
 * const sandbox = new Sandbox();
 * const url = await sandbox.listen({ port: 0 });
 * // …
 * await sandbox.close();
 * ```
 */
export class Sandbox implements State {
	readonly options;
	readonly books: Books;
	readonly requests = new RequestLog();
	readonly faults = new FaultList();
	readonly notifier: Notifier;
	private readonly abort = new AbortController();
	readonly closing = this.abort.signal;
	private readonly server: FastifyInstance;

	constructor(options: SandboxOptions = {}) {
		this.options = resolveOptions(options);
		this.books = new Books(this.options.now, this.options.random);
		this.notifier = new Notifier(this.options);
		// Every delayed reply listens to this signal.
		setMaxListeners(0, this.closing);
		// Otherwise, closing would wait for clients that keep their connections alive.
		this.server = Fastify({ forceCloseConnections: true });
		void this.server.register(nicepayRoutes(this));
		void this.server.register(controlRoutes(this), { prefix: '/internal' });
		void this.server.register(consoleRoutes(this));
	}

	/**
	 * Starts listening on 127.0.0.1.
	 *
	 * @param port 0 for any free port
	 * @returns the base URL, without a trailing slash
	 */
	async listen({ port }: { port: number } = { port: 0 }): Promise<string> {
		return await this.server.listen({ host: HOST, port });
	}

	/** Closes at once: drops open connections, pending replies and notifications. */
	async close(): Promise<void> {
		this.abort.abort();
		await this.notifier.close();
		await this.server.close();
	}
}
