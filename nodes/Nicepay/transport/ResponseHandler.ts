import { sleep } from 'n8n-workflow';
import type { Dispatcher } from 'undici';

import type { PostResult, LossReason } from './Transport';
import { describeCause } from '../errors';
import { MAX_REPLY_BYTES } from './Transport';

const turns = new MessageChannel();
const forLater: Array<() => void> = [];
turns.port1.on('message', () => {
	forLater.shift()?.();
	if (forLater.length === 0) turns.port1.unref();
});
turns.port1.unref();

/**
 * Replies come in bursts, and undici frees their connections only when it has read all that are there.
 * In a turn of the event loop after that, the request that follows one reply goes out before the next
 * reply is looked at; else the requests of a batch would stay in step, all waiting for each other.
 * (n8n allows nodes no `setImmediate`, which would do as well.)
 */
function inATurnOfItsOwn(act: () => void): void {
	forLater.push(act);
	// The process stays alive until then, but no longer.
	turns.port1.ref();
	turns.port2.postMessage(undefined);
}

class ReplyTooLarge extends Error {}
class ReplyTooLate extends Error {}

/**
 * Requests under way. undici's own timeouts start anew with each sign of life, so that a reply that
 * drips would never end: here is looked who is late. Milliseconds.
 */
const underWay = new Set<ResponseHandler>();
const LOOK_EVERY = 250;
let isLooking = false;

async function lookForLate(): Promise<void> {
	if (isLooking) return;
	isLooking = true;
	while (underWay.size > 0) {
		await sleep(LOOK_EVERY);
		for (const reception of underWay) reception.endIfLate();
	}
	isLooking = false;
}

/** Listens to one request on its way. */
export class ResponseHandler implements Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | undefined;
	/** When undici began to write the request; before that, nothing has left. */
	private sentAt: number | undefined;
	private status = 0;
	private readonly chunks: Buffer[] = [];
	private bytes = 0;

	constructor(
		private readonly replyTimeout: number,
		private readonly settle: (delivery: PostResult) => void,
	) {}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.controller = controller;
		this.sentAt = performance.now();
		underWay.add(this);
		void lookForLate();
	}

	onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
		this.status = statusCode;
	}

	onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
		this.bytes += chunk.length;
		if (this.bytes > MAX_REPLY_BYTES) controller.abort(new ReplyTooLarge('The reply is too large'));
		else this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		underWay.delete(this);
		const body = Buffer.concat(this.chunks);
		inATurnOfItsOwn(() => this.settle({ kind: 'replied', status: this.status, body }));
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		underWay.delete(this);
		const cause = describeCause(error);
		this.settle(
			this.sentAt === undefined
				? { kind: 'neverSent', cause }
				: { kind: 'lost', reason: lossReason(error), cause },
		);
	}

	endIfLate(): void {
		if (performance.now() - (this.sentAt ?? 0) <= this.replyTimeout) return;
		underWay.delete(this);
		this.controller?.abort(new ReplyTooLate('The reply took too long'));
	}
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set([
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
]);

function lossReason(error: Error): LossReason {
	if (error instanceof ReplyTooLarge) return 'tooLarge';
	if (error instanceof ReplyTooLate) return 'timeout';
	return 'code' in error && TIMEOUT_CODES.has(error.code) ? 'timeout' : 'disconnected';
}
