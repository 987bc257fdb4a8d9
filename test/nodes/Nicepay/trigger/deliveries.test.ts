import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { IDataObject } from 'n8n-workflow';

import type { NotificationSettings } from '../../../../sandbox/Sandbox';
import type { EngineRun } from '../../../../harness/engine/index';
import { type TestSetup, openSetup } from '../support';
import { AMBIGUOUS_SYLLABLES, KEY, MID } from './forms';
import { workflowOf } from './support';

const GOODS = '철청처치 책상 1+1 50%';
const DEPOSITOR = `김 ${AMBIGUOUS_SYLLABLES.slice(0, 3).join('')}`;

/** n8n's server as NICEPAY sees it: passes every request on to the trigger, and runs what starts. */
async function openMerchant(
	setup: TestSetup,
	parameters: Record<string, unknown> = {},
	store: (attempt: number) => void | Promise<void> = () => {},
) {
	const runs: EngineRun[] = [];
	const attempts: Array<{ contentType: string; body: string; status: number }> = [];
	const workflow = workflowOf({
		senderCheck: 'custom',
		allowedAddresses: '127.0.0.0/8',
		...parameters,
	} as never);

	const answer = async (request: IncomingMessage) => {
		const rawBody = await buffer(request);
		const contentType = request.headers['content-type'] ?? '';
		const attempt = { contentType, body: rawBody.toString('latin1'), status: 0 };
		const number = attempts.push(attempt);
		const receipt = await setup.engine.receiveWebhook(
			workflow,
			{ headers: { 'content-type': contentType }, rawBody, ip: request.socket.remoteAddress },
			{ store: () => store(number) },
		);
		attempt.status = receipt.response.status;
		if (receipt.workflowData) runs.push(await setup.engine.runFromWebhook(receipt));
		return receipt.response;
	};
	const server = createServer((request, response) => {
		answer(request).then(
			({ status, body }) => response.writeHead(status).end(body),
			() => response.destroy(),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/nicepay`,
		runs,
		attempts,
		/** What came out at the end of each run. */
		items: (): IDataObject[] => runs.flatMap((run) => run.output('After').map(({ json }) => json)),
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

describe('from the sandbox’s notification to the workflow', () => {
	let setup: TestSetup;
	beforeEach(async () => {
		setup = await openSetup();
	});
	afterEach(() => setup.close());

	/** A customer pays in; resolves when NICEPAY has heard OK or given up. */
	async function deposit(orderId: string, settings: Partial<NotificationSettings>) {
		const account = setup.sandbox.books.issue({
			...setup.account(`${orderId}-model`),
			tid: `${MID}03012601011200000001`,
			orderId,
			goodsName: GOODS,
		});
		setup.sandbox.notifier.change({ intervalSeconds: 0.01, ...settings });
		const reply = await fetch(`${setup.url}/internal/accounts/${account.tid}/deposit`, {
			method: 'POST',
			body: JSON.stringify({ depositorName: DEPOSITOR }),
			headers: { 'content-type': 'application/json' },
		});
		expect(reply.status).toBe(200);
		await setup.sandbox.notifier.idle();
		return account;
	}

	const variations = [true, false].flatMap((charsetInHeader) =>
		(['plus', 'percent'] as const).flatMap((space) =>
			[true, false].flatMap((merchantKey) =>
				[true, false].map((okCheck) => ({ charsetInHeader, space, merchantKey, okCheck })),
			),
		),
	);

	it.each(variations)(
		'it runs once, Korean intact, with charset $charsetInHeader, space $space, key $merchantKey, OK check $okCheck',
		async (settings) => {
			// n8n cannot store the first two deliveries.
			const merchant = await openMerchant(setup, {}, (attempt) => {
				if (attempt < 3) throw new Error('the database is gone');
			});
			const { tid, accountNumber, depositedAt, amount } = await deposit('ORDER-1', {
				url: merchant.url,
				...settings,
			});
			// Time for one more, if there were one.
			await new Promise((done) => setTimeout(done, 50));
			await setup.sandbox.notifier.idle();
			merchant.close();

			expect(merchant.attempts.map(({ status }) => status)).toEqual([500, 500, 200]);
			const deliveries = setup.sandbox.notifier.all();
			expect(deliveries.map(({ accepted }) => accepted)).toEqual([false, false, true]);
			expect(deliveries[2]?.reply).toEqual({ status: 200, body: 'OK' });
			expect(merchant.runs.map(({ status }) => status)).toEqual(['success']);
			expect(merchant.items()).toEqual([
				{
					event: 'deposit',
					eventId: `${tid}:4110`,
					tid,
					orderId: 'ORDER-1',
					amount,
					depositedAt,
					bankCode: '004',
					bankName: '국민은행',
					accountNumber,
					depositorName: DEPOSITOR,
					buyerName: '홍길동',
					goodsName: GOODS,
					cashReceipt: null,
					mid: MID,
					sender: '127.0.0.1',
					resultCode: '4110',
					resultMessage: '가상계좌 입금 성공',
				},
			]);

			const [{ contentType, body } = { contentType: '', body: '' }] = merchant.attempts;
			expect(contentType.includes('charset=euc-kr')).toBe(settings.charsetInHeader);
			expect(body.includes('+')).toBe(settings.space === 'plus');
			expect(body.includes('MerchantKey=')).toBe(settings.merchantKey);
			const told = merchant.runs.map(({ saved }) => saved).join() + setup.engine.logs.text;
			expect(told).not.toContain(KEY);
			expect(told).not.toContain('MerchantKey');
		},
	);

	it('every field comes through when it is not simplified, but the key', async () => {
		const merchant = await openMerchant(setup, { simplify: false });
		await deposit('ORDER-2', { url: merchant.url, merchantKey: true });
		merchant.close();
		const [delivery] = setup.sandbox.notifier.all();
		expect(merchant.items()).toEqual([delivery?.fields]);
		expect(merchant.items()).toMatchObject([{ GoodsName: GOODS, VbankInputName: DEPOSITOR }]);
	});

	it('the confirmation comes from the same NICEPAY', async () => {
		const merchant = await openMerchant(setup, { confirmWithNicepay: true });
		const { tid } = await deposit('ORDER-3', { url: merchant.url });
		merchant.close();
		expect(merchant.items()).toMatchObject([{ tid, confirmation: { status: 'approved', tid } }]);
	});

	it('a refused delivery is sent again as often as set, then never, and runs nothing', async () => {
		const merchant = await openMerchant(setup, { senderCheck: 'nicepay' });
		await deposit('ORDER-4', { url: merchant.url, attempts: 4 });
		merchant.close();
		expect(merchant.attempts.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
		const replies = setup.sandbox.notifier.all().map(({ reply }) => reply?.body);
		expect(replies).toEqual(['FAIL', 'FAIL', 'FAIL', 'FAIL']);
		expect(merchant.runs).toEqual([]);
	});

	it('a deposit nobody chose is acknowledged at once, and runs nothing', async () => {
		const merchant = await openMerchant(setup, { events: ['other'] });
		await deposit('ORDER-5', { url: merchant.url });
		merchant.close();
		expect(setup.sandbox.notifier.all()).toMatchObject([{ accepted: true, attempt: 1 }]);
		expect(merchant.runs).toEqual([]);
	});

	it('ten deposits at the same moment run ten times, each its own', async () => {
		const merchant = await openMerchant(setup);
		setup.sandbox.notifier.change({ url: merchant.url, intervalSeconds: 0.01 });
		const accounts = Array.from({ length: 10 }, (_, index) => setup.account(`MANY-${index}`));
		await Promise.all(
			accounts.map(({ tid }) =>
				fetch(`${setup.url}/internal/accounts/${tid}/deposit`, { method: 'POST' }),
			),
		);
		await setup.sandbox.notifier.idle();
		merchant.close();
		expect(merchant.attempts).toHaveLength(10);
		const orders = merchant.items().map(({ orderId }) => orderId);
		expect(orders.sort()).toEqual(accounts.map(({ orderId }) => orderId).sort());
	});
});
