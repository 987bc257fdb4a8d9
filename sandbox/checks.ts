import type { EndpointName } from '../nodes/Nicepay/protocol/messages';
import type { State } from './state';
import type { ReceivedForm } from './form';

/** A request on its way through the checks. */
export interface Received {
	readonly endpoint: EndpointName;
	readonly form: ReceivedForm;
	/** A field's text; absent and empty are the same. */
	readonly field: (name: string) => string;
	readonly now: Date;
	readonly state: State;
}

/** Why a request is refused. */
export interface Refusal {
	/** NICEPAY's result code. */
	readonly code: string;
	/** What the log tells a person. */
	readonly detail: string;
	/** The field at fault, which NICEPAY's message then names. */
	readonly field?: string;
}

/** One rule of NICEPAY's. */
export interface Check {
	readonly name: string;
	readonly refuse: (received: Received) => Refusal | undefined;
}

/** What the request log says of a check. */
export interface CheckResult {
	readonly check: string;
	readonly passed: boolean;
	readonly detail: string;
}

/** Holds a request against the rules in their order, up to the first that refuses it. */
export function runChecks(
	checks: readonly Check[],
	received: Received,
): { refusal?: Refusal; results: CheckResult[] } {
	const results: CheckResult[] = [];
	for (const { name, refuse } of checks) {
		const refusal = refuse(received);
		const detail = refusal ? `${refusal.code}: ${refusal.detail}` : '';
		results.push({ check: name, passed: !refusal, detail });
		if (refusal) return { refusal, results };
	}
	return { results };
}
