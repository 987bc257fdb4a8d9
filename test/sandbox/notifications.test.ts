import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import iconv from 'iconv-lite';

import { KEY, MID, openSandbox, type OpenSandbox } from './support';

/** A merchant's server that records requests and gives the answers in turn, the last one for ever. */
async function openMerchant(answers: Array<[status: number, body: string] | 'drop'>) {
	const received: Array<{ headers: IncomingMessage['headers']; body: string }> = [];
	const server: Server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('latin1') });
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		if (answer === 'drop' || answer === undefined) request.socket.destroy();
		else response.writeHead(answer[0]).end(answer[1]);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { url, received, close };
}

const decodeForm = (body: string) =>
	Object.fromEntries(
		body.split('&').map((pair) => {
			const [name = '', text = ''] = pair.split('=');
			const bytes = text
				.replaceAll('+', ' ')
				.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
			return [name, iconv.decode(Buffer.from(bytes, 'latin1'), 'euc-kr')];
		}),
	);

describe('a deposit notification', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox();
	});
	afterEach(() => open.close());

	const set = (settings: object) => open.internal('PUT', '/notification-settings', settings);

	it('is an EUC-KR form with the captured fields, including the merchant key', async () => {
		const merchant = await openMerchant([[200, 'OK']]);
		await set({ url: merchant.url });
		const tid = await open.issue({ Moid: 'ORDER', GoodsName: '철수네 책상' });
		await open.deposit(tid, { amount: 900, depositorName: '김 철수' });
		await open.sandbox.notifier.idle();
		merchant.close();

		const [{ headers, body } = { headers: {}, body: '' }] = merchant.received;
		expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect(body).toContain('GoodsName=%C3%B6%BC%F6%B3%D7+%C3%A5%BB%F3');
		expect(decodeForm(body)).toMatchObject({
			PG: 'NICE',
			PayMethod: 'VBANK',
			MID,
			Amt: '900',
			TID: tid,
			MOID: 'ORDER',
			GoodsName: '철수네 책상',
			VbankInputName: '김 철수',
			AuthDate: '260101120000',
			ResultCode: '4110',
			StateCd: '0',
			FnCd: '004',
			MerchantKey: KEY,
		});
		const [delivery] = await open.notifications();
		expect(delivery).toMatchObject({
			tid,
			attempt: 1,
			accepted: true,
			reply: { status: 200, body: 'OK' },
			nextAttemptAt: null,
			time: '2026-01-01T12:00:00+09:00',
		});
		expect(delivery?.fields).toMatchObject({ MOID: 'ORDER', GoodsName: '철수네 책상' });
		expect(delivery?.rawBody).toContain('MerchantKey=***');
		const shown = JSON.stringify(await open.notifications());
		expect(shown).not.toContain(KEY);
		expect(shown).not.toContain(encodeURIComponent(KEY));
	});

	it('follows the settings: charset, %20, no key', async () => {
		const merchant = await openMerchant([[200, 'OK']]);
		await set({ url: merchant.url, charsetInHeader: true, space: 'percent', merchantKey: false });
		await open.deposit(await open.issue());
		await open.sandbox.notifier.idle();
		merchant.close();
		const [{ headers, body } = { headers: {}, body: '' }] = merchant.received;
		expect(headers['content-type']).toBe('application/x-www-form-urlencoded; charset=euc-kr');
		expect(body).toContain('%C7%D1%B1%DB%20');
		expect(body).not.toContain('MerchantKey');
	});

	it('has its fields in any order', async () => {
		const merchant = await openMerchant([[200, 'OK']]);
		await set({ url: merchant.url });
		for (let count = 0; count < 5; count++) await open.deposit(await open.issue());
		await open.sandbox.notifier.idle();
		merchant.close();
		const orders = merchant.received.map(({ body }) => body.replace(/=[^&]*/g, ''));
		expect(new Set(orders).size).toBeGreaterThan(1);
	});

	it('is repeated until the reply is exactly OK', async () => {
		const merchant = await openMerchant([
			[200, 'OK\n'],
			[200, '<p>OK</p>'],
			[500, 'OK'],
			'drop',
			[200, 'OK'],
		]);
		await set({ url: merchant.url, intervalSeconds: 0.01 });
		await open.deposit(await open.issue());
		await open.sandbox.notifier.idle();
		merchant.close();
		const deliveries = await open.notifications();
		expect(deliveries.map(({ accepted }) => accepted)).toEqual([false, false, false, false, true]);
		expect(deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
		expect(deliveries.map(({ reply }) => reply?.status ?? null)).toEqual([
			200,
			200,
			500,
			null,
			200,
		]);
		expect(deliveries[3]?.error).toEqual(expect.any(String));
		expect(deliveries[0]?.nextAttemptAt).toBe('2026-01-01T12:00:00+09:00');
	});

	it('is given up after the last attempt', async () => {
		const merchant = await openMerchant([[200, 'FAIL']]);
		await set({ url: merchant.url, intervalSeconds: 0, attempts: 3 });
		await open.deposit(await open.issue());
		await open.sandbox.notifier.idle();
		merchant.close();
		const deliveries = await open.notifications();
		expect(deliveries).toHaveLength(3);
		expect(deliveries[2]).toMatchObject({ accepted: false, nextAttemptAt: null });
	});

	it('accepts any 200 without the OK check', async () => {
		const merchant = await openMerchant([[200, 'whatever']]);
		await set({ url: merchant.url, okCheck: false });
		await open.deposit(await open.issue());
		await open.sandbox.notifier.idle();
		merchant.close();
		expect(await open.notifications()).toMatchObject([{ accepted: true }]);
	});

	it('does not delay the deposit, and closing stops it at once', async () => {
		const merchant = await openMerchant([[200, 'FAIL']]);
		await set({ url: merchant.url, intervalSeconds: 600 });
		await open.deposit(await open.issue());
		while ((await open.notifications()).length === 0) await new Promise(setImmediate);
		const before = Date.now();
		await open.close();
		expect(Date.now() - before).toBeLessThan(1_000);
		merchant.close();
	});

	it('is not sent without a URL, nor on issue or cancel', async () => {
		const merchant = await openMerchant([[200, 'OK']]);
		await open.deposit(await open.issue());
		await set({ url: merchant.url });
		await open.cancel(await open.issue());
		await open.sandbox.notifier.idle();
		merchant.close();
		expect(await open.notifications()).toEqual([]);
	});
});
