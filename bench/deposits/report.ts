import { type Check, percent, times } from '../checks';
import { median } from '../median';
import { table } from '../report/table';
import type { Contestant, DepositResults } from './measureDeposits';

const SHARE_OF_WEBHOOK = 0.85;
const TIMES_ACCEPTED = 4;

const LABELS: Readonly<Record<Contestant, string>> = {
	webhook: 'n8n’s Webhook with header auth',
	stored: 'NICEPAY Trigger, When Stored',
	confirmed: 'NICEPAY Trigger, When the Workflow Confirms',
	stranger: 'NICEPAY Trigger, refused senders',
};

/** The median of the ratios of rounds: what slows the machine for a while slows both. */
const ratio = (results: DepositResults, one: Contestant, other: Contestant): number =>
	median(results[one].map((rate, round) => rate / (results[other][round] ?? Number.NaN)));

export function checksOf(results: DepositResults): readonly Check[] {
	const accepted = ratio(results, 'stored', 'webhook');
	const refused = ratio(results, 'stranger', 'stored');
	return [
		{
			what: 'Deposits accepted in a burst: throughput of n8n’s Webhook’s',
			measured: percent(accepted),
			limit: `≥ ${percent(SHARE_OF_WEBHOOK)}`,
			passed: accepted >= SHARE_OF_WEBHOOK,
		},
		{
			what: 'Strangers refused in a burst: throughput of accepted deposits’',
			measured: times(refused),
			limit: `≥ ${times(TIMES_ACCEPTED)}`,
			passed: refused >= TIMES_ACCEPTED,
		},
	];
}

export function depositTable(results: DepositResults): string {
	const rows = (Object.keys(LABELS) as Contestant[]).map((name) => [
		LABELS[name],
		`${median(results[name]).toFixed(0)}/s`,
		times(ratio(results, name, 'webhook')),
	]);
	return table(['Receiver', 'Requests', 'of Webhook'], rows);
}
