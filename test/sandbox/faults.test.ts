import iconv from 'iconv-lite';

import { FAULT_KINDS } from '../../sandbox/Sandbox';
import {
	cancelFields,
	encode,
	type Fields,
	issueFields,
	MID,
	KEY,
	openSandbox,
	type OpenSandbox,
	sha256,
	sign,
} from './support';

/** Sends an issue. @returns its result code, what came instead of JSON, or how it failed */
async function issueOutcome(open: OpenSandbox, fields: Fields) {
	const body = encode(sign('issue', fields));
	const signal = AbortSignal.timeout(300);
	try {
		const reply = await fetch(`${open.url}/webapi/get_vacount.jsp`, {
			method: 'POST',
			body,
			signal,
		});
		const text = await reply.text();
		if (reply.status !== 200) return `HTTP ${reply.status}`;
		try {
			return (JSON.parse(text) as Fields).ResultCode;
		} catch {
			return text.startsWith('<html') ? 'HTML' : 'not JSON';
		}
	} catch {
		return signal.aborted ? 'timeout' : 'dropped';
	}
}

describe('a fault', () => {
	let open: OpenSandbox;
	beforeEach(async () => {
		open = await openSandbox({ delayMs: 600 });
	});
	afterEach(() => open.close());

	const cases: Array<[kind: string, outcome: string, issued: boolean]> = [
		['processThenDrop', 'dropped', true],
		['dropUnprocessed', 'dropped', false],
		['processThenHang', 'timeout', true],
		['hangUnprocessed', 'timeout', false],
		['delay', 'timeout', true],
		['http500', 'HTTP 500', false],
		['processThen500', 'HTTP 500', true],
		['htmlUnprocessed', 'HTML', false],
		['processThenHtml', 'HTML', true],
		['truncatedJson', 'not JSON', true],
		['eucKrReply', '4100', true],
		['tamperedSignature', '4100', true],
		['rateLimited', 'A246', false],
		['code:A299', 'A299', false],
		['processThenCode:A299', 'A299', true],
	];

	it('of every kind is tested here', () => {
		expect(cases.map(([kind]) => kind.split(':')[0])).toEqual(FAULT_KINDS);
	});

	it.each(cases)('%s, set for one order, happens once: %s', async (kind, outcome, issued) => {
		await open.setFaults([{ endpoint: 'issue', kind, times: 1, orderId: 'ORDER' } as never]);
		expect(await issueOutcome(open, issueFields())).toBe('4100');
		expect(await issueOutcome(open, issueFields({ Moid: 'ORDER' }))).toBe(outcome);
		const account = open.sandbox.books.findByOrder('ORDER');
		expect(account !== undefined).toBe(issued);
		expect(await issueOutcome(open, issueFields({ Moid: 'ORDER' }))).toBe(issued ? 'A127' : '4100');
		const [, request] = await open.requests();
		expect(request).toMatchObject({
			fault: kind === 'tamperedSignature' ? null : kind,
			processed: issued,
		});
	});

	it.each(cases)(
		'%s, asked for by an order number, happens once',
		async (kind, outcome, issued) => {
			const fields = issueFields({ Moid: `A-FAULT-${kind.replace(':', '.')}-1` });
			expect(await issueOutcome(open, fields)).toBe(outcome);
			expect(await issueOutcome(open, fields)).toBe(issued ? 'A225' : '4100');
		},
	);

	it('happens every time if the order number says so', async () => {
		const fields = issueFields({ Moid: 'FAULT-code.A299-always' });
		for (let count = 0; count < 3; count++) expect(await issueOutcome(open, fields)).toBe('A299');
	});

	it('of an order number happens once at each endpoint, or at the one it names', async () => {
		const tid = await open.issue({ Moid: 'FAULT-cancel-rateLimited' });
		expect((await open.cancel(tid)).ResultCode).toBe('A246');
		expect((await open.cancel(tid)).ResultCode).toBe('2001');

		const Moid = 'FAULT-rateLimited';
		expect(await issueOutcome(open, issueFields({ Moid }))).toBe('A246');
		const second = await open.issue({ Moid });
		expect((await open.status(second)).ResultCode).toBe('A246');
		expect((await open.status(second)).ResultCode).toBe('0000');
		expect((await open.cancel(second, { Moid })).ResultCode).toBe('A246');
		expect((await open.cancel(second, { Moid })).ResultCode).toBe('2001');
	});

	it('of an unknown kind is noted', async () => {
		await open.issue({ Moid: 'FAULT-nonsense' });
		expect((await open.requests())[0]?.notes).toEqual([
			'The order number asks for an unknown fault.',
		]);
	});

	it('tampers with the signature of a processed cancel', async () => {
		const tid = await open.issue({ Moid: 'FAULT-tamperedSignature' });
		const reply = await open.cancel(tid);
		expect(reply).toMatchObject({ ResultCode: '2001' });
		expect(reply.Signature).toMatch(/^[0-9a-f]{64}$/);
		expect(reply.Signature).not.toBe(sha256(`${tid}${MID}1004${KEY}`));
		expect((await open.account(tid)).state).toBe('cancelled');
	});

	it('replies in EUC-KR although UTF-8 was requested', async () => {
		const body = encode(sign('issue', issueFields({ Moid: 'FAULT-eucKrReply' })));
		const bytes = Buffer.from(await (await open.post('issue', body)).arrayBuffer());
		expect(iconv.decode(bytes, 'euc-kr')).toContain('가상계좌 발급 성공');
	});

	it('cuts a reply to its Content-Length', async () => {
		const body = encode(sign('issue', issueFields({ Moid: 'FAULT-truncatedJson' })));
		const reply = await open.post('issue', body);
		const bytes = Buffer.from(await reply.arrayBuffer());
		expect(Number(reply.headers.get('content-length'))).toBe(bytes.length);
		expect(bytes.length).toBeGreaterThan(50);
	});

	it('delays for delayMs', async () => {
		await open.setFaults([{ endpoint: 'any', kind: 'delay', times: 'always', delayMs: 20 }]);
		const before = Date.now();
		expect(await issueOutcome(open, issueFields())).toBe('4100');
		expect(Date.now() - before).toBeGreaterThanOrEqual(19);
	});

	it('counts down and shows what is left', async () => {
		await open.setFaults([{ endpoint: 'cancel', kind: 'rateLimited', times: 2 }]);
		const tid = await open.issue();
		await open.cancel(tid);
		const { body } = await open.internal('GET', '/faults');
		expect(body).toEqual([{ endpoint: 'cancel', kind: 'rateLimited', times: 1 }]);
		await open.cancel(tid);
		expect((await open.internal('GET', '/faults')).body).toEqual([]);
		expect((await open.cancel(tid)).ResultCode).toBe('2001');
	});

	it('that hangs does not delay closing', async () => {
		const hanging = await openSandbox();
		const fields = sign('cancel', cancelFields(await hanging.issue({ Moid: 'A' })));
		await hanging.setFaults([
			{ endpoint: 'any', kind: 'hangUnprocessed', times: 1 },
			{ endpoint: 'any', kind: 'delay', times: 1, delayMs: 60_000 },
		]);
		const replies = [1, 2].map(() => hanging.post('cancel', encode(fields)).catch(() => 'dropped'));
		while ((await hanging.requests()).length < 3) await new Promise(setImmediate);
		const before = Date.now();
		await hanging.close();
		expect(Date.now() - before).toBeLessThan(1_000);
		expect(await replies[0]).toBe('dropped');
		await replies[1];
	});
});
