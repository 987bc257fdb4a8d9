import { request } from 'undici';

import { KEY, MID, openSandbox, type OpenSandbox } from './support';

describe('the control API', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox();
	});
	afterEach(() => open.close());

	it('lists accounts as plain objects', async () => {
		const tid = await open.issue({ Moid: 'ORDER', BuyerName: '' });
		await open.deposit(tid, { amount: 1_000 });
		expect(await open.accounts()).toEqual([
			expect.objectContaining({
				tid,
				orderId: 'ORDER',
				amount: 1004,
				state: 'deposited',
				depositedAmount: 1000,
				depositorName: '홍길동',
				remaining: 1000,
				refunds: [],
				depositedAt: '2026-01-01T12:00:00+09:00',
			}),
		]);
	});

	it('expires an account, whose order can then be issued again', async () => {
		const tid = await open.issue({ Moid: 'ORDER' });
		const { body } = await open.internal('POST', `/accounts/${tid}/expire`);
		expect(body).toMatchObject({ state: 'expired' });
		expect((await open.deposit(tid)).status).toBe(409);
		await open.issue({ Moid: 'ORDER' });
	});

	it('explains what is not possible', async () => {
		const tid = await open.issue();
		await open.cancel(tid);
		expect(await open.deposit(tid)).toEqual({
			status: 409,
			body: {
				error: `Account ${tid} is cancelled; only an account that is issued can be paid into`,
			},
		});
		expect(await open.internal('GET', '/accounts/none')).toEqual({
			status: 404,
			body: { error: 'There is no account with the TID none' },
		});
		expect((await open.deposit('none')).status).toBe(404);
	});

	it.each<[string, string, unknown]>([
		['PUT', '/notification-settings', { url: 'ftp://x' }],
		['PUT', '/notification-settings', { url: 'nonsense' }],
		['PUT', '/notification-settings', { attempts: 11 }],
		['PUT', '/notification-settings', { attempts: 0 }],
		['PUT', '/notification-settings', { intervalSeconds: -1 }],
		['PUT', '/notification-settings', { okCheck: 'yes' }],
		['PUT', '/notification-settings', { space: '+' }],
		['PUT', '/notification-settings', { unknown: 1 }],
		['PUT', '/notification-settings', []],
		['PUT', '/faults', {}],
		['PUT', '/faults', [{ kind: 'nonsense' }]],
		['PUT', '/faults', [{ kind: 'code' }]],
		['PUT', '/faults', [{ kind: 'delay:1' }]],
		['PUT', '/faults', [{ kind: 'toString' }]],
		['PUT', '/faults', [{ kind: 'delay', times: 0 }]],
		['PUT', '/faults', [{ kind: 'delay', endpoint: 'x' }]],
		['PUT', '/faults', [null]],
	])('refuses %s %s %j with 400', async (method, path, body) => {
		const reply = await open.internal(method, path, body);
		expect(reply).toEqual({ status: 400, body: { error: expect.any(String) as string } });
	});

	it.each([
		{ amount: 0 },
		{ amount: '1' },
		{ amount: 1.5 },
		{ depositorName: '😀' },
		{ x: 1 },
		[],
		'x',
	])('refuses the deposit %j with 400', async (body) => {
		const tid = await open.issue();
		expect((await open.deposit(tid, body)).status).toBe(400);
		expect((await open.account(tid)).state).toBe('issued');
	});

	it('refuses invalid JSON with 400', async () => {
		const reply = await fetch(`${open.url}/internal/faults`, { method: 'PUT', body: '{' });
		expect(reply.status).toBe(400);
	});

	it('changes only the given settings', async () => {
		await open.internal('PUT', '/notification-settings', { url: 'http://127.0.0.1:1/' });
		const { body } = await open.internal('PUT', '/notification-settings', { attempts: 2 });
		expect(body).toEqual({
			url: 'http://127.0.0.1:1/',
			intervalSeconds: 60,
			attempts: 2,
			okCheck: true,
			charsetInHeader: false,
			space: 'plus',
			merchantKey: true,
		});
	});

	it('logs requests with their checks and replies, never the key', async () => {
		const tid = await open.issue();
		const [entry] = await open.requests();
		expect(entry).toMatchObject({
			id: 1,
			time: '2026-01-01T12:00:00+09:00',
			endpoint: 'issue',
			contentType: 'application/x-www-form-urlencoded; charset=euc-kr',
			fields: { TID: tid, MID, GoodsName: '한글 상품' },
			processed: true,
			reply: { ResultCode: '4100' },
			fault: null,
			notes: [],
		});
		expect(entry?.rawBody).toContain('GoodsName=%C7%D1%B1%DB+%BB%F3%C7%B0');
		expect(entry?.checks.every(({ passed }) => passed)).toBe(true);
		expect(JSON.stringify(entry)).not.toContain(KEY);
	});

	it('deletes everything on reset', async () => {
		await open.issue();
		await open.setFaults([{ kind: 'delay' }]);
		await open.internal('PUT', '/notification-settings', { url: 'http://127.0.0.1:1/' });
		await open.internal('POST', '/reset');
		for (const list of ['/accounts', '/requests', '/faults', '/notifications']) {
			expect((await open.internal('GET', list)).body).toEqual([]);
		}
		expect((await open.internal('GET', '/notification-settings')).body).toMatchObject({
			url: null,
		});
	});

	it('answers only requests from localhost', async () => {
		const statusWith = async (headers: Record<string, string>) => {
			const reply = await request(`${open.url}/internal/accounts`, { headers });
			await reply.body.dump();
			return reply.statusCode;
		};
		expect(await statusWith({ host: 'evil.example' })).toBe(403);
		expect(await statusWith({ host: '127.0.0.1.evil.example:7070' })).toBe(403);
		expect(await statusWith({ origin: 'https://evil.example' })).toBe(403);
		expect(await statusWith({ origin: 'null' })).toBe(403);
		expect(await statusWith({ host: 'localhost:7070', origin: 'http://localhost:7070' })).toBe(200);
		expect(await statusWith({ host: '[::1]:7070' })).toBe(200);
	});
});
