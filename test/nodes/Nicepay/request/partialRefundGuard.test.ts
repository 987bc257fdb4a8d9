import { openN8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { guardPartialRefunds } from '../../../../nodes/Nicepay/request/partialRefundGuard';
import { RememberedNode } from '../RememberedNode';

const guardOf = (remembering: RememberedNode) =>
	guardPartialRefunds(openN8nMemory(remembering.on()));

describe('The guard of partial refunds', () => {
	it('admits each refund once, until it is released', async () => {
		const guard = guardOf(new RememberedNode());
		expect(await guard.admit('a')).toBe(true);
		expect(await guard.admit('a')).toBe(false);
		expect(await guard.admit('b')).toBe(true);
		await guard.release('a');
		expect(await guard.admit('a')).toBe(true);
		expect(await guard.admit('b')).toBe(false);
	});

	it('asks for one refund at a time, so that n8n loses none', async () => {
		const remembering = new RememberedNode();
		const [one, other] = [guardOf(remembering), guardOf(remembering)];
		const admitted = await Promise.all([one.admit('a'), other.admit('a'), one.admit('b')]);
		expect(admitted).toEqual([true, false, true]);
		await Promise.all([other.release('a'), one.admit('c'), one.release('b')]);
		expect(remembering.remembered).toEqual(['c']);
	});
});
