import { NodeOperationError } from 'n8n-workflow';

import { triggerProperties } from '../../../../nodes/Nicepay/trigger/properties';
import { activate } from './support';

describe('activating the trigger', () => {
	const custom = (allowedAddresses: string) =>
		activate({ senderCheck: 'custom', allowedAddresses });

	it('succeeds with the defaults, with the check off and with a list that can be read', async () => {
		expect(await activate({})).toBe(true);
		expect(await activate({ senderCheck: 'off' })).toBe(true);
		expect(await custom('203.0.113.7, 10.0.0.0/8\n2001:db8::/32 ::ffff:10.0.0.0/104')).toBe(true);
	});

	it.each(['nicepay.co.kr', '203.0.113.256', '10.0.0.0/33', '2001:db8::/129', '10.1', '0x7f.1'])(
		'is refused for the entry “%s”, by name',
		async (entry) => {
			const activation = custom(`203.0.113.7, ${entry}`);
			await expect(activation).rejects.toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringContaining(`“${entry}”`) as string,
				description: expect.stringContaining('CIDR') as string,
			});
		},
	);

	it.each(['', '  ', ',\n,'])('is refused for the empty list “%s”', async (list) => {
		const error: unknown = await custom(list).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(String(error)).toContain('the list is empty');
	});

	it('does not look at a list that is not in use', async () => {
		expect(await activate({ senderCheck: 'nicepay', allowedAddresses: 'nonsense' })).toBe(true);
		expect(await activate({ senderCheck: 'off', allowedAddresses: 'nonsense' })).toBe(true);
	});
});

describe('the trigger’s parameters', () => {
	const property = (name: string) => triggerProperties.find((one) => one.name === name);

	it('have the names that workflows hold on to, and safe defaults', () => {
		const defaults = Object.fromEntries(
			triggerProperties
				.filter(({ type }) => type !== 'notice')
				.map((one) => [one.name, one.default]),
		);
		expect(defaults).toEqual({
			events: ['deposit'],
			acknowledge: 'stored',
			senderCheck: 'nicepay',
			allowedAddresses: '',
			confirmWithNicepay: false,
			simplify: true,
			diagnostics: false,
			options: { binaryData: true },
		});
	});

	it('list their events under “Trigger On”, where n8n’s node panel looks for them', () => {
		expect(property('events')?.displayName).toBe('Trigger On');
		expect(property('events')?.options).toMatchObject([{ value: 'deposit' }, { value: 'other' }]);
	});

	it('name the menu of NICEPAY’s admin page in Korean', () => {
		const notice = property('setupNotice')?.displayName;
		for (const term of [
			'production URL',
			'결제데이터통보',
			'가상계좌',
			'OK 체크',
			'미전송',
			'암호화',
		]) {
			expect(notice).toContain(term);
		}
	});
});
