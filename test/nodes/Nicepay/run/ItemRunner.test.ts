import type { IDataObject } from 'n8n-workflow';

import { cancelRefund } from '../../../../nodes/Nicepay/operations/cancelRefund';
import { ExecutionRecord } from '../../../../nodes/Nicepay/request/ExecutionRecord';
import type { PartialRefundGuard } from '../../../../nodes/Nicepay/request/partialRefundGuard';
import type { CheckedItem } from '../../../../nodes/Nicepay/run/checkItems';
import { ItemRunner } from '../../../../nodes/Nicepay/run/ItemRunner';
import { AMOUNT, MERCHANT, ScriptedNicepay, tidOf } from '../ScriptedNicepay';

const REFUND: CheckedItem = {
	identity: [],
	guardedRefund: 'refund',
	fields: {
		TID: tidOf(1),
		Moid: 'R1',
		CancelAmt: AMOUNT,
		CancelMsg: '환불',
		PartialCancelCode: '1',
	},
	itemIndex: 0,
	fingerprint: 'fingerprint',
	simplify: true,
	credential: { ...MERCHANT, baseUrl: 'https://nicepay.test' },
};

/** Runs one partial refund under a guard that does as `changes` say. */
async function run(script: readonly string[], changes: Partial<PartialRefundGuard> = {}) {
	const nicepay = new ScriptedNicepay(script);
	const calls: string[] = [];
	const context: IDataObject = {};
	const record = new ExecutionRecord(context, 0);
	const guard: PartialRefundGuard = {
		admit: async (refund) => {
			calls.push(`admit ${refund}`);
			return await (changes.admit?.(refund) ?? true);
		},
		release: async (refund) => {
			calls.push(`release ${refund}`);
			await changes.release?.(refund);
		},
	};
	const merchant = { settings: nicepay.settings, sendContext: nicepay.context };
	const runner = new ItemRunner(cancelRefund, () => merchant, record, guard);
	const result = await runner.run(REFUND);
	expect(nicepay.played).toEqual(script);
	return {
		kind: result.kind,
		outcome: result.kind === 'failed' ? result.failure.outcome : undefined,
		code: result.kind === 'failed' ? result.failure.resultCode : undefined,
		calls,
		recorded: record.get(REFUND.fingerprint)?.state,
	};
}

describe('A partial refund under a guard', () => {
	const admitted = ['admit refund'];
	const released = [...admitted, 'release refund'];

	it('stays in its memory when it is done', async () => {
		expect(await run(['cancel 1: 2211'])).toMatchObject({ kind: 'done', calls: admitted });
	});

	it('stays in its memory when it is unknown', async () => {
		expect(await run(['cancel 1: lost'])).toMatchObject({
			outcome: 'unknown',
			calls: admitted,
			recorded: 'unknown',
		});
	});

	it.each([
		['is refused', ['cancel 1: 2032'], 'rejected', '2032'],
		['never left', ['cancel 1: never sent, for good'], 'invalid', null],
	])('is released when it %s', async (_, script, outcome, code) => {
		expect(await run(script)).toMatchObject({ outcome, code, calls: released });
	});

	it.each([
		['is refused', ['cancel 1: 2032'], 'rejected', '2032'],
		['never left', ['cancel 1: never sent, for good'], 'invalid', null],
	])('%s just the same when it cannot be released', async (_, script, outcome, code) => {
		const release = async () => await Promise.reject(new Error('The database is away'));
		const ran = await run(script, { release });
		expect(ran).toMatchObject({ outcome, code, calls: released, recorded: undefined });
	});

	it('is not sent when it was sent before', async () => {
		const ran = await run([], { admit: async () => false });
		expect(ran).toMatchObject({ outcome: 'unknown', calls: admitted, recorded: undefined });
	});

	it('is not sent when nobody can tell whether it was', async () => {
		const admit = async () => await Promise.reject(new Error('The database is away'));
		expect(await run([], { admit })).toMatchObject({ outcome: 'invalid', calls: admitted });
	});
});
