import { BlockList, isIPv4 } from 'node:net';

import fc from 'fast-check';

import {
	InvalidSenderError,
	NICEPAY_SENDERS,
	formatSender,
	parseSenders,
} from '../../../../nodes/Nicepay/trigger/senders';
import { EXAMPLE } from './forms';
import { openTrigger, REFUSED, STARTED } from './support';

describe('a list of senders', () => {
	const includes = (list: string, address: string) => parseSenders(list).includes(address);

	it('knows the three addresses NICEPAY publishes', () => {
		expect(NICEPAY_SENDERS).toEqual(['121.133.126.10', '121.133.126.11', '211.33.136.39']);
	});

	it.each([
		['an IPv4 address', '203.0.113.7', '203.0.113.7', '203.0.113.8'],
		['an IPv4 block', '203.0.113.0/24', '203.0.113.255', '203.0.114.0'],
		['a block of no round size', '203.0.113.64/26', '203.0.113.127', '203.0.113.128'],
		['a block named by one of its members', '10.1.2.3/8', '10.255.0.1', '11.0.0.0'],
		['a block of one', '203.0.113.7/32', '203.0.113.7', '203.0.113.6'],
		['all of IPv4', '0.0.0.0/0', '255.255.255.255', '2001:db8::1'],
		['an IPv6 address', '2001:db8::1', '2001:0DB8:0:0::1', '2001:db8::2'],
		['an IPv6 block', '2001:db8::/32', '2001:db8:ffff::1', '2001:db9::'],
		['all of IPv6', '::/0', 'fe80::1', '127.0.0.1'],
		['an IPv4 address mapped into IPv6', '::ffff:203.0.113.7', '203.0.113.7', '203.0.113.8'],
		['the same in hex', '::ffff:cb00:7107', '203.0.113.7', '203.0.113.8'],
		['a mapped block', '::ffff:203.0.113.0/120', '203.0.113.255', '203.0.114.0'],
		['all mapped addresses', '::ffff:0:0/96', '198.51.100.1', '2001:db8::1'],
	])('takes %s', (_name, entry, inside, outside) => {
		expect(parseSenders(entry).size).toBe(1);
		expect(includes(entry, inside)).toBe(true);
		expect(includes(entry, outside)).toBe(false);
	});

	it('takes entries parted by commas, spaces and lines, and any number of them', () => {
		const list = parseSenders(' 203.0.113.7,\n\r198.51.100.0/24 ,, 2001:db8::/32\t10.0.0.1,');
		expect(list.size).toBe(4);
		for (const address of ['203.0.113.7', '198.51.100.9', '2001:db8::9', '10.0.0.1']) {
			expect(list.includes(address)).toBe(true);
		}
		expect(list.includes('10.0.0.2')).toBe(false);
	});

	it('takes an empty list, which includes nobody', () => {
		expect(parseSenders(' ,\n').size).toBe(0);
		expect(includes('', '203.0.113.7')).toBe(false);
	});

	it('finds a mapped sender in a list of IPv4', () => {
		expect(includes('203.0.113.0/24', '::ffff:203.0.113.7')).toBe(true);
		expect(includes('203.0.113.0/24', '::FFFF:CB00:7107')).toBe(true);
		expect(includes('203.0.113.0/24', '::ffff:203.0.114.7')).toBe(false);
	});

	it.each([
		'',
		'unknown',
		'203.0.113.7, 10.0.0.1',
		'203.0.113.7:',
		'203.0.113.7:port',
		'203.0.113.7:443:443',
		'[203.0.113.7',
		'203.0.113',
		'203.0.113:443',
	])('does not include what is no address: “%s”', (address) => {
		expect(includes('0.0.0.0/0 ::/0', address)).toBe(false);
		expect(formatSender(address)).toBe('');
	});

	it.each([
		['203.0.113.7:443', '203.0.113.7'],
		[' 203.0.113.7:51234 ', '203.0.113.7'],
		['[2001:db8::1]:443', '2001:db8::1'],
		['[2001:db8::1]', '2001:db8::1'],
		['[::ffff:203.0.113.7]:443', '203.0.113.7'],
		['2001:db8::1:443', '2001:db8::1:443'],
	])('knows a sender whose port the proxy wrote down: %s', (written, address) => {
		expect(formatSender(written)).toBe(address);
	});

	it('has no ports in its entries', () => {
		expect(() => parseSenders('203.0.113.7:443')).toThrow(InvalidSenderError);
		expect(() => parseSenders('[2001:db8::1]')).toThrow(InvalidSenderError);
	});

	it.each([
		'nicepay.co.kr',
		'203.0.113.256',
		'203.0.113',
		'203.0.113.0/33',
		'203.0.113.0/',
		'203.0.113.0/-1',
		'203.0.113.0/24/24',
		'203.0.113.0/255.255.255.0',
		'203.0.113.7:443',
		'203.0.113.*',
		'203.0.113.1-9',
		'010.0.0.1',
		'0x7f.1',
		'10.1',
		'2130706433',
		'10.1/16',
		'0x7f.1/8',
		'010.0.0.0/8',
		'2001:db8::/129',
		'2001:db8:::1',
		'[2001:db8::1]',
		'*',
	])('refuses “%s” by name', (entry) => {
		const list = `203.0.113.7, ${entry}`;
		expect(() => parseSenders(list)).toThrow(InvalidSenderError);
		expect(() => parseSenders(list)).toThrow(`“${entry}”`);
	});

	it('takes an IPv4 address inside an IPv6 one for IPv4 only where it is mapped', () => {
		expect(includes('121.133.126.10', '::ffff:121.133.126.10')).toBe(true);
		expect(includes('121.133.126.10', '::121.133.126.10')).toBe(false);
	});

	it('agrees with Node’s own list on every address and block', () => {
		const ipv4 = fc.ipV4();
		const near = fc.tuple(ipv4, fc.nat(31)).map(([address, bit]) => [address, flip(address, bit)]);
		fc.assert(
			fc.property(near, fc.nat(32), fc.boolean(), ([network = '', sender = ''], bits, isMapped) => {
				const reference = new BlockList();
				reference.addSubnet(network, bits, 'ipv4');
				const entry = isMapped ? `::ffff:${network}/${bits + 96}` : `${network}/${bits}`;
				const expected = reference.check(sender, 'ipv4');
				expect(includes(entry, sender)).toBe(expected);
				expect(includes(entry, `::ffff:${sender}`)).toBe(expected);
			}),
			{ numRuns: 300 },
		);
		fc.assert(
			fc.property(fc.ipV6(), fc.ipV6(), fc.nat(128), (network, sender, bits) => {
				const reference = new BlockList();
				reference.addSubnet(network, bits, 'ipv6');
				for (const address of [network, sender].filter((one) => !isIPv4(formatSender(one)))) {
					fc.pre(!isIPv4(formatSender(network)));
					expect(includes(`${network}/${bits}`, address)).toBe(reference.check(address, 'ipv6'));
				}
			}),
			{ numRuns: 300 },
		);
	});

	/** The address that differs in one bit. */
	function flip(address: string, bit: number): string {
		const parts = address.split('.').map(Number);
		parts[bit >> 3] = (parts[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
		return parts.join('.');
	}
});

describe('the trigger believes a sender by its address', () => {
	const custom = (allowedAddresses: string) => ({ senderCheck: 'custom', allowedAddresses });

	it.each([
		...NICEPAY_SENDERS,
		'::ffff:121.133.126.11',
		'::ffff:d321:8827',
		'121.133.126.10:51234',
		'[::ffff:121.133.126.10]:443',
	])('and takes what comes from %s', async (ip) => {
		const trigger = await openTrigger();
		expect(await trigger.deliver(EXAMPLE, { ip })).toMatchObject(STARTED);
		expect(trigger.warnings()).toEqual([]);
	});

	it.each([
		['one off', '121.133.126.12', '121.133.126.12'],
		['the loopback address', '127.0.0.1', '127.0.0.1'],
		['a private address', '192.168.0.1', '192.168.0.1'],
		['an IPv6 address', '2001:db8::7985:7e0a', '2001:db8::7985:7e0a'],
		['a mapped address', '::ffff:121.133.126.12', '121.133.126.12'],
		['NICEPAY’s address inside another', '64:ff9b::121.133.126.10', '64:ff9b::7985:7e0a'],
		['NICEPAY’s address with more behind it', '121.133.126.10, 203.0.113.9', 'unreadable'],
		['another address with a port', '121.133.126.12:443', '121.133.126.12'],
		['NICEPAY’s address as a port', '203.0.113.9:121.133.126.10', 'unreadable'],
		['no address', '', 'an unreadable address'],
	])('and refuses %s', async (_name, ip, shown) => {
		for (const parameters of [{}, { events: ['other'] }, { events: [] }]) {
			const trigger = await openTrigger(parameters);
			expect(await trigger.deliver(EXAMPLE, { ip })).toMatchObject(REFUSED);
			expect(trigger.warnings()).toEqual([expect.stringContaining('refused a notification')]);
			expect(trigger.warnings()[0]).toContain(shown);
			expect(trigger.warnings()[0]).toContain('not an allowed address');
		}
	});

	it('and not by what X-Forwarded-For and its kin say, which anyone can write', async () => {
		const trigger = await openTrigger();
		const [address = ''] = NICEPAY_SENDERS;
		const headers = {
			'x-forwarded-for': address,
			'x-real-ip': address,
			forwarded: `for=${address}`,
			'cf-connecting-ip': address,
			'x-client-ip': address,
		};
		const delivered = await trigger.deliver(EXAMPLE, { ip: '203.0.113.9', ips: [], headers });
		expect(delivered).toMatchObject(REFUSED);
		expect(trigger.warnings()[0]).toMatch(/203\.0\.113\.9.*reverse proxy.*N8N_PROXY_HOPS/);
	});

	it('and by the one n8n read from X-Forwarded-For, when it was told to trust the proxy', async () => {
		const trigger = await openTrigger();
		const [ip = ''] = NICEPAY_SENDERS;
		const headers = { 'x-forwarded-for': ip };
		const delivered = await trigger.deliver(EXAMPLE, { ip, ips: [ip], headers });
		expect(delivered).toMatchObject(STARTED);
		expect(delivered.items).toMatchObject([{ sender: ip }]);
	});

	it('and not by those further back in X-Forwarded-For, even where n8n trusts the proxy', async () => {
		const trigger = await openTrigger();
		const [forged = ''] = NICEPAY_SENDERS;
		const ips = ['203.0.113.9', forged];
		expect(await trigger.deliver(EXAMPLE, { ip: '203.0.113.9', ips })).toMatchObject(REFUSED);
	});

	it('and names N8N_PROXY_HOPS in the log without a proxy too, in other words', async () => {
		const trigger = await openTrigger();
		await trigger.deliver(EXAMPLE, { ip: '203.0.113.9' });
		expect(trigger.warnings()[0]).toContain('If n8n is behind a reverse proxy');
	});

	it('and by a list of one’s own, of both families', async () => {
		const trigger = await openTrigger(
			custom('10.0.0.0/8, 2001:db8::/32\n::ffff:198.51.100.0/120, 203.0.113.9'),
		);
		for (const ip of ['10.9.8.7', '2001:db8:1::2', '198.51.100.200', '203.0.113.9']) {
			const delivered = await trigger.deliver(EXAMPLE, { ip });
			expect(delivered).toMatchObject(STARTED);
			expect(delivered.items).toMatchObject([{ sender: ip }]);
		}
		for (const ip of ['11.0.0.1', '2001:db9::1', '198.51.101.1', '203.0.113.10', '::a09:807']) {
			expect(await trigger.deliver(EXAMPLE, { ip })).toMatchObject(REFUSED);
		}
	});

	it('and not by NICEPAY’s addresses when the list of one’s own lacks them', async () => {
		const trigger = await openTrigger(custom('10.0.0.0/8'));
		expect(await trigger.deliver(EXAMPLE)).toMatchObject(REFUSED);
	});

	it('and not at all when the check is off', async () => {
		const trigger = await openTrigger({ senderCheck: 'off' });
		for (const ip of ['203.0.113.9', '2001:db8::1', '']) {
			expect(await trigger.deliver(EXAMPLE, { ip })).toMatchObject(STARTED);
		}
	});

	it('and by nothing but the list, if the setting is none that exists', async () => {
		const trigger = await openTrigger({ senderCheck: 'nonsense' });
		expect(await trigger.deliver(EXAMPLE, { ip: '203.0.113.9' })).toMatchObject(REFUSED);
	});

	it('and starts nothing while its list cannot be read', async () => {
		for (const list of ['', '10.0.0.0/33']) {
			const trigger = await openTrigger(custom(list));
			const { status, stored, items, reply } = await trigger.deliver(EXAMPLE, { ip: '10.0.0.1' });
			expect({ status, stored, items }).toEqual({ status: 500, stored: 0, items: [] });
			expect(reply).not.toContain('OK');
		}
	});
});
