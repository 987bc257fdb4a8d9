import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { type TestSetup, contextOf, issuing, openSetup } from '../nodes/Nicepay/support';
import { toldOf, wrongsOf } from './operations';

/** In front of a sandbox: the first issue’s connection breaks, and it is carried out after `heldBack` cancels. */
async function openSlowNicepay(url: string, { heldBack }: { heldBack: number }) {
	let late: { path: string; body: string } | undefined;
	let issues = 0;
	let cancels = 0;
	const send = async (path: string, body: string) =>
		await (await fetch(url + path, { method: 'POST', body: Buffer.from(body, 'latin1') })).text();
	const server = createServer((request, response) => {
		void text(request).then(async (body) => {
			const path = request.url ?? '';
			if (path.endsWith('get_vacount.jsp') && ++issues === 1) {
				late = { path, body };
				request.socket.destroy();
				return;
			}
			const reply = await send(path, body);
			if (path.endsWith('cancel_process.jsp') && ++cancels === heldBack && late) {
				await send(late.path, late.body);
			}
			response.end(reply);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		lostTid: () => new URLSearchParams(late?.body).get('TID'),
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

describe('an issue that NICEPAY carries out only after the cancel that was to undo it', () => {
	let setup: TestSetup;
	beforeEach(async () => {
		setup = await openSetup();
	});
	afterEach(() => setup.close());

	it('is undone when the renewed issue is refused for its order, which then gets its account', async () => {
		const nicepay = await openSlowNicepay(setup.url, { heldBack: 1 });
		const run = await setup.engine.runNode({
			parameters: issuing(),
			items: [{ id: 'A' }],
			credentials: { nicepayApi: { ...setup.credential, baseUrl: nicepay.url } },
		});
		nicepay.close();
		expect(setup.requests().map(({ endpoint, reply }) => [endpoint, reply?.ResultCode])).toEqual([
			['cancel', '2012'],
			['issue', '4100'],
			['issue', 'A127'],
			['cancel', '2001'],
			['issue', '4100'],
		]);
		expect(toldOf(run, 1)).toEqual(['done']);
		expect(wrongsOf(setup, { operation: 'issue', orderIds: ['A'], run })).toEqual([]);
	});

	it('leaves its outcome unknown when the order has an account that may be its own', async () => {
		setup.account('A');
		const nicepay = await openSlowNicepay(setup.url, { heldBack: 99 });
		const run = await setup.engine.runNode({
			parameters: issuing(),
			items: [{ id: 'A' }],
			credentials: { nicepayApi: { ...setup.credential, baseUrl: nicepay.url } },
		});
		nicepay.close();
		expect(run.error?.message).toContain(
			'It is unknown whether the virtual account was issued: NICEPAY answered A127',
		);
		expect(contextOf(run.error)).toMatchObject({
			outcome: 'unknown',
			orderId: 'A',
			tid: nicepay.lostTid(),
			resultCode: 'A127',
		});
		expect(setup.requests('issue')).toHaveLength(1);
	});
});
