import type { IDataObject } from 'n8n-workflow';

import { merchantLabel } from '../credential/credential';
import { describeCause } from '../errors';
import {
	alreadySent,
	credentialChanged,
	memoryUnavailable,
	requestIdentity,
	toFailure,
	unexpectedError,
	unknownAndNotReached,
} from '../failures/failure';
import type { Operation } from '../operations/Operation';
import type { ReplyFields } from '../protocol/reply';
import type { ExecutionRecord, UnknownEntry } from '../request/ExecutionRecord';
import type { PartialRefundGuard } from '../request/partialRefundGuard';
import { sendWithRecovery } from '../request/sendWithRecovery';
import type { CheckedItem } from './checkItems';
import type { ItemResult } from './ItemResult';
import type { ContextFor } from './merchantContexts';

/** Runs checked items, one call for each, and keeps the execution's record of them. */
export class ItemRunner {
	constructor(
		private readonly operation: Operation,
		private readonly contextFor: ContextFor,
		private readonly record: ExecutionRecord,
		private readonly guard: PartialRefundGuard,
	) {}

	/** Never rejects: other items are under way, and their results must not be lost. */
	async run(item: CheckedItem): Promise<ItemResult> {
		try {
			return await this.runOnce(item);
		} catch (error) {
			return { kind: 'failed', failure: unexpectedError(error, item.fields) };
		}
	}

	/** The result of an item that this run did not reach: what an earlier run left of it. */
	resultOfUnreached({ fingerprint, fields }: CheckedItem): ItemResult {
		const entry = this.record.get(fingerprint);
		if (!entry) return { kind: 'notReached', fields };
		if (entry.state === 'done') return { kind: 'done', json: entry.json, sent: entry.sent };
		return { kind: 'failed', failure: unknownAndNotReached(fields, entry, this.operation) };
	}

	private async runOnce(item: CheckedItem): Promise<ItemResult> {
		const entry = this.record.get(item.fingerprint);
		if (entry?.state === 'done') return { kind: 'done', json: entry.json, sent: entry.sent };
		// An earlier run that left the refund unknown has also admitted it.
		const { guardedRefund } = item;
		if (entry || !guardedRefund) return await this.send(item, entry);

		let isAdmitted: boolean;
		try {
			isAdmitted = await this.guard.admit(guardedRefund);
		} catch (error) {
			return {
				kind: 'failed',
				failure: memoryUnavailable(
					'this partial refund was sent before',
					item.fields,
					describeCause(error),
				),
			};
		}
		if (!isAdmitted) return { kind: 'failed', failure: alreadySent(item.fields) };

		const result = await this.send(item);
		const mayHaveMoved = result.kind !== 'failed' || result.failure.outcome === 'unknown';
		// A record that stays by mistake costs a look in the merchant admin, never money.
		if (!mayHaveMoved) await this.guard.release(guardedRefund).catch(() => {});
		return result;
	}

	private async send(item: CheckedItem, openSince?: UnknownEntry): Promise<ItemResult> {
		const { operation, record } = this;
		const { settings, sendContext } = this.contextFor(item.credential);
		const sentWith = merchantLabel(item.credential);
		const changesNothing = operation.endpoint === 'status';
		if (openSince && openSince.sentWith !== sentWith && !changesNothing) {
			return { kind: 'failed', failure: credentialChanged(item.fields, openSince, operation) };
		}

		const { request, result } = await sendWithRecovery(
			await operation.prepare(item.fields, settings, openSince?.tid),
			sendContext,
			settings.options.lostReply,
			openSince?.why,
		);
		if (result.kind === 'done') {
			const json: IDataObject = item.simplify ? { ...result.result } : toRawJson(result.reply);
			if (settings.options.diagnostics) {
				json.diagnostics = { ...result.diagnostics, baseUrl: sendContext.baseUrl };
			}
			const sent = requestIdentity(request.fields);
			record.setDone(item.fingerprint, { itemIndex: item.itemIndex, json, sent });
			return { kind: 'done', json, sent };
		}
		if (result.kind === 'unknown') {
			const tid = request.fields.TID ?? '';
			record.setUnknown(item.fingerprint, { tid, why: result.why, sentWith });
		} else {
			record.forget(item.fingerprint);
		}
		return { kind: 'failed', failure: toFailure(result, request.fields, operation) };
	}
}

/**
 * A reply's own fields as an item's data. A field named `error` gets another name: n8n would take the
 * item for a failed one and run the node again.
 */
const toRawJson = ({ error, ...reply }: ReplyFields): IDataObject =>
	error === undefined ? reply : { ...reply, error_: error };
