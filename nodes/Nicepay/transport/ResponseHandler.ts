import { sleep } from 'n8n-workflow';
import type { Dispatcher } from 'undici';

import type { PostResult, LossReason } from './Transport';
import { describeCause } from '../errors';
import { MAX_REPLY_BYTES } from './Transport';

const turns = new MessageChannel();
const pending: Array<() => void> = [];
turns.port1.on('message', () => {
	pending.shift()?.();
	if (pending.length === 0) turns.port1.unref();
});
turns.port1.unref();

/**
 * Runs `act` in an event loop turn of its own.
 *
 * Replies come in bursts, and undici frees their connections only after it has read the whole burst. If
 * each reply gets its own turn after that, the request that follows it goes out before the next reply is
 * handled. Otherwise the requests of a batch would run in lockstep, all waiting for each other. (n8n does
 * not let nodes use `setImmediate`.)
 */
function runInOwnTurn(act: () => void): void {
	pending.push(act);
	// Keeps the process alive until `act` has run, and no longer.
	turns.port1.ref();
	turns.port2.postMessage(undefined);
}

class ReplyTooLargeError extends Error {}
class ReplyTooLateError extends Error {}

/** Requests that have been sent and have no reply yet. */
const inFlight = new Set<ResponseHandler>();
/** In milliseconds. */
const CHECK_INTERVAL = 250;
let isChecking = false;

/**
 * Aborts late requests while any are in flight. undici restarts its own timeouts with each byte, so a
 * reply that trickles in would never time out; lateness is checked here instead.
 */
async function abortLateRequests(): Promise<void> {
	if (isChecking) return;
	isChecking = true;
	while (inFlight.size > 0) {
		await sleep(CHECK_INTERVAL);
		for (const handler of inFlight) handler.abortIfLate();
	}
	isChecking = false;
}

/** Collects the response to one request. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | undefined;
	/** When undici began to write the request. Until then, nothing has left this machine. */
	private sentAt: number | undefined;
	private status = 0;
	private readonly chunks: Buffer[] = [];
	private bytes = 0;

	constructor(
		private readonly replyTimeout: number,
		private readonly settle: (result: PostResult) => void,
	) {}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		this.sentAt = performance.now();
		inFlight.add(this);
		void abortLateRequests();
	}

	onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
		this.status = statusCode;
	}

	onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
		this.bytes += chunk.length;
		if (this.bytes > MAX_REPLY_BYTES)
			controller.abort(new ReplyTooLargeError('The reply is too large'));
		else this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		inFlight.delete(this);
		const body = Buffer.concat(this.chunks);
		runInOwnTurn(() => this.settle({ kind: 'replied', status: this.status, body }));
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		inFlight.delete(this);
		const cause = describeCause(error);
		this.settle(
			this.sentAt === undefined
				? { kind: 'neverSent', cause }
				: { kind: 'lost', reason: findLossReason(error), cause },
		);
	}

	abortIfLate(): void {
		if (performance.now() - (this.sentAt ?? 0) <= this.replyTimeout) return;
		inFlight.delete(this);
		this.controller?.abort(new ReplyTooLateError('The reply took too long'));
	}
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set([
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
]);

function findLossReason(error: Error): LossReason {
	if (error instanceof ReplyTooLargeError) return 'tooLarge';
	if (error instanceof ReplyTooLateError) return 'timeout';
	return 'code' in error && TIMEOUT_CODES.has(error.code) ? 'timeout' : 'disconnected';
}
