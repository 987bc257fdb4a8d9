import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Account } from '../../sandbox/Sandbox';
import type { NodeRun } from '../../harness/engine/index';
import {
	AMOUNT,
	asking,
	type TestSetup,
	cancelling,
	contextOf,
	issuing,
	refunding,
} from '../nodes/Nicepay/support';

/** What the node can do, as far as the books can tell: five ways to lose a reply. */
export type OperationName = 'issue' | 'cancel' | 'refund' | 'partialRefund' | 'status';

interface TestedOperation {
	readonly endpoint: 'issue' | 'cancel' | 'status';
	readonly parameters: (changes?: INodeParameters) => INodeParameters;
	/** An item that can be carried out; the account it needs is made. */
	readonly item: (setup: TestSetup, orderId: string) => IDataObject;
	/** Whether the books say that it was carried out. */
	readonly isDone: (accounts: readonly Account[]) => boolean;
}

const PART = 100;

const isOpen = ({ state }: Account): boolean => state === 'issued' || state === 'deposited';

export const OPERATIONS: Readonly<Record<OperationName, TestedOperation>> = {
	issue: {
		endpoint: 'issue',
		parameters: issuing,
		item: (_, id) => ({ id }),
		isDone: (accounts) => accounts.some(isOpen),
	},
	cancel: {
		endpoint: 'cancel',
		parameters: cancelling,
		item: (setup, id) => ({ id, tid: setup.account(id).tid }),
		isDone: (accounts) => accounts.every(({ state }) => state === 'cancelled'),
	},
	refund: {
		endpoint: 'cancel',
		parameters: refunding,
		item: (setup, id) => ({ id, tid: setup.account(id, AMOUNT).tid }),
		isDone: ([account]) => account?.refunds.length === 1 && account.state === 'refunded',
	},
	partialRefund: {
		endpoint: 'cancel',
		parameters: (changes) => refunding({ partial: true, amount: PART, ...changes }),
		item: (setup, id) => ({ id, tid: setup.account(id, AMOUNT).tid }),
		isDone: ([account]) => account?.refunds.length === 1 && account.remaining === AMOUNT - PART,
	},
	status: {
		endpoint: 'status',
		parameters: asking,
		item: (setup, id) => ({ id, tid: setup.account(id).tid }),
		isDone: () => true,
	},
};

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** How an item ended, as the node tells it. */
export type Told = 'done' | 'invalid' | 'rejected' | 'unknown' | 'nothing';

/** What the node tells of each item: in its output or, when it failed, in its error. */
export function toldOf(run: NodeRun, count: number): Told[] {
	const told = Array<Told>(count).fill('nothing');
	for (const { json, pairedItem } of [...run.items, ...run.errorItems]) {
		const { item } = pairedItem as { item: number };
		if ('status' in json) told[item] = 'done';
		if ('outcome' in json) told[item] = json.outcome as Told;
	}
	const context = contextOf(run.error);
	if (context && typeof context.itemIndex === 'number') {
		told[context.itemIndex] = context.outcome as Told;
	}
	return told;
}

/** What was kept of one run of a batch. */
export interface JudgedRun {
	readonly operation: OperationName;
	/** The order numbers of its items. */
	readonly orderIds: readonly string[];
	readonly run: NodeRun;
}

/**
 * Holds a run against the sandbox's books.
 *
 * @returns what is wrong: money paid twice, an account that nobody knows of, or a lie
 */
export function wrongsOf(setup: TestSetup, { operation, orderIds, run }: JudgedRun): string[] {
	const wrongs: string[] = [];
	const known = JSON.stringify([run.items, run.errorItems]);
	const record = JSON.stringify(run.contextData);
	const wanted = new Set(orderIds);
	const accountsOf = new Map<string, Account[]>(orderIds.map((id) => [id, []]));
	for (const account of setup.sandbox.books.all()) accountsOf.get(account.orderId)?.push(account);
	const told = toldOf(run, orderIds.length);

	orderIds.forEach((orderId, index) => {
		const accounts = accountsOf.get(orderId) ?? [];
		if (accounts.filter(isOpen).length > 1) wrongs.push(`${orderId} has two open accounts`);
		for (const { refunds, tid } of accounts) {
			if (refunds.length > 1) wrongs.push(`${tid} was refunded ${refunds.length} times`);
		}
		if (operation === 'issue') {
			for (const { accountNumber, tid } of accounts.filter(isOpen)) {
				if (!known.includes(`"${accountNumber}"`) && !record.includes(tid)) {
					wrongs.push(`the account ${tid} of ${orderId} is known to nobody`);
				}
			}
		}
		const isDone = OPERATIONS[operation].isDone(accounts);
		if (told[index] === 'done' && !isDone) wrongs.push(`${orderId} is told done and is not`);
		const isToldUndone = told[index] === 'rejected' || told[index] === 'invalid';
		if (operation !== 'status' && isToldUndone && isDone) {
			wrongs.push(`${orderId} is told ${told[index]} and was done`);
		}
	});

	if (operation === 'partialRefund') {
		const sent = new Map<string, number>();
		for (const { fields, reply } of setup.requests('cancel')) {
			const { Moid = '', PartialCancelCode } = fields;
			// A definite no may be followed by another try.
			if (!wanted.has(Moid) || PartialCancelCode !== '1' || reply?.ResultCode === 'A246') continue;
			sent.set(Moid, (sent.get(Moid) ?? 0) + 1);
		}
		for (const [orderId, times] of sent) {
			if (times > 1) wrongs.push(`the partial refund ${orderId} was sent ${times} times`);
		}
	}
	return wrongs;
}
