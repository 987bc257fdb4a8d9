import type { EndpointName } from '../../nodes/Nicepay/protocol/messageFields';
import { type Received, runChecks } from '../checks';
import { type ReplyFields, resultFields } from '../replies';
import type { CheckResult } from '../requestLog';
import { shapeChecks } from '../shapeChecks';
import { cancel } from './cancel';
import type { EndpointBehaviour } from './endpoint';
import { issue } from './issue';
import { status } from './status';

const BEHAVIOURS: Readonly<Record<EndpointName, EndpointBehaviour>> = { issue, cancel, status };

/** Checks a request and, if nothing is wrong with it, carries it out. */
export function process(received: Received): { reply: ReplyFields; checks: CheckResult[] } {
	const { checks, carryOut } = BEHAVIOURS[received.endpoint];
	const { refusal, results } = runChecks({ ...shapeChecks, ...checks }, received);
	const reply = refusal ? refuse(received, refusal.code, refusal.field) : carryOut(received);
	return { reply, checks: results };
}

/** The reply to a request that is refused. */
export function refuse(received: Received, code: string, field?: string): ReplyFields {
	const { endpoint } = received;
	return { ...resultFields(endpoint, code, field), ...BEHAVIOURS[endpoint].echo(received) };
}
