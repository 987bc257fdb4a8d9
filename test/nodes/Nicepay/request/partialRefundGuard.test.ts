import type { IExecuteFunctions } from 'n8n-workflow';

import { openPartialRefundGuard } from '../../../../nodes/Nicepay/request/partialRefundGuard';

/** A node whose n8n remembers as n8n does: it reads, then writes, and loses what was written between. */
function nodeWithMemory() {
	let memory: readonly unknown[] = [];
	const asked: unknown[] = [];
	const helpers = {
		checkProcessedAndRecord: async (refunds: unknown[], ...how: unknown[]) => {
			asked.push(how);
			const before = memory;
			await Promise.resolve();
			const unseen = refunds.filter((refund) => !before.includes(refund));
			memory = [...before, ...unseen];
			return { new: unseen, processed: [] };
		},
		removeProcessed: async (refunds: unknown[], ...how: unknown[]) => {
			asked.push(how);
			const before = memory;
			await Promise.resolve();
			memory = before.filter((refund) => !refunds.includes(refund));
		},
	};
	const node = { helpers } as unknown as IExecuteFunctions;
	return { node, asked, remembered: () => memory };
}

describe('The guard of partial refunds', () => {
	it('admits each refund once, until it is released', async () => {
		const { node } = nodeWithMemory();
		const guard = openPartialRefundGuard(node);
		expect(await guard?.admit('a')).toBe(true);
		expect(await guard?.admit('a')).toBe(false);
		expect(await guard?.admit('b')).toBe(true);
		await guard?.release('a');
		expect(await guard?.admit('a')).toBe(true);
		expect(await guard?.admit('b')).toBe(false);
	});

	it('asks for one refund at a time, so that n8n loses none', async () => {
		const { node, remembered } = nodeWithMemory();
		const [one, other] = [openPartialRefundGuard(node), openPartialRefundGuard(node)];
		const admitted = await Promise.all([one?.admit('a'), other?.admit('a'), one?.admit('b')]);
		expect(admitted).toEqual([true, false, true]);
		await Promise.all([other?.release('a'), one?.admit('c'), one?.release('b')]);
		expect(remembered()).toEqual(['c']);
	});

	it('has n8n remember the newest 10,000 refunds of the node', async () => {
		const { node, asked } = nodeWithMemory();
		const guard = openPartialRefundGuard(node);
		await guard?.admit('a');
		await guard?.release('a');
		const how = ['node', { mode: 'entries', maxEntries: 10_000 }];
		expect(asked).toEqual([how, how]);
	});

	it('is absent where n8n has no such memory', () => {
		expect(openPartialRefundGuard({ helpers: {} } as IExecuteFunctions)).toBeUndefined();
	});
});
