import type { EndpointName } from '../../nodes/Nicepay/protocol/messages';
import { type CheckResult, type Received, runChecks } from '../checks';
import { type ReplyFields, resultOf } from '../replies';
import { shapeChecks } from '../shapeChecks';
import { cancel } from './cancel';
import type { EndpointBehaviour } from './endpoint';
import { issue } from './issue';
import { status } from './status';

const BEHAVIOURS: Readonly<Record<EndpointName, EndpointBehaviour>> = { issue, cancel, status };

/** Checks a request and, if nothing is wrong with it, carries it out. */
export function process(received: Received): { reply: ReplyFields; checks: CheckResult[] } {
	const behaviour = BEHAVIOURS[received.endpoint];
	const { refusal, results } = runChecks([...shapeChecks, ...behaviour.checks], received);
	const reply = refusal
		? refusalReply(received, refusal.code, refusal.field)
		: behaviour.carryOut(received);
	return { reply, checks: results };
}

/** A reply that says no. */
export function refusalReply(received: Received, code: string, field?: string): ReplyFields {
	return {
		...resultOf(received.endpoint, code, field),
		...BEHAVIOURS[received.endpoint].echo(received),
	};
}
