import type { EndpointName } from '../nodes/Nicepay/protocol/messageFields';
import type { Account } from './account';
import type { ReceivedForm } from './form';
import type { CheckResult } from './requestLog';
import type { State } from './state';

/** A request to one of NICEPAY's endpoints. */
export interface Received {
	readonly endpoint: EndpointName;
	readonly form: ReceivedForm;
	/** The text of a field; empty when absent. */
	readonly field: (name: string) => string;
	/** The account with the request's TID. */
	readonly account: Account | undefined;
	readonly now: Date;
	readonly state: State;
}

/** Why a request is refused. */
export interface Refusal {
	/** NICEPAY's result code. */
	readonly code: string;
	/** The reason, for the request log. */
	readonly detail: string;
	/** The field at fault, which NICEPAY's message then names. */
	readonly field?: string;
}

/**
 * Rules under the names that the request log shows, in the order they apply. A rule returns why it
 * refuses a request, or a falsy value.
 *
 * Comments cite the source of each rule: the manual (its tables and result codes), NICEPAY's newer
 * API, integrators' reports, or the sandbox itself where it is stricter (docs/sandbox.md).
 */
export type Checks = Readonly<Record<string, (received: Received) => Refusal | false | undefined>>;

/** Runs the checks in order, up to the first that refuses the request. */
export function runChecks(
	checks: Checks,
	received: Received,
): { refusal?: Refusal; results: CheckResult[] } {
	const results: CheckResult[] = [];
	for (const [check, refuse] of Object.entries(checks)) {
		const refusal = refuse(received) || undefined;
		const detail = refusal ? `${refusal.code}: ${refusal.detail}` : '';
		results.push({ check, passed: !refusal, detail });
		if (refusal) return { refusal, results };
	}
	return { results };
}
