import { PostServer } from './PostServer';

/** A stand-in for a merchant's database. It stores what is posted to it. */
export class OrderBook extends PostServer {
	readonly entries: string[] = [];

	constructor() {
		super((body) => {
			this.entries.push(body);
			return { status: 200, json: { answer: 'stored' } };
		});
	}
}
