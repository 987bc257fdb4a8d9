import { activate, triggerNode } from './support';

const confirmDeposit = (changes: object = {}) => ({
	name: 'Confirm',
	type: 'n8n-nodes-nicepay.nicepay',
	parameters: { operation: 'confirmDeposit' },
	...changes,
});
const noOp = { name: 'Between', type: 'n8n-nodes-base.noOp' };

describe('publishing a workflow that is to confirm its deposits', () => {
	const publish = (...behind: object[]) =>
		activate({ acknowledge: 'workflow' }, { behind: behind as never });
	const REFUSED = 'No Confirm Deposit comes behind this trigger';

	it('succeeds with Confirm Deposit somewhere behind the trigger', async () => {
		expect(await publish(confirmDeposit())).toBe(true);
		expect(await publish(noOp, confirmDeposit())).toBe(true);
	});

	it.each([
		['nothing', []],
		['another node', [noOp]],
		['another operation', [confirmDeposit({ parameters: { operation: 'cancelRefund' } })]],
		['Confirm Deposit, switched off', [confirmDeposit({ disabled: true })]],
		['a node of another package', [confirmDeposit({ type: 'n8n-nodes-base.noOp' })]],
	])('is refused with %s behind it', async (_name, behind) => {
		await expect(publish(...behind)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(REFUSED) as string,
			description: expect.stringContaining('Confirm Deposit') as string,
		});
	});

	it('is not refused when n8n has stored the deposit before it says OK', async () => {
		expect(await activate({}, { behind: [noOp] })).toBe(true);
	});

	it('is refused at n8n’s start, too, and not while somebody listens', async () => {
		const start = (mode: 'init' | 'leadershipChange' | 'manual') =>
			activate({ acknowledge: 'workflow' }, { behind: [noOp], mode });
		await expect(start('init')).rejects.toThrow(REFUSED);
		await expect(start('leadershipChange')).rejects.toThrow(REFUSED);
		expect(await start('manual')).toBe(true);
	});
});

describe('publishing a workflow that no deposit could start', () => {
	it.each([[[]], [['Deposit']], ['deposit'], ["={{ ['x'] }}"]])(
		'is refused: Trigger On is %j',
		async (events) => {
			await expect(activate({ events })).rejects.toThrow('Trigger On includes nothing');
			expect(await activate({ events }, { mode: 'init' })).toBe(true);
		},
	);

	it('is not refused for other notifications alone', async () => {
		expect(await activate({ events: ['other'] })).toBe(true);
	});
});

describe('activating the trigger in an n8n that is too old', () => {
	it.each(['activate', 'init', 'manual'] as const)('is refused: %s', async (mode) => {
		for (const acknowledge of ['stored', 'workflow']) {
			const activated = activate({ acknowledge }, { behind: [noOp], mode, isOld: true });
			await expect(activated).rejects.toMatchObject({
				name: 'NodeOperationError',
				message: 'This n8n is too old: the NICEPAY nodes need n8n 1.81 or newer. Update n8n',
			});
		}
	});
});

test('publishing is refused when Acknowledge (OK) is an expression', async () => {
	const acknowledge = "={{ 'workflow' }}";
	await expect(activate({ acknowledge }, { behind: [confirmDeposit()] })).rejects.toThrow(
		'must be one of its two values',
	);
});

describe('publishing a workflow whose trigger cannot use its credential', () => {
	it.each([
		['is empty', { mid: '' }, 'Merchant ID'],
		['has no key', { merchantKey: ' ' }, 'Merchant Key'],
		['reads from an item', { mid: '={{ $json.mid }}' }, 'cannot use \\$json'],
		['reads from a node', { mid: "={{ $('Between').first().json.mid }}" }, 'cannot use \\$json'],
	])('is refused when it %s', async (_name, credential, text) => {
		for (const mode of ['activate', 'create', 'update'] as const) {
			await expect(activate({}, { credential, mode })).rejects.toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringMatching(
					new RegExp(`^The trigger cannot use its credential: .*${text}`),
				) as string,
				description: expect.stringContaining('a trigger of its own') as string,
			});
		}
	});

	it.each(['init', 'leadershipChange', 'manual'] as const)(
		'is not looked at when nobody publishes it: %s',
		async (mode) => {
			expect(await activate({}, { mode, credential: { mid: '' } })).toBe(true);
		},
	);

	it('is not refused for an expression that needs no item', async () => {
		const credential = { mid: '={{ ["nicepay", "00m"].join("") }}' };
		expect(await activate({}, { credential })).toBe(true);
	});

	it('names the node', async () => {
		const { name } = triggerNode();
		const refusal = activate({}, { credential: { mid: '' } });
		await expect(refusal).rejects.toMatchObject({ node: { name } });
	});
});
