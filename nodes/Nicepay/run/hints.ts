import type { IExecuteFunctions } from 'n8n-workflow';

import { isNicepay } from '../credential/credential';
import { type DoubtfulDeadline, formatForPeople } from '../operations/depositDeadline';
import type { CheckedItem } from './checkItems';

/** Says beside the output which of the run's servers are not NICEPAY's. */
export function hintAtSandboxes(node: IExecuteFunctions, items: readonly CheckedItem[]): void {
	const baseUrls = new Set(items.map(({ credential }) => credential.baseUrl));
	for (const baseUrl of baseUrls) {
		if (isNicepay(new URL(baseUrl))) continue;
		node.addExecutionHints?.({
			message: `The credential points at ${baseUrl}, not at NICEPAY. If that is a sandbox, no account is real and no money moves.`,
			location: 'outputPane',
			type: 'info',
		});
	}
}

/** Says how deadlines were read that may have been meant otherwise: once a run for each kind. */
export function hintAtDoubtfulDeadlines(
	node: IExecuteFunctions,
	deadlines: readonly DoubtfulDeadline[],
): void {
	for (const [kind, describe] of Object.entries(DOUBTS)) {
		const doubtful = deadlines.filter(({ doubt }) => doubt === kind);
		const [first] = doubtful;
		if (!first) continue;
		const others = new Set(doubtful.map(({ text }) => text)).size - 1;
		const more = others > 0 ? ` ${others} more were read like that.` : '';
		warn(node, describe(first, more));
	}
}

const DOUBTS: Readonly<
	Record<DoubtfulDeadline['doubt'], (first: DoubtfulDeadline, more: string) => string>
> = {
	zone: ({ text, zone, digits }, more) =>
		`The deposit deadline ${text} names no time zone. It was read in the workflow’s, ${zone}: in Korea, that is ${formatForPeople(digits)}.${more} If you mean Korean time, set the workflow’s time zone to Asia/Seoul, or write +09:00 behind the time.`,
	midnight: ({ text }, more) =>
		`The deposit deadline ${text} is the first minute of that day, so nobody can pay in on it.${more} If you mean the whole day, choose 23:59, or give the date without a time.`,
};

/** Warns that accounts are handed on and not remembered, because n8n's memory did not answer. */
export const hintAtForgottenOrders = (node: IExecuteFunctions, cause: string): void =>
	warnAndLog(
		node,
		`n8n could not remember which orders have an account now: another execution of the same orders would issue more. Cause: ${cause}.`,
	);

/** Warns that orders are remembered whose accounts are not handed on, because n8n's memory did not answer. */
export const hintAtHeldBackOrders = (node: IExecuteFunctions, cause: string): void =>
	warnAndLog(
		node,
		`n8n could not forget orders of this run whose accounts are not handed on: they are refused from now on. Use the option “If the Order Has an Account” for them. Cause: ${cause}.`,
	);

/** Warns in the log as well: a run that fails, or is stopped, shows no hints. */
function warnAndLog(node: IExecuteFunctions, message: string): void {
	node.logger.warn(`NICEPAY: ${message}`);
	warn(node, message);
}

const warn = (node: IExecuteFunctions, message: string): void =>
	node.addExecutionHints?.({ message, location: 'outputPane', type: 'warning' });
