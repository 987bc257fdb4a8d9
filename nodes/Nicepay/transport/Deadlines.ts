import type { PostRequest } from './Transport';

/**
 * The two timeouts of a posting, for a helper that knows one. Until {@link watchConnection} is called
 * there is one deadline, that of both together.
 */
export class Deadlines {
	/** Why the request was stopped, if it was. */
	passed: string | undefined;
	private readonly controller = new AbortController();
	/** A timeout cannot be taken back; what listens to it can. */
	private readonly over = new AbortController();
	private isWatched = false;
	private isConnected = false;

	constructor(private readonly posting: PostRequest) {
		this.stopAfter(this.total, 'No reply in time', () => true);
	}

	/** Milliseconds for the whole request. */
	get total(): number {
		return this.posting.connectTimeout + this.posting.replyTimeout;
	}

	/** Aborted when a deadline passes. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Puts the connect timeout into force: the moment of connection will be told. */
	watchConnection(): void {
		if (this.isWatched) return;
		this.isWatched = true;
		this.stopAfter(this.posting.connectTimeout, 'No connection in time', () => !this.isConnected);
	}

	connected(): void {
		this.isConnected = true;
		this.stopAfter(this.posting.replyTimeout, 'No reply in time', () => true);
	}

	/** The request is over: nothing is kept until the timeouts have passed. */
	end(): void {
		this.over.abort();
	}

	private stopAfter(milliseconds: number, reason: string, applies: () => boolean): void {
		const pass = () => {
			if (this.passed !== undefined || !applies()) return;
			this.passed = `${reason} (${milliseconds} ms)`;
			this.controller.abort();
		};
		AbortSignal.timeout(milliseconds).addEventListener('abort', pass, { signal: this.over.signal });
	}
}
