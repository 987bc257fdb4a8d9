import type { EndpointName } from '../nodes/Nicepay/protocol/messages';
import type { CheckResult } from './checks';
import type { ReplyFields } from './replies';

/** One request to one of NICEPAY's endpoints and what came of it. */
export interface LoggedRequest {
	readonly id: number;
	/** ISO 8601, `+09:00`. */
	readonly time: string;
	readonly endpoint: EndpointName;
	readonly contentType: string | null;
	/** Decoded from EUC-KR. The merchant key is never among them. */
	readonly fields: Readonly<Record<string, string>>;
	/** As latin1: one character a byte. The merchant key is masked. */
	readonly rawBody: string;
	/** In their order, up to the first that failed. */
	checks: readonly CheckResult[];
	/** Whether the request was looked at; some faults prevent it. */
	processed: boolean;
	/** The reply’s fields, before a fault spoilt their bytes. `null` when there was nothing to say. */
	reply: ReplyFields | null;
	/** The fault that was applied, such as `processThenDrop`. */
	readonly fault: string | null;
	/** What a person should know and NICEPAY would not say. */
	readonly notes: readonly string[];
}

/** Requests kept; beyond that the oldest go. */
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
