import pLimit from 'p-limit';

import { merchantLabel } from '../credential/credential';
import { describeCause } from '../errors';
import type { Failure } from '../failures/failure';
import { issuedTwice, memoryUnavailable, orderHasAccount } from '../failures/failure';
import { cancelRequest, toCancelOfIssue } from '../operations/cancelRequest';
import type { NodeOptions } from '../operations/options';
import type { ExecutionRecord } from '../request/ExecutionRecord';
import type { OrderMemory } from '../request/OrderMemory';
import type { PauseContext } from '../request/pause';
import { tryToCancel } from '../request/tryToCancel';
import type { CheckedInput, CheckedItem } from './checkItems';
import type { ItemResult } from './ItemResult';
import type { ContextFor } from './merchantContexts';

type Done = Extract<ItemResult, { kind: 'done' }>;

/** Hands on one account for each order, across executions: the option “If the Order Has an Account”. */
export class OneAccountPerOrder {
	constructor(
		/** Absent where n8n has none: then every order counts as new. */
		private readonly memory: OrderMemory | undefined,
		private readonly record: ExecutionRecord,
		private readonly options: NodeOptions,
	) {}

	/** Fails the items whose order has an account. Nothing has been sent yet. */
	async leaveOutTaken({ items, failures }: CheckedInput): Promise<CheckedInput> {
		const { memory } = this;
		if (!memory || this.options.orderHasAccount === 'issueAnother') return { items, failures };
		// What this execution has issued, or left unknown, is not a new order.
		const asked = items.filter(
			({ newAccount, fingerprint }) => newAccount && !this.record.get(fingerprint),
		);
		if (asked.length === 0) return { items, failures };

		const refused = new Map<number, Failure>();
		try {
			const taken = await memory.findHandedOn(asked.map(orderKey));
			for (const item of asked.filter((each) => taken.has(orderKey(each)))) {
				refused.set(item.itemIndex, orderHasAccount(item.fields));
			}
		} catch (error) {
			for (const { itemIndex, fields } of asked) {
				const question = `order ${fields.Moid} has an account`;
				refused.set(itemIndex, memoryUnavailable(question, fields, describeCause(error)));
			}
		}
		return {
			items: items.filter(({ itemIndex }) => !refused.has(itemIndex)),
			failures: new Map([...failures, ...refused]),
		};
	}

	/**
	 * Remembers the orders of the accounts that are about to be handed on. An account of an order that
	 * another execution has handed on in the meantime is cancelled, and its item fails.
	 *
	 * @param results of every item of the input
	 * @param continues whether what is done is handed on although other items fail
	 * @returns the results to hand on
	 */
	async handOn(
		items: readonly CheckedItem[],
		results: readonly ItemResult[],
		context: HandOnContext,
	): Promise<readonly ItemResult[]> {
		const isHandedOn = context.continues || results.every(({ kind }) => kind === 'done');
		if (!this.memory || !isHandedOn || context.stop?.aborted) return results;
		try {
			return await this.remember(this.memory, items, results, context);
		} catch (error) {
			context.onForgotten(describeCause(error));
			return results;
		}
	}

	private async remember(
		memory: OrderMemory,
		items: readonly CheckedItem[],
		results: readonly ItemResult[],
		{ contextFor, continues, onForgotten, ...pausing }: HandOnContext,
	): Promise<readonly ItemResult[]> {
		const accounts = items.flatMap((item): Account[] => {
			const result = results[item.itemIndex];
			if (!item.newAccount || result?.kind !== 'done') return [];
			const entry = this.record.get(item.fingerprint);
			// n8n runs a node again that has handed on a failed item.
			const isHandedOn = entry?.state === 'done' && entry.isHandedOn;
			return isHandedOn ? [] : [{ item, newAccount: item.newAccount, result }];
		});
		if (accounts.length === 0) return results;
		const orders = accounts.map(({ item }) => orderKey(item));
		if (this.options.orderHasAccount === 'issueAnother') {
			await memory.remember(orders);
			return results;
		}

		const taken = await memory.handOn(orders, pausing);
		if (!taken) return results;
		const isTaken = ({ item }: Account) => taken.has(orderKey(item));
		const limit = pLimit(this.options.concurrency);
		const failed = new Map<number, ItemResult>();
		await limit.map(accounts.filter(isTaken), async (account) => {
			const failure = await this.undo(account, contextFor);
			failed.set(account.item.itemIndex, { kind: 'failed', failure });
		});

		const own = accounts.filter((account) => !isTaken(account)).map(({ item }) => item);
		if (pausing.stop?.aborted || (failed.size > 0 && !continues)) {
			// Some of the others may be cancelled by now: whatever happens, they must not be handed on.
			await memory.takeBack(own.map(orderKey)).catch((error) => onForgotten(describeCause(error)));
		} else {
			for (const { fingerprint } of own) this.record.setHandedOn(fingerprint);
		}
		return results.map((result, itemIndex) => failed.get(itemIndex) ?? result);
	}

	/** Cancels an account that is not handed on. */
	private async undo(
		{ item, newAccount, result: { sent } }: Account,
		contextFor: ContextFor,
	): Promise<Failure> {
		// Under a TID of the user's own, it may be the very account that was handed on.
		if (newAccount.TID) return issuedTwice(sent, false);
		const { settings, sendContext } = contextFor(item.credential);
		const account = { ...newAccount, TID: sent.tid ?? '' };
		const { kind } = await tryToCancel(
			cancelRequest(toCancelOfIssue(account, '중복 발급', this.options), settings.merchant),
			sendContext,
		);
		if (kind === 'unclear') return issuedTwice(sent, false);
		this.record.forget(item.fingerprint);
		return issuedTwice(sent, true);
	}
}

/** What {@link OneAccountPerOrder.handOn} needs. */
interface HandOnContext extends PauseContext {
	readonly contextFor: ContextFor;
	readonly continues: boolean;
	/** Called if n8n's memory does not answer: the accounts are handed on all the same. */
	readonly onForgotten: (cause: string) => void;
}

/** An account that was issued, and the item it was issued for. */
interface Account {
	readonly item: CheckedItem;
	readonly newAccount: NonNullable<CheckedItem['newAccount']>;
	readonly result: Done;
}

/** What an order is remembered by. */
const orderKey = ({ credential, newAccount }: CheckedItem): string =>
	`${merchantLabel(credential)} ${newAccount?.Moid}`;
