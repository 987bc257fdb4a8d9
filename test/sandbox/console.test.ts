import { exampleOrder } from '../../harness/exampleOrder';
import { request } from 'undici';

import { FAULT_KINDS } from '../../sandbox/Sandbox';
import { cancelChecks } from '../../sandbox/endpoints/cancelChecks';
import { shapeChecks } from '../../sandbox/shapeChecks';
import { checkNames } from '../../sandbox/console/texts/ko';
import { KEY, openSandbox, type OpenSandbox } from './support';

describe('the console', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox();
	});
	afterEach(() => open.close());

	const get = async (path = '/', headers: Record<string, string> = {}) => {
		const reply = await fetch(open.url + path, { headers });
		return { status: reply.status, headers: reply.headers, text: await reply.text() };
	};

	/** Submits a form like a browser without JavaScript, and follows the redirect. */
	const send = async (path: string, form: Record<string, string> = {}) => {
		const reply = await fetch(`${open.url}/console${path}`, {
			method: 'POST',
			body: new URLSearchParams(form),
			headers: { origin: open.url },
		});
		return { status: reply.status, url: reply.url, text: await reply.text() };
	};

	const settings = {
		url: 'http://127.0.0.1:1/hook',
		intervalSeconds: '90',
		attempts: '3',
		space: 'percent',
		charsetInHeader: 'on',
	};

	it('says that no money moves, and shows n8n’s credential', async () => {
		const { status, text, headers } = await get();
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(text).toContain('no money moves');
		expect(text).toContain(open.url);
		expect(text).not.toContain(KEY);
	});

	it.each([
		['English by default', '/', {}, 'en'],
		['what the browser asks for', '/', { 'accept-language': 'ja,ko-KR;q=0.9,en;q=0.8' }, 'ko'],
		['the switch before the browser', '/?lang=en', { 'accept-language': 'ko' }, 'en'],
		[
			'the earlier choice',
			'/',
			{ cookie: 'a=b; nicepay-sandbox-language=ko', 'accept-language': 'en' },
			'ko',
		],
		['no unknown language', '/?lang=xx', { 'accept-language': 'fr, *;q=0.1' }, 'en'],
	])('speaks %s', async (_, path, headers, language) => {
		const { text } = await get(path, headers as Record<string, string>);
		expect(text).toContain(`<html lang="${language}">`);
		expect(text).toContain(
			language === 'ko' ? '실제 입출금은 발생하지 않습니다' : 'This is a sandbox: no money moves.',
		);
	});

	it('remembers the chosen language', async () => {
		const { headers } = await get('/?lang=ko');
		expect(headers.get('set-cookie')).toMatch(/^nicepay-sandbox-language=ko; Path=\/;.*SameSite/);
		expect((await get('/?lang=xx')).headers.get('set-cookie')).toBeNull();
	});

	it('has Korean texts for every check and every fault', async () => {
		for (const name of Object.keys({ ...shapeChecks, ...cancelChecks })) {
			expect(checkNames).toHaveProperty([name]);
		}
		const tid = await open.issue();
		await open.cancel(tid);
		for (const { checks } of await open.requests()) {
			for (const { check } of checks) expect(checkNames).toHaveProperty([check]);
		}
		const { text } = await get('/?lang=ko');
		for (const kind of FAULT_KINDS) {
			expect(text).toMatch(new RegExp(`>\\s*${kind}: [^<]*[가-힣]`));
		}
	});

	it('escapes everything a client sends', async () => {
		const hostile = `"><img src=x onerror=alert(1)>'&`;
		await open.issue({ Moid: hostile, GoodsName: hostile, BuyerName: '<b>' });
		await open.send('status', { TID: hostile, MID: 'nicepay00m', '<script>': hostile });
		await open.setFaults([{ kind: 'delay', orderId: hostile }]);
		const { text } = await get(`/?q=${encodeURIComponent(hostile)}`);
		expect(text).not.toContain('<img src=x');
		expect(text).not.toContain('<b>');
		expect(text).not.toContain('<script>');
		expect(text).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;');
	});

	it('takes deposits of the full, a preset and a typed amount', async () => {
		const [right, short, typed] = [await open.issue(), await open.issue(), await open.issue()];
		const after = await send(`/accounts/${right}/deposit`);
		expect(after.status).toBe(200);
		expect(after.text).toContain(`₩1,004 paid into ORDER-${right.slice(-4)}.`);
		await send(`/accounts/${short}/deposit`, { amount: '1004', preset: '4', depositorName: '' });
		await send(`/accounts/${typed}/deposit`, { amount: '77', depositorName: ' 김철수 ' });
		expect(await open.accounts()).toMatchObject([
			{ state: 'deposited', depositedAmount: 1004, depositorName: '홍길동' },
			{ state: 'deposited', depositedAmount: 4, depositorName: '홍길동' },
			{ state: 'deposited', depositedAmount: 77, depositorName: '김철수' },
		]);
		expect((await get()).text).toContain('₩1,000 short');
	});

	it('expires an account', async () => {
		const tid = await open.issue();
		await send(`/accounts/${tid}/expire`);
		expect(await open.account(tid)).toMatchObject({ state: 'expired' });
	});

	it('explains errors in the language of the page', async () => {
		const tid = await open.issue({ Moid: 'ORDER' });
		expect(await send(`/accounts/${tid}/deposit`, { amount: '1.5' })).toMatchObject({
			status: 400,
			text: expect.stringContaining('The amount must be a whole number of won') as string,
		});
		await open.cancel(tid);
		expect(await send(`/accounts/${tid}/deposit?lang=ko`)).toMatchObject({
			status: 409,
			text: expect.stringContaining('ORDER: “취소” 상태에서는 처리할 수 없습니다.') as string,
		});
		expect((await send('/accounts/none/expire')).status).toBe(404);
	});

	it('changes the notification settings', async () => {
		await send('/settings', settings);
		expect(open.sandbox.notifier.settings()).toEqual({
			url: 'http://127.0.0.1:1/hook',
			intervalSeconds: 90,
			attempts: 3,
			okCheck: false,
			charsetInHeader: true,
			space: 'percent',
			merchantKey: false,
		});
		const { status } = await send('/settings', { ...settings, url: 'javascript:alert(1)' });
		expect(status).toBe(400);
		await send('/settings', { ...settings, url: '' });
		expect(open.sandbox.notifier.settings().url).toBeNull();
	});

	it('shows a notification, its reply and the next attempt', async () => {
		await send('/settings', { ...settings, merchantKey: 'on' });
		const tid = await open.issue();
		await send(`/accounts/${tid}/deposit`);
		while ((await open.notifications()).length === 0) await new Promise(setImmediate);
		const { text } = await get();
		expect(text).toContain('POST http://127.0.0.1:1/hook');
		expect(text).toMatch(/No reply/);
		expect(text).toMatch(/next try\s+<time datetime="2026-01-01T12:01:30\+09:00"/);
		expect(text).toContain('GoodsName=%C7%D1%B1%DB%20%BB%F3%C7%B0');
		expect(text).toContain('MerchantKey=***');
		expect(text).not.toContain(KEY);
	});

	it('adds and removes faults', async () => {
		const form = { kind: 'code', code: 'A299', endpoint: 'issue', times: 'always', orderId: 'X' };
		await send('/faults', form);
		await send('/faults', {
			kind: 'delay',
			code: 'A299',
			delayMs: '5',
			endpoint: 'any',
			times: '1',
		});
		const [first, second] = open.sandbox.faults.all();
		expect(first).toEqual({ kind: 'code:A299', endpoint: 'issue', times: 'always', orderId: 'X' });
		expect(second).toEqual({ kind: 'delay', endpoint: 'any', times: 1, delayMs: 5 });
		await send('/faults/remove', { fault: JSON.stringify(first) });
		expect(open.sandbox.faults.all()).toEqual([second]);
		expect(await send('/faults/remove', { fault: JSON.stringify(first) })).toMatchObject({
			status: 400,
			text: expect.stringContaining('This fault has already been removed.') as string,
		});
		expect((await send('/faults', { ...form, code: 'nonsense' })).status).toBe(400);
	});

	it('shows each request with its checks', async () => {
		await open.issue();
		await open.send('issue', { MID: 'nicepay00m' });
		await open.setFaults([{ kind: 'dropUnprocessed' }]);
		await open.issue().catch(() => undefined);
		const { text } = await get();
		expect(text).toContain('15 checks passed');
		expect(text).toContain('Failed: required fields');
		expect(text).toContain('A117: TID is missing');
		expect(text).toContain('Fault: dropUnprocessed');
		expect(text).toContain('Not processed');
	});

	it('deletes everything on Reset', async () => {
		await open.issue();
		await send('/reset');
		expect(await open.accounts()).toEqual([]);
	});

	it('finds accounts, and keeps the search after a form', async () => {
		const tid = await open.issue({ Moid: 'NEEDLE' });
		await open.issue({ Moid: 'HAY' });
		const { text, url } = await send(`/accounts/${tid}/expire?q=needle&state=expired`);
		expect(new URL(url).searchParams.get('q')).toBe('needle');
		expect(text).toContain('class="order-id">NEEDLE<');
		expect(text).not.toContain('class="order-id">HAY<');
		expect(text).toContain(`/console/reset?q=needle&amp;state=expired`);
	});

	it('stays fast with 3,000 accounts', async () => {
		for (let index = 0; index < 3_000; index++) {
			open.sandbox.books.issue(
				exampleOrder({
					tid: `nicepay00m0301260101${String(index).padStart(10, '0')}`,
					orderId: `ORDER-${index}`,
				}),
			);
		}
		await get();
		const start = performance.now();
		const { text } = await get();
		expect(performance.now() - start).toBeLessThan(1_000);
		expect(text.match(/class="order-id"/g)).toHaveLength(100);
		expect(text).toContain('Showing the newest 100 of 3,000.');
	});

	it('answers 304 while nothing has changed', async () => {
		const etag = (await get()).headers.get('etag') ?? '';
		expect((await get('/', { 'if-none-match': etag })).status).toBe(304);
		await open.issue();
		expect((await get('/', { 'if-none-match': etag })).status).toBe(200);
	});

	it('allows only its own styles and scripts', async () => {
		const { headers } = await get();
		expect(headers.get('content-security-policy')).toContain("script-src 'self'");
		expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
		expect((await get('/console/style.css')).status).toBe(200);
		expect((await get('/console/script.js')).headers.get('content-type')).toMatch(/javascript/);
		expect((await get('/console/icon.svg')).headers.get('content-type')).toBe('image/svg+xml');
	});

	it('answers only requests from localhost', async () => {
		const tid = await open.issue();
		const fetchStatus = async (headers: Record<string, string>, path = '/') => {
			const reply = await request(open.url + path, {
				method: path === '/' ? 'GET' : 'POST',
				headers,
			});
			await reply.body.dump();
			return reply.statusCode;
		};
		const deposit = `/console/accounts/${tid}/deposit`;
		expect(await fetchStatus({ host: 'evil.example' })).toBe(403);
		expect(await fetchStatus({ origin: 'https://evil.example' }, deposit)).toBe(403);
		expect(await fetchStatus({ origin: 'null' }, deposit)).toBe(403);
		expect(await fetchStatus({ host: 'evil.example:7070' }, '/console/reset')).toBe(403);
		expect(await open.account(tid)).toMatchObject({ state: 'issued' });
		expect(await fetchStatus({ host: 'localhost:7070', origin: 'http://localhost:7070' })).toBe(
			200,
		);
	});
});
