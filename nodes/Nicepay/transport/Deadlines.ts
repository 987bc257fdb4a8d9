import type { PostRequest } from './Transport';

/**
 * The connect and reply timeouts of a request, for an HTTP helper that has only one. Until you call
 * {@link watchConnection}, there is a single deadline: the sum of both.
 */
export class Deadlines {
	/** The deadline that has passed, if any, in words. */
	passed: string | undefined;
	private readonly controller = new AbortController();
	/** Removes the listeners: an `AbortSignal.timeout` itself cannot be cleared. */
	private readonly ended = new AbortController();
	private isWatched = false;
	private isConnected = false;

	constructor(private readonly request: PostRequest) {
		this.stopAfter(this.total, 'No reply in time', () => true);
	}

	/** Milliseconds for the whole request. */
	get total(): number {
		return this.request.connectTimeout + this.request.replyTimeout;
	}

	/** Aborted when a deadline passes. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Starts the connect timeout. Call this only if you will also call {@link connected}. */
	watchConnection(): void {
		if (this.isWatched) return;
		this.isWatched = true;
		this.stopAfter(this.request.connectTimeout, 'No connection in time', () => !this.isConnected);
	}

	connected(): void {
		this.isConnected = true;
		this.stopAfter(this.request.replyTimeout, 'No reply in time', () => true);
	}

	/** Ends both deadlines, so that nothing is kept in memory until they pass. */
	end(): void {
		this.ended.abort();
	}

	private stopAfter(milliseconds: number, reason: string, applies: () => boolean): void {
		const pass = () => {
			if (this.passed !== undefined || !applies()) return;
			this.passed = `${reason} (${milliseconds} ms)`;
			this.controller.abort();
		};
		AbortSignal.timeout(milliseconds).addEventListener('abort', pass, {
			signal: this.ended.signal,
		});
	}
}
