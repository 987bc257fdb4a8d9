import { Sandbox } from '../../../../sandbox/Sandbox';
import { Engine, ProcessedData } from '../../../../harness/engine/index';
import { builtPackage } from '../builtPackage';
import { asking, cancelling, contextOf, issuing, jsonOf, KEY, MID, orders } from '../support';

/** Merchants of one workflow: each with its own MID, key and NICEPAY. */
const OTHERS = { mid: 'second000m', merchantKey: 'The key of the second merchant==' };

describe('a credential with expressions', () => {
	let first: Sandbox;
	let second: Sandbox;
	let urls: readonly string[];
	let engine: Engine;
	const processedData = new ProcessedData();
	beforeAll(async () => {
		first = new Sandbox();
		second = new Sandbox(OTHERS);
		urls = [await first.listen(), await second.listen()];
		engine = new Engine({
			package: await builtPackage(),
			processedData,
			credentials: {
				nicepayApi: {
					mid: '={{ $json.mid }}',
					merchantKey: '={{ $json.key }}',
					baseUrl: '={{ $json.url }}',
				},
			},
		});
	});
	afterAll(async () => {
		await first.close();
		await second.close();
	});
	beforeEach(() => {
		processedData.clear();
		for (const sandbox of [first, second]) {
			sandbox.books.clear();
			sandbox.requests.clear();
			sandbox.faults.clear();
		}
	});

	const ofFirst = (id: string) => ({ id, mid: MID, key: KEY, url: urls[0] });
	const ofSecond = (id: string) => ({ id, mid: OTHERS.mid, key: OTHERS.merchantKey, url: urls[1] });
	const ordersAt = (sandbox: Sandbox) => sandbox.books.all().map(({ orderId }) => orderId);
	const complaints = () =>
		[first, second]
			.flatMap(({ requests }) => requests.all())
			.flatMap(({ checks }) => checks.filter(({ passed }) => !passed));

	it('issues each order at its own merchant, with its own key, TID and Base URL', async () => {
		const items = [ofFirst('A'), ofSecond('B'), ofFirst('C'), ofSecond('D')];
		const run = await engine.runNode({ parameters: issuing(), items });
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => [json.orderId, String(json.tid).slice(0, 10)])).toEqual([
			['A', MID],
			['B', OTHERS.mid],
			['C', MID],
			['D', OTHERS.mid],
		]);
		expect(ordersAt(first).sort()).toEqual(['A', 'C']);
		expect(ordersAt(second).sort()).toEqual(['B', 'D']);
		expect(complaints()).toEqual([]);
	});

	it('cancels, asks and recovers at the merchant of the item', async () => {
		const items = [ofFirst('A'), ofSecond('B')];
		second.faults.set([{ endpoint: 'issue', kind: 'processThenDrop', times: 1 }]);
		const issued = await engine.runNode({ parameters: issuing(), items });
		expect(second.books.all().map(({ state }) => state)).toEqual(['cancelled', 'issued']);
		expect(first.requests.all()).toHaveLength(1);

		const withTids = items.map((item, index) => ({ ...item, tid: issued.items[index]?.json.tid }));
		const asked = await engine.runNode({ parameters: asking(), items: withTids });
		expect(asked.items).toHaveLength(2);
		const closed = await engine.runNode({ parameters: cancelling(), items: withTids });
		expect(jsonOf(closed.items)).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled' }]);
		expect(complaints()).toEqual([]);
	});

	it('takes the same order number of two merchants for two orders, and refuses it twice at one', async () => {
		const run = await engine.runNode({
			parameters: issuing(),
			items: [ofFirst('A'), ofSecond('A')],
		});
		expect(run.items).toHaveLength(2);
		const twice = await engine.runNode({
			parameters: issuing(),
			items: [ofFirst('B'), ofSecond('B'), ofFirst('B')],
			continueOnFail: true,
		});
		expect(twice.items.map(({ json }) => json.outcome ?? json.status)).toEqual([
			'invalid',
			'issued',
			'invalid',
		]);
	});

	it('settles an open question where it was asked, when the node runs again', async () => {
		second.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 4 }]);
		const items = [ofFirst('A'), ofSecond('B')];
		const options = { parameters: issuing(), items };
		const failed = await engine.runNode(options);
		expect(contextOf(failed.error)).toMatchObject({ outcome: 'unknown', orderId: 'B' });

		const retried = await engine.retryNode(options, failed.saved);
		expect(retried.items.map(({ json }) => json.orderId)).toEqual(['A', 'B']);
		expect(ordersAt(first)).toEqual(['A']);
		expect(second.books.all().filter(({ state }) => state === 'issued')).toHaveLength(1);
	});

	it('does not take the order of one merchant for that of another in a later round of a loop', async () => {
		second.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 'always' }]);
		const round = async (item: object, contextData = {}) =>
			await engine.runNode({
				parameters: issuing(),
				items: [item as never],
				continueOnFail: true,
				contextData,
			});
		const one = await round(ofSecond('A'));
		expect(one.items[0]?.json).toMatchObject({ outcome: 'unknown' });
		// The same item in the same round: its merchant was changed, and nothing is asked elsewhere.
		const changed = await round(ofFirst('A'), one.contextData);
		expect(changed.items[0]?.json).toMatchObject({
			outcome: 'unknown',
			tid: one.items[0]?.json.tid,
		});
		expect(changed.items[0]?.json.error).toContain('sent with another credential');

		const earlier = JSON.parse(
			JSON.stringify(one.contextData).replaceAll('"round":0', '"round":-1'),
		) as typeof one.contextData;
		const two = await round(ofFirst('A'), earlier);
		expect(two.items[0]?.json).toMatchObject({ status: 'issued', orderId: 'A' });
		expect(JSON.stringify(two.contextData)).toContain(String(one.items[0]?.json.tid));
	});

	it('fails the item whose merchant cannot be told, and sends nothing without Continue', async () => {
		const items = [{ id: 'A' }, ofSecond('B'), { ...ofFirst('C'), mid: 'short' }];
		const stopped = await engine.runNode({ parameters: issuing(), items });
		expect(contextOf(stopped.error)).toMatchObject({ outcome: 'invalid', orderId: 'A' });
		expect([...first.requests.all(), ...second.requests.all()]).toEqual([]);

		const run = await engine.runNode({ parameters: issuing(), items, continueOnFail: true });
		expect(run.items.map(({ json }) => json.outcome ?? json.status)).toEqual([
			'invalid',
			'issued',
			'invalid',
		]);
		expect(run.items[2]?.json.error).toContain('Merchant ID (MID)');
		expect(ordersAt(first)).toEqual([]);
	});

	it('fails an item whose expression n8n cannot resolve, and goes on with the rest', async () => {
		const deep = new Engine({
			package: await builtPackage(),
			credentials: {
				nicepayApi: {
					mid: '={{ $json.merchant.mid.trim() }}',
					merchantKey: '={{ $("Items").item.json.key }}',
					baseUrl: '={{ $json.url }}',
				},
			},
		});
		const { mid, ...rest } = ofFirst('B');
		const items = [
			{ id: 'A', merchant: null },
			{ ...rest, merchant: { mid } },
		];
		const run = await deep.runNode({ parameters: issuing(), items, continueOnFail: true });
		expect(run.items.map(({ json }) => json.outcome ?? json.status)).toEqual(['invalid', 'issued']);
	});

	it('sends nothing where the Base URL gives nothing: never to NICEPAY itself', async () => {
		for (const url of [undefined, null, '', '  ']) {
			const run = await engine.runNode({
				parameters: issuing(),
				items: [{ ...ofFirst('A'), url } as never],
				continueOnFail: true,
			});
			expect(run.items[0]?.json).toMatchObject({ outcome: 'invalid', orderId: 'A' });
			expect(run.items[0]?.json.error).toContain('Base URL in the credential gives nothing');
		}
	});

	it('keeps what is done and what is unknown when the credential is changed before a Retry', async () => {
		second.faults.set([{ endpoint: 'any', kind: 'processThenDrop', times: 'always' }]);
		const items = [ofFirst('A'), ofSecond('B')];
		const options = { parameters: issuing(), items };
		const failed = await engine.runNode(options);
		const tid = contextOf(failed.error)?.tid;
		expect(contextOf(failed.error)).toMatchObject({ outcome: 'unknown', orderId: 'B' });
		second.faults.clear();
		for (const nicepayApi of [
			{ mid: MID, merchantKey: KEY, baseUrl: String(urls[0]) },
			{ ...OTHERS, baseUrl: '={{ "https://else.example" }}' },
			{ mid: OTHERS.mid, merchantKey: '={{ $json.nothing }}', baseUrl: String(urls[1]) },
		]) {
			const retried = await engine.retryNode(
				{ ...options, continueOnFail: true, credentials: { nicepayApi } },
				failed.saved,
			);
			expect(retried.items[1]?.json).toMatchObject({ outcome: 'unknown', orderId: 'B', tid });
			if (nicepayApi.merchantKey.startsWith('=')) continue;
			expect(retried.items[0]?.json).toMatchObject({ status: 'issued', orderId: 'A' });
		}
		expect(ordersAt(first)).toEqual(['A']);
	});

	it('gives up the pauses of one Base URL only when it is down', async () => {
		const down = { ...ofFirst('A'), url: 'http://127.0.0.1:1' };
		const run = await engine.runNode({
			parameters: issuing({ options: { concurrency: 1 } }),
			items: [down, ofSecond('B'), { ...down, id: 'C' }, { ...down, id: 'D' }],
			continueOnFail: true,
		});
		expect(run.items.map(({ json }) => json.outcome ?? json.status)).toEqual([
			'invalid',
			'issued',
			'invalid',
			'invalid',
		]);
	});
});

describe('a credential without expressions', () => {
	let sandbox: Sandbox;
	let url: string;
	beforeAll(async () => {
		sandbox = new Sandbox();
		url = await sandbox.listen();
	});
	afterAll(async () => await sandbox.close());

	const engineWith = async (baseUrl: string) =>
		new Engine({
			package: await builtPackage(),
			credentials: { nicepayApi: { mid: MID, merchantKey: KEY, baseUrl } },
		});

	it('is read once for all items', async () => {
		const engine = await engineWith(url);
		const run = await engine.runNode({ parameters: issuing(), items: orders(200) });
		expect(run.items).toHaveLength(200);
		expect(engine.decryptions).toBe(1);
	});

	it('is read for each item as soon as one property is an expression', async () => {
		const engine = await engineWith(`={{ "${url}" }}`);
		await engine.runNode({ parameters: issuing(), items: orders(3, 'EXPRESSION-') });
		expect(engine.decryptions).toBeGreaterThanOrEqual(3);
	});
});
