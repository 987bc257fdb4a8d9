import { type Check, percent, times } from '../checks';
import { median } from '../median';
import { table } from '../report/table';
import type { Contestant, DepositResults, ExpressionEngine } from './measureDeposits';

/** What was measured, by n8n's expression engine. */
export type Findings = Readonly<Record<ExpressionEngine, DepositResults>>;

const SHARE_OF_WEBHOOK = 0.85;
const TIMES_ACCEPTED = 4;
const SHARE_OF_REACHED = 0.85;

const LABELS: Readonly<Record<Contestant, string>> = {
	webhook: 'n8n’s Webhook with header auth',
	stored: 'NICEPAY Trigger, When Stored',
	confirmed: 'NICEPAY Trigger, When the Workflow Confirms',
	stranger: 'NICEPAY Trigger, refused senders',
	reached: 'NICEPAY Trigger, opened in a browser',
};

/** The median of the ratios of rounds: what slows the machine for a while slows both. */
const ratio = (results: DepositResults, one: Contestant, other: Contestant): number =>
	median(results[one].map((rate, round) => rate / (results[other][round] ?? Number.NaN)));

export function checksOf({ vm, legacy }: Findings): readonly Check[] {
	const atLeast = (
		what: string,
		measured: number,
		limit: number,
		form: (value: number) => string,
	): Check => ({
		what,
		measured: form(measured),
		limit: `≥ ${form(limit)}`,
		passed: measured >= limit,
	});
	const accepted = 'Deposits accepted: throughput of n8n’s Webhook’s';
	const refused = 'Strangers refused: throughput of';
	return [
		atLeast(`${accepted}, vm`, ratio(vm, 'stored', 'webhook'), SHARE_OF_WEBHOOK, percent),
		atLeast(`${accepted}, legacy`, ratio(legacy, 'stored', 'webhook'), SHARE_OF_WEBHOOK, percent),
		atLeast(
			`${refused} what n8n does before it asks the trigger, vm`,
			ratio(vm, 'stranger', 'reached'),
			SHARE_OF_REACHED,
			percent,
		),
		atLeast(
			`${refused} accepted deposits’, legacy`,
			ratio(legacy, 'stranger', 'stored'),
			TIMES_ACCEPTED,
			times,
		),
	];
}

export function depositTable(findings: Findings): string {
	const rows = (Object.keys(LABELS) as Contestant[]).map((name) => [
		LABELS[name],
		...Object.values(findings).flatMap((results) => [
			`${median(results[name]).toFixed(0)}/s`,
			times(ratio(results, name, 'webhook')),
		]),
	]);
	return table(['Receiver', 'vm', 'of Webhook', 'legacy', 'of Webhook'], rows);
}
