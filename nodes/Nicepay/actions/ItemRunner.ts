import type { IDataObject } from 'n8n-workflow';

import type { Account } from '../credential/account';
import { merchantOf } from '../credential/account';
import { carryOut } from '../execution/carryOut';
import type { ExecutionRecord, LostMemory, RequestIdentity } from '../execution/record';
import type { RefundGuard } from '../execution/refundGuard';
import type { MessageFields } from '../protocol/messages';
import { describeCause } from '../transport/Transport';
import type { Failure } from './failure';
import {
	askedElsewhere,
	failureOf,
	identityOf,
	notAdmitted,
	notLookedInto,
	refusedByGuard,
	unforeseenFailure,
} from './failure';
import type { MerchantContext } from './merchantContexts';
import type { Operation } from './Operation';
import { asJson, rawJson } from './Operation';
import type { CheckedItem } from './preparation';

/** How an item ended: its data, with what it was sent as, or why it has none, or that it was never begun. */
export type ItemEnd =
	| { readonly kind: 'done'; readonly json: IDataObject; readonly sent: RequestIdentity }
	| { readonly kind: 'failed'; readonly failure: Failure }
	| { readonly kind: 'notStarted'; readonly fields: MessageFields };

export type BegunItemEnd = Exclude<ItemEnd, { kind: 'notStarted' }>;

/** Carries out checked items, one call an item, and keeps the execution's record of them. */
export class ItemRunner {
	constructor(
		private readonly operation: Operation,
		private readonly contextOf: (account: Account) => MerchantContext,
		private readonly record: ExecutionRecord,
		private readonly guard: RefundGuard | undefined,
	) {}

	/** How an item ended that this run did not come to: as an earlier run left it, if one did. */
	endOfUnstarted({ fingerprint, fields }: CheckedItem): ItemEnd {
		const memory = this.record.get(fingerprint);
		if (!memory) return { kind: 'notStarted', fields };
		if (memory.state === 'done') return { kind: 'done', json: memory.json, sent: memory.sent };
		return { kind: 'failed', failure: notLookedInto(fields, memory, this.operation) };
	}

	/** Never rejects: other items are under way, and their results must not be lost. */
	async run(item: CheckedItem): Promise<BegunItemEnd> {
		try {
			return await this.runOnce(item);
		} catch (error) {
			return { kind: 'failed', failure: unforeseenFailure(error, item.fields) };
		}
	}

	private async runOnce(item: CheckedItem): Promise<BegunItemEnd> {
		const memory = this.record.get(item.fingerprint);
		if (memory?.state === 'done') return { kind: 'done', json: memory.json, sent: memory.sent };
		// A refund whose reply was lost in an earlier run was admitted by that run.
		const { guardedRefund } = item;
		if (memory || !guardedRefund || !this.guard) return await this.send(item, memory);

		let isAdmitted: boolean;
		try {
			isAdmitted = await this.guard.admit(guardedRefund);
		} catch (error) {
			return { kind: 'failed', failure: notAdmitted(item.fields, describeCause(error)) };
		}
		if (!isAdmitted) return { kind: 'failed', failure: refusedByGuard(item.fields) };

		const end = await this.send(item);
		const mayHaveMoved = end.kind === 'done' || end.failure.outcome === 'unknown';
		// A record that stays behind refuses the refund once more, which costs a look but no money.
		if (!mayHaveMoved) await this.guard.release(guardedRefund).catch(() => {});
		return end;
	}

	private async send(item: CheckedItem, lostBefore?: LostMemory): Promise<BegunItemEnd> {
		const { preparation, exchange } = this.contextOf(item.account);
		const account = merchantOf(item.account);
		const changesNothing = this.operation.endpoint === 'status';
		if (lostBefore && lostBefore.account !== account && !changesNothing) {
			return { kind: 'failed', failure: askedElsewhere(item.fields, lostBefore, this.operation) };
		}
		const request = await this.operation.prepare(item.fields, preparation, lostBefore?.tid);
		const { lostReply, diagnostics } = preparation.options;
		const { ending, request: last } = await carryOut(
			request,
			exchange,
			lostReply,
			lostBefore?.doubt,
		);

		if (ending.kind === 'done') {
			const json = item.simplify ? asJson(ending.result) : rawJson(ending.reply);
			if (diagnostics) {
				json.diagnostics = { ...ending.diagnostics, baseUrl: exchange.baseUrl };
			}
			const sent = identityOf(last.fields);
			this.record.setDone(item.fingerprint, json, sent);
			return { kind: 'done', json, sent };
		}
		if (ending.kind === 'unknown') {
			const tid = last.fields.TID ?? '';
			this.record.setUnknown(item.fingerprint, { tid, doubt: ending.doubt, account });
		} else {
			this.record.forget(item.fingerprint);
		}
		return { kind: 'failed', failure: failureOf(ending, last.fields, this.operation) };
	}
}
