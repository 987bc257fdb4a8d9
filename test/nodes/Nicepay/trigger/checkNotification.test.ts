import { brotliCompressSync, gzipSync } from 'node:zlib';

import type { IDataObject } from 'n8n-workflow';

import { withoutKey } from '../../../../nodes/Nicepay/protocol/merchantKey';
import { readNotification } from '../../../../nodes/Nicepay/protocol/notification';
import {
	checkContent,
	checkMerchant,
	describeRefusal,
	type Refusal,
} from '../../../../nodes/Nicepay/trigger/checkNotification';
import { encode, EXAMPLE, type Fields, KEY, MID, NICEPAY, STRANGER, TID } from './forms';
import { FORM, openTrigger, REFUSED, STARTED } from './support';

const ACCOUNT = { mid: MID, merchantKey: KEY, baseUrl: 'https://webapi.nicepay.co.kr' };
const FOREIGN_KEY = `foreign-key-${'x'.repeat(76)}`;

const bodyOf = (fields: Fields, more = '') =>
	Buffer.concat([encode(fields), Buffer.from(more, 'latin1')]);

describe('a notification that is not believed', () => {
	const decisive = ['PayMethod', 'MID', 'TID', 'MOID', 'Amt', 'ResultCode', 'StateCd'];
	const refused: ReadonlyArray<[string, Buffer, Refusal['reason'], string]> = [
		['another MID', encode({ ...EXAMPLE, MID: 'another00m' }), 'mid', 'MID is not the one'],
		['the MID in other letters', encode({ ...EXAMPLE, MID: 'NICEPAY00M' }), 'mid', 'MID'],
		['an empty MID', encode({ ...EXAMPLE, MID: '' }), 'noMid', 'no MID'],
		['no MID', encode({ TID, PayMethod: 'VBANK', ResultCode: '4110' }), 'noMid', 'no MID'],
		['a field mid only', encode({ ...EXAMPLE, MID: '', mid: MID }), 'noMid', 'no MID'],
		[
			'another merchant’s key',
			encode({ ...EXAMPLE, MerchantKey: FOREIGN_KEY }),
			'merchantKey',
			'merchant key',
		],
		[
			'the key in other letters',
			encode({ ...EXAMPLE, MerchantKey: KEY.toLowerCase() }),
			'merchantKey',
			'merchant key',
		],
		[
			'half the key',
			encode({ ...EXAMPLE, MerchantKey: KEY.slice(0, 44) }),
			'merchantKey',
			'merchant key',
		],
		[
			'the key and another one',
			bodyOf({ ...EXAMPLE, MerchantKey: KEY }, `&merchantkey=${FOREIGN_KEY}`),
			'merchantKey',
			'merchant key',
		],
		['an empty TID', encode({ ...EXAMPLE, TID: '' }), 'noTid', 'no TID'],
		['a TID of spaces', encode({ ...EXAMPLE, TID: '  ' }), 'noTid', 'no TID'],
		['no TID', encode({ MID, PayMethod: 'VBANK', ResultCode: '4110' }), 'noTid', 'no TID'],
		...decisive.map((name): [string, Buffer, Refusal['reason'], string] => [
			`two values of ${name}`,
			bodyOf(EXAMPLE, `&${name}=other`),
			'contradiction',
			`the field ${name} twice`,
		]),
		[
			'a value and an empty one of Amt',
			bodyOf(EXAMPLE, '&Amt='),
			'contradiction',
			'the field Amt twice',
		],
	];

	it.each(refused)('has %s', async (_name, body, reason, logged) => {
		const notification = readNotification(body);
		const refusal = checkContent(notification) ?? checkMerchant(notification, ACCOUNT);
		expect(refusal?.reason).toBe(reason);
		for (const parameters of [{}, { senderCheck: 'off' }, { events: [], simplify: false }]) {
			const trigger = await openTrigger(parameters);
			expect(await trigger.deliver(body)).toMatchObject(REFUSED);
			expect(trigger.warnings()).toEqual([expect.stringContaining(logged)]);
			expect(trigger.warnings()[0]).toContain('NICEPAY Trigger');
			expect(trigger.engine.logs.text).not.toContain(KEY);
			expect(trigger.engine.logs.text).not.toContain(FOREIGN_KEY);
		}
	});

	it('has more than 1 MiB', async () => {
		const start = encode(EXAMPLE).toString('latin1');
		const body = Buffer.from(`${start}&Filler=`.padEnd(1024 * 1024 + 1, 'x'), 'latin1');
		const trigger = await openTrigger({ senderCheck: 'off' });
		expect(await trigger.deliver(body)).toMatchObject(REFUSED);
		expect(trigger.warnings()).toEqual([expect.stringContaining('1048577 bytes')]);
	});

	it.each([
		['a MID and a TID of nobody', { MID: '', TID: '' }, NICEPAY],
		['another sender', {}, STRANGER],
		['two values of a field', { Amt: '1000&Amt=2000' }, NICEPAY],
	])('is refused before the credential is decrypted: %s', async (_name, change, ip) => {
		const trigger = await openTrigger();
		const body = Buffer.from(
			encode({ ...EXAMPLE, ...change })
				.toString('latin1')
				.replace('%26Amt%3D', '&Amt='),
			'latin1',
		);
		expect(await trigger.deliver(body, { ip })).toMatchObject(REFUSED);
		expect(trigger.engine.decryptions).toBe(0);
		expect(await trigger.deliver(EXAMPLE)).toMatchObject(STARTED);
		expect(trigger.engine.decryptions).toBe(1);
	});

	it('has more bytes than it may, and says so in front: refused unread', async () => {
		const trigger = await openTrigger();
		const body = Buffer.alloc(1024 * 1024 + 1, 'x');
		expect(await trigger.deliver(body)).toMatchObject(REFUSED);
		expect(trigger.engine.decryptions).toBe(0);
	});

	const form = encode(EXAMPLE);
	const MULTIPART = 'multipart/form-data; boundary=x';
	const envelopes: ReadonlyArray<[string, Buffer, Record<string, string>, RegExp]> = [
		[
			'is multipart',
			Buffer.from(`--x\r\nContent-Disposition: form-data; name="MID"\r\n\r\n${MID}\r\n--x--`),
			{ 'content-type': MULTIPART },
			/no MID in it.*“multipart\/form-data; boundary=x”.*Content-Encoding: none/,
		],
		[
			'is compressed in a way that n8n does not know',
			brotliCompressSync(form),
			{ 'content-type': FORM, 'content-encoding': 'br' },
			/no MID in it.*“application\/x-www-form-urlencoded”.*Content-Encoding: “br”/,
		],
		[
			'is said to be compressed, and is not',
			form,
			{ 'content-type': FORM, 'content-encoding': 'gzip' },
			/no MID in it.*incorrect header check.*Content-Encoding: “gzip”/,
		],
		[
			'has neither a Content-Type nor a MID',
			Buffer.from('hello=world'),
			{},
			/no MID in it.*Content-Type: none/,
		],
	];
	it.each(envelopes)('%s: the log says what came', async (_name, body, headers, logged) => {
		const trigger = await openTrigger();
		expect(await trigger.deliver(body, { contentType: null, headers })).toMatchObject(REFUSED);
		expect(trigger.warnings()).toEqual([expect.stringMatching(logged)]);
		expect(trigger.engine.decryptions).toBe(0);
	});

	it('is believed when it is compressed in a way that n8n can open', async () => {
		const trigger = await openTrigger();
		const headers = { 'content-encoding': 'gzip' };
		expect(await trigger.deliver(gzipSync(form), { headers })).toMatchObject(STARTED);
	});

	it('is refused in exactly four bytes of plain text', async () => {
		const trigger = await openTrigger();
		const { response } = await trigger.engine.receiveWebhook(
			{ name: 'Trigger', type: 'n8n-nodes-nicepay.nicepayTrigger' },
			{ rawBody: encode(EXAMPLE), ip: STRANGER },
		);
		expect([...response.body]).toEqual([...Buffer.from('FAIL')]);
		expect(response.headers['content-type']).toMatch(/^text\/plain/);
	});

	it('does not get the workflow’s own reply through, whatever it carries', async () => {
		const trigger = await openTrigger();
		const body = encode({ ...EXAMPLE, TID: '', ResultMsg: 'echo-me' });
		const { reply } = await trigger.deliver(body);
		expect(reply).toBe('FAIL');
		expect(trigger.engine.logs.text).not.toContain('echo-me');
	});

	it('is described by each reason in words of its own', () => {
		const reasons: readonly Refusal[] = [
			{ reason: 'sender', sender: STRANGER },
			{ reason: 'size', bytes: 2_000_000 },
			{ reason: 'unreadable', cause: 'incorrect header check' },
			{ reason: 'contradiction', field: 'Amt' },
			{ reason: 'noMid' },
			{ reason: 'noTid' },
			{ reason: 'mid' },
			{ reason: 'merchantKey' },
		];
		const words = reasons.map((refusal) => describeRefusal(refusal, { isForwarded: false }));
		expect(new Set(words).size).toBe(reasons.length);
		for (const text of words) expect(text).toMatch(/^(it|its|there) .*\.$/);
	});
});

