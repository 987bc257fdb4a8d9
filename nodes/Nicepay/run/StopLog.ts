import type { Logger } from 'n8n-workflow';

import type { Operation } from '../operations/Operation';
import type { ItemResult } from './ItemResult';

/**
 * Writes to n8n's log what became of the items of a stopped execution, because n8n keeps nothing else of
 * it: what is done when it is stopped at once, and what is under way as it finishes. One line for each
 * item that is done or unknown, with order, TID and outcome, and nothing of the customer's.
 */
export class StopLog {
	private readonly results = new Map<number, ItemResult>();
	private readonly onStop = (): void => this.results.forEach((result) => this.tell(result));

	/** @param stop aborted when the execution is stopped or times out */
	constructor(
		private readonly logger: Logger,
		private readonly operation: Operation,
		private readonly stop: AbortSignal | undefined,
	) {
		stop?.addEventListener('abort', this.onStop, { once: true });
	}

	/** Takes note of an item's result, the newest of which counts. */
	add(itemIndex: number, result: ItemResult): void {
		const known = this.results.get(itemIndex);
		this.results.set(itemIndex, result);
		if (!this.stop?.aborted || known === result) return;
		this.tell(result);
		// Issued, and cancelled again because another execution was first.
		if (
			known?.kind === 'done' &&
			result.kind === 'failed' &&
			result.failure.outcome === 'rejected'
		) {
			this.log(known.sent.orderId, known.sent.tid, 'cancelled again');
		}
	}

	/** Ends it. @param results of all items, those included that the run did not reach */
	close(results: readonly ItemResult[]): void {
		results.forEach((result, itemIndex) => this.add(itemIndex, result));
		this.stop?.removeEventListener('abort', this.onStop);
	}

	private tell(result: ItemResult): void {
		// A status query changes nothing.
		if (this.operation.endpoint === 'status') return;
		if (result.kind === 'done') {
			this.log(result.sent.orderId, result.sent.tid, this.operation.participle);
		}
		if (result.kind === 'failed' && result.failure.outcome === 'unknown') {
			this.log(result.failure.orderId, result.failure.tid, 'unknown');
		}
	}

	private log(orderId: string | null, tid: string | null, outcome: string): void {
		this.logger.warn(
			`NICEPAY: the execution was stopped, and n8n keeps nothing of it. Order ${orderId}, TID ${tid}: ${outcome}.`,
		);
	}
}
