import type { Json } from './N8nClient';
import { type Answer, PostServer } from './PostServer';

/** A stand-in for a shop. It marks orders as paid, each once, however often it is told so. */
export class PaymentBook extends PostServer {
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

	constructor() {
		super(async (body) => await this.mark(String((JSON.parse(body) as Json)['tid'])));
	}

	private async mark(tid: string): Promise<Answer> {
		this.told.set(tid, (this.told.get(tid) ?? 0) + 1);
		if (this.isBroken) return { status: 500, json: { tid, answer: 'broken' } };
		if (this.isClosed) return { status: 200, json: { tid, answer: 'later' } };
		this.paid.add(tid);
		await this.afterwards(tid);
		return { status: 200, json: { tid, answer: 'paid' } };
	}
}