describe('two values of a field that decides nothing', () => {
	it('are no reason to refuse: the first counts', async () => {
		const trigger = await openTrigger();
		const item = await trigger.receive(bodyOf(EXAMPLE, '&name=x&VbankInputName=y&MallReserved=z'));
		expect(item).toMatchObject({ buyerName: EXAMPLE.name, depositorName: EXAMPLE.VbankInputName });
	});

	it('and the same value of one that does decide, neither', async () => {
		const trigger = await openTrigger();
		const body = bodyOf(EXAMPLE, `&MID=${MID}+&TID=${TID}&Amt=1000&StateCd=0`);
		expect(await trigger.deliver(body)).toMatchObject(STARTED);
	});
});

describe('the merchant key in a notification', () => {
	/** Whether anything holds the key, as it is or as a form would write it. */
	const holdsKey = (text: string) =>
		[KEY, KEY.replaceAll('+', ' '), encodeURIComponent(KEY), JSON.stringify(KEY).slice(1, -1)].some(
			(form) => text.includes(form),
		);

	const carried: ReadonlyArray<[string, Buffer]> = [
		['escaped', bodyOf({ ...EXAMPLE, MerchantKey: KEY })],
		['with its + unescaped', bodyOf(EXAMPLE, `&MerchantKey=${KEY}`)],
		['in front of all other fields', encode({ MerchantKey: KEY, ...EXAMPLE })],
		['with space around it', bodyOf({ ...EXAMPLE, MerchantKey: `  ${KEY} ` })],
		['twice', bodyOf({ ...EXAMPLE, MerchantKey: KEY }, `&MerchantKey=${KEY}`)],
		['under a name in other letters', bodyOf({ ...EXAMPLE, merchantkey: KEY })],
		['under another field’s name', bodyOf({ ...EXAMPLE, MallReserved1: KEY })],
		['under another name, unescaped', bodyOf(EXAMPLE, `&MallReserved=${KEY}`)],
		['inside another field’s text', bodyOf({ ...EXAMPLE, MallReserved: `k:${KEY};철` })],
		['inside a field of the simplified output', bodyOf({ ...EXAMPLE, GoodsName: `책 ${KEY}` })],
		['as a field’s name', bodyOf({ ...EXAMPLE, [KEY]: 'x' })],
		['without a name', bodyOf(EXAMPLE, `&${KEY}`)],
		['without a name, escaped', bodyOf(EXAMPLE, `&${encodeURIComponent(KEY)}`)],
		['inside a field’s name', bodyOf(EXAMPLE, `&key%3D${KEY}`)],
		['everywhere', bodyOf({ ...EXAMPLE, name: KEY, MerchantKey: KEY, FnName: KEY, X: KEY })],
	];

	it.each(carried)('%s goes nowhere', async (_name, body) => {
		for (const parameters of [{}, { simplify: false }, { simplify: false, events: [] }]) {
			const trigger = await openTrigger(parameters);
			const delivered = await trigger.deliver(body);
			expect(delivered).toMatchObject({ status: 200, reply: 'OK', error: undefined });
			expect(delivered.items).toHaveLength(parameters.events ? 0 : 1);
			expect(holdsKey(JSON.stringify(delivered.items))).toBe(false);
			expect(holdsKey(delivered.run?.saved ?? '')).toBe(false);
			expect(holdsKey(trigger.engine.logs.text)).toBe(false);
			const [item = {}] = delivered.items as IDataObject[];
			const names = Object.keys(item).map((name) => name.toLowerCase());
			expect(names).not.toContain('merchantkey');
		}
	});

	it.each(carried)('%s goes nowhere when the notification is refused', async (_name, body) => {
		for (const fields of ['&MID=another00m', '&TID=other']) {
			const trigger = await openTrigger();
			const delivered = await trigger.deliver(Buffer.concat([body, Buffer.from(fields)]));
			expect(delivered).toMatchObject(REFUSED);
			expect(holdsKey(trigger.engine.logs.text)).toBe(false);
		}
	});

	it('goes nowhere when n8n cannot store the execution', async () => {
		const trigger = await openTrigger({ simplify: false });
		const store = () => {
			throw new Error('no room');
		};
		const body = encode({ ...EXAMPLE, MerchantKey: KEY });
		const delivered = await trigger.deliver(body, { store });
		expect(delivered.status).toBe(500);
		expect(holdsKey(delivered.reply + trigger.engine.logs.text)).toBe(false);
	});

	it('goes nowhere when the credential cannot be used', async () => {
		const trigger = await openTrigger({}, { mid: 'short' });
		const delivered = await trigger.deliver(encode({ ...EXAMPLE, MerchantKey: KEY }));
		expect(delivered).toMatchObject({ status: 500, stored: 0, items: [] });
		expect(delivered.error?.message).toContain('Merchant ID');
		const told = `${delivered.error?.stack} ${JSON.stringify(delivered.error)} ${delivered.reply}`;
		expect(holdsKey(told + trigger.engine.logs.text)).toBe(false);
	});

	it('is compared, and nothing is missed when it is empty or absent', async () => {
		const trigger = await openTrigger();
		expect(await trigger.deliver(encode({ ...EXAMPLE, MerchantKey: KEY }))).toMatchObject(STARTED);
		expect(await trigger.deliver(encode({ ...EXAMPLE, MerchantKey: '' }))).toMatchObject(STARTED);
		expect(await trigger.deliver(encode(EXAMPLE))).toMatchObject(STARTED);
		const foreign = encode({ ...EXAMPLE, MerchantKey: FOREIGN_KEY });
		expect(await trigger.deliver(foreign)).toMatchObject(REFUSED);
	});

	it.each(['+plus/in+front==', 'plus+at+the+end+', '++both++', 'no-plus=='])(
		'equals itself with its + unescaped, and goes nowhere: %s',
		async (merchantKey) => {
			for (const name of ['MerchantKey', 'MallReserved']) {
				for (const text of [merchantKey, encodeURIComponent(merchantKey)]) {
					const trigger = await openTrigger({ simplify: false }, { merchantKey });
					const delivered = await trigger.deliver(bodyOf(EXAMPLE, `&${name}=${text}`));
					expect(delivered).toMatchObject(STARTED);
					expect(delivered.items).toEqual([EXAMPLE]);
				}
			}
			const trigger = await openTrigger({}, { merchantKey });
			const other = bodyOf(EXAMPLE, `&MerchantKey=${merchantKey}x`);
			expect(await trigger.deliver(other)).toMatchObject(REFUSED);
		},
	);

	it('takes only the fields with it along', () => {
		const { fields } = readNotification(encode({ ...EXAMPLE, MallReserved: `a${KEY}b` }));
		expect(withoutKey(fields, KEY)).toEqual(EXAMPLE);
	});
});
