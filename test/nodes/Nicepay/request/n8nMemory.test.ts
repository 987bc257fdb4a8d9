import type { IExecuteFunctions } from 'n8n-workflow';

import { openN8nMemory } from '../../../../nodes/Nicepay/request/n8nMemory';
import { RememberedNode } from '../RememberedNode';

describe('n8n’s memory', () => {
	it('is absent where n8n is too old to have one', () => {
		expect(openN8nMemory({ helpers: {} } as IExecuteFunctions)).toBeUndefined();
	});

	it('keeps the newest 10,000 keys of the node, or more where more are asked for', async () => {
		const remembering = new RememberedNode();
		const memory = openN8nMemory(remembering.node);
		await memory?.record(['a']);
		await memory?.record(['b'], 40_000);
		await memory?.record(['c'], 4);
		await memory?.remove(['a']);
		expect(remembering.calls.map(({ maxEntries }) => maxEntries)).toEqual([
			10_000, 40_000, 10_000, 10_000,
		]);
		expect(remembering.remembered).toEqual(['b', 'c']);
	});
});
