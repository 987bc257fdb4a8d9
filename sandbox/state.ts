import type { Books } from './books';
import type { FaultList } from './faults/FaultList';
import type { Notifier } from './notifications/Notifier';
import type { ResolvedOptions } from './options';
import type { RequestLog } from './requestLog';

/** Everything a sandbox knows, shared by its endpoints, control API and console. */
export interface State {
	readonly options: ResolvedOptions;
	readonly books: Books;
	readonly requests: RequestLog;
	readonly faults: FaultList;
	readonly notifier: Notifier;
	/** Aborted when the sandbox closes. */
	readonly closing: AbortSignal;
}
