import type { IExecuteFunctions } from 'n8n-workflow';

import { canExecute } from '../../../nodes/Nicepay/oldestN8n';
import { cancelling, issuing, jsonOf, openSetup, refunding, type TestSetup } from './support';

const TOO_OLD = 'This n8n is too old: the NICEPAY nodes need n8n 1.81 or newer. Update n8n';

describe('An n8n that is too old', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup({}, { isOld: true });
	});
	afterEach(() => setup.reset());
	afterAll(() => setup.close());

	it.each([
		['an issue', issuing()],
		['a cancel', cancelling()],
		['a refund', refunding({ partial: true })],
		['a status', { operation: 'getTransactionStatus', tid: '={{ $json.tid }}' }],
		['a confirmed deposit', { operation: 'confirmDeposit' }],
	])('fails %s, and nothing is sent', async (_name, parameters) => {
		const { tid } = setup.account('A', 1004);
		const run = await setup.engine.runNode({ parameters, items: [{ id: 'A1', tid }] });
		expect(run.error?.message).toBe(TOO_OLD);
		expect(setup.requests()).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'fails each item under %s',
		async (onError) => {
			const items = [{ id: 'A' }, { id: 'B' }];
			const run = await setup.engine.runNode({ parameters: issuing(), items, onError });
			const failed = onError === 'continueErrorOutput' ? run.errorItems : run.items;
			expect(jsonOf(failed)).toMatchObject([
				{ error: `${TOO_OLD}. Nothing was sent.`, outcome: 'invalid', orderId: 'A' },
				{ error: `${TOO_OLD}. Nothing was sent.`, outcome: 'invalid', orderId: 'B' },
			]);
			expect(setup.requests()).toEqual([]);
		},
	);
});

describe('What an n8n must have', () => {
	const NODE = 'n8n-nodes-nicepay.nicepay';
	const hints = { addExecutionHints: () => {} };
	const memory = { helpers: { checkProcessedAndRecord: () => {} } };

	it.each([
		['hints and a memory', NODE, { ...hints, ...memory }, true],
		['no hints', NODE, memory, false],
		['no hints, for a tool', `${NODE}Tool`, memory, true],
		['no memory, for a tool', `${NODE}Tool`, hints, false],
	])('%s', (_name, type, context, isEnough) => {
		const node = { helpers: {}, getNode: () => ({ type }), ...context };
		expect(canExecute(node as unknown as IExecuteFunctions)).toBe(isEnough);
	});
});
