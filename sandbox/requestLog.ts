import type { EndpointName } from '../nodes/Nicepay/protocol/messageFields';
import type { ReplyFields } from './replies';

/** The result of one check. */
export interface CheckResult {
	readonly check: string;
	readonly passed: boolean;
	readonly detail: string;
}

/** A request to one of NICEPAY's endpoints, and its reply. */
export interface LoggedRequest {
	readonly id: number;
	/** ISO 8601, `+09:00`. */
	readonly time: string;
	readonly endpoint: EndpointName;
	readonly contentType: string | null;
	/** Decoded from EUC-KR, without the merchant key. */
	readonly fields: Readonly<Record<string, string>>;
	/** Latin-1: one character per byte. The merchant key is masked. */
	readonly rawBody: string;
	/** In order, up to the first that failed. */
	checks: readonly CheckResult[];
	/** Whether the request was processed; some faults prevent it. */
	processed: boolean;
	/** The reply's fields, before a fault corrupts the bytes. `null` if there is no reply. */
	reply: ReplyFields | null;
	/** The fault that was applied, such as `processThenDrop`. */
	readonly fault: string | null;
	/** Hints for a person that NICEPAY itself would not give. */
	readonly notes: readonly string[];
}

/** The newest requests that are kept. */
const KEPT = 20_000;

export class RequestLog {
	private entries: LoggedRequest[] = [];
	private count = 0;

	/** Oldest first. */
	all(): readonly LoggedRequest[] {
		return this.entries.slice(-KEPT);
	}

	add(request: Omit<LoggedRequest, 'id'>): LoggedRequest {
		const entry = { id: ++this.count, ...request };
		this.entries.push(entry);
		if (this.entries.length >= 2 * KEPT) this.entries = this.entries.slice(-KEPT);
		return entry;
	}

	clear(): void {
		this.entries = [];
		this.count = 0;
	}
}
