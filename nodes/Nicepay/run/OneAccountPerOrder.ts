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
		private readonly memory: OrderMemory,
		private readonly record: ExecutionRecord,
		private readonly options: NodeOptions,
	) {}

	/** Fails the items whose order has an account. Nothing has been sent yet. */
	async leaveOutTaken({ items, failures }: CheckedInput): Promise<CheckedInput> {
		if (this.options.orderHasAccount === 'issueAnother') return { items, failures };
		// What this execution has issued, or left unknown, is not a new order.
		const asked = items.filter(
			({ newAccount, fingerprint }) => newAccount && !this.record.get(fingerprint),
		);
		if (asked.length === 0) return { items, failures };

		const refused = new Map<number, Failure>();
		try {
			const taken = await this.memory.findHandedOn(asked.map(orderKey));
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
		const hasOutput = context.continues || results.every(({ kind }) => kind === 'done');
		if (!hasOutput) return results;
		try {
			if (!context.stop?.aborted) return await this.remember(items, results, context);
			// n8n has thrown away what an earlier try of the node has handed on.
			await this.takeBack(
				items.filter((item) => this.isHandedOn(item)),
				context,
			);
		} catch (error) {
			context.onForgotten(describeCause(error));
			// n8n may run the node again. What is remembered then may be its own.
			for (const { fingerprint } of items) this.record.setHandedOn(fingerprint);
		}
		return results;
	}

	/** Whether an earlier try of the node has handed the item on: n8n runs a node again whose first item failed. */
	private isHandedOn({ newAccount, fingerprint }: CheckedItem): boolean {
		const entry = this.record.get(fingerprint);
		return newAccount !== undefined && entry?.state === 'done' && entry.isHandedOn === true;
	}

	private async remember(
		items: readonly CheckedItem[],
		results: readonly ItemResult[],
		context: HandOnContext,
	): Promise<readonly ItemResult[]> {
		const accounts = items.flatMap((item): Account[] => {
			const result = results[item.itemIndex];
			if (!item.newAccount || result?.kind !== 'done' || this.isHandedOn(item)) return [];
			return [{ item, newAccount: item.newAccount, result }];
		});
		if (accounts.length === 0) return results;
		const orders = accounts.map(({ item }) => orderKey(item));
		if (this.options.orderHasAccount === 'issueAnother') {
			await this.memory.remember(orders);
			if (context.stop?.aborted) {
				await this.takeBack(
					accounts.map(({ item }) => item),
					context,
				);
			}
			return results;
		}

		const taken = await this.memory.handOn(orders, context);
		if (!taken) return results;
		const isTaken = ({ item }: Account) => taken.has(orderKey(item));
		const own = accounts.filter((account) => !isTaken(account)).map(({ item }) => item);
		const hasOutput = context.continues || taken.size === 0;
		if (!hasOutput) await this.takeBack(own, context);

		const limit = pLimit(this.options.concurrency);
		const failed = new Map<number, ItemResult>();
		await limit.map(accounts.filter(isTaken), async (account) => {
			const failure = await this.undo(account, context.contextFor);
			failed.set(account.item.itemIndex, { kind: 'failed', failure });
		});
		if (hasOutput && context.stop?.aborted) await this.takeBack(own, context);
		else if (hasOutput) for (const { fingerprint } of own) this.record.setHandedOn(fingerprint);
		return results.map((result, itemIndex) => failed.get(itemIndex) ?? result);
	}

	/** Forgets orders whose accounts are not handed on after all. Never rejects: others may be cancelled by now. */
	private async takeBack(
		items: readonly CheckedItem[],
		{ onHeldBack }: HandOnContext,
	): Promise<void> {
		try {
			await this.memory.takeBack(items.map(orderKey));
		} catch (error) {
			onHeldBack(describeCause(error));
		}
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
		const cancelled = await tryToCancel(
			cancelRequest(toCancelOfIssue(account, '중복 발급', this.options), settings.merchant),
			sendContext,
		);
		if (cancelled.kind === 'unclear') {
			// It may be cancelled by now: a retry must settle it, and not hand it on.
			const why = cancelled.why ?? { reason: 'disconnected' as const };
			const sentWith = merchantLabel(item.credential);
			this.record.setUnknown(item.fingerprint, { tid: account.TID, why, sentWith });
		} else {
			this.record.forget(item.fingerprint);
		}
		// It was issued: that NICEPAY does not know it means that it was asked under another merchant.
		return issuedTwice(sent, cancelled.kind === 'cancelled');
	}
}

/** What {@link OneAccountPerOrder.handOn} needs. */
interface HandOnContext extends PauseContext {
	readonly contextFor: ContextFor;
	readonly continues: boolean;
	/** Called if n8n's memory does not answer: the accounts are handed on all the same. */
	readonly onForgotten: (cause: string) => void;
	/** Called if it does not forget orders: they are refused although their accounts are not handed on. */
	readonly onHeldBack: (cause: string) => void;
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
