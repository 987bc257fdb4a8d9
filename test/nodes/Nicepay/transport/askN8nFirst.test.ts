import { askN8nFirst } from '../../../../nodes/Nicepay/transport/askN8nFirst';
import type {
	PostRequest,
	RequestHelpers,
	Transport,
} from '../../../../nodes/Nicepay/transport/Transport';
import { openFakeNicepay } from '../fakeNicepay';
import { type TestSetup, contextOf, issuing, openSetup } from '../support';
import { n8nHelpers } from './n8nHelpers';

// Before n8n's code is loaded, which reads them once.
process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
process.env.N8N_SSRF_ALLOWED_HOSTNAMES = 'localhost';

const postingTo = (url: string): PostRequest => ({
	url,
	headers: {},
	body: 'A=1',
	connectTimeout: 1_000,
	replyTimeout: 1_000,
});

/** A transport that keeps what it was to post. */
function recordingTransport() {
	const posted: string[] = [];
	const transport: Transport = {
		post: async ({ url }) => {
			posted.push(url);
			return { kind: 'replied', status: 200, body: Buffer.from('') };
		},
	};
	return { posted, transport };
}

const nobody = () => false;

/** n8n's helpers as they are, and as an n8n before 2.30 has them. */
const HELPERS: ReadonlyArray<[string, () => Promise<RequestHelpers>]> = [
	['that has a filter to ask', n8nHelpers],
	[
		'that has its request helper alone',
		async () => ({ httpRequest: (await n8nHelpers()).httpRequest }),
	],
];

describe.each(HELPERS)('a transport bound to the protection of an n8n %s', (_, openHelpers) => {
	it('sends nothing to an address that n8n refuses, and says why', async () => {
		const { posted, transport } = recordingTransport();
		const bound = askN8nFirst(transport, await openHelpers(), nobody);
		const delivery = await bound.post(postingTo('http://127.0.0.1:7070/webapi/get_vacount.jsp'));
		expect(delivery).toEqual({
			kind: 'neverSent',
			cause: expect.stringMatching(
				/^n8n’s SSRF protection blocks http:\/\/127\.0\.0\.1:7070: .*restricted IP address.*N8N_SSRF_ALLOWED_IP_RANGES/,
			) as string,
			isFinal: true,
		});
		expect(posted).toEqual([]);
	});

	it('sends to an address that n8n lets through, without a request to ask', async () => {
		const server = await openFakeNicepay(() => '');
		const url = server.url.replace('127.0.0.1', 'localhost');
		const { posted, transport } = recordingTransport();
		const bound = askN8nFirst(transport, await openHelpers(), nobody);
		expect((await bound.post(postingTo(url))).kind).toBe('replied');
		server.close();
		expect(posted).toEqual([url]);
		expect(server.requests).toEqual([]);
	});
});

describe('a transport bound to n8n’s protection', () => {
	it('sends nothing where n8n has no verdict, and asks again the next time', async () => {
		let asked = 0;
		const helpers = {
			getSecureEgressFilter: () => ({
				validateUrl: async () => {
					asked++;
					if (asked === 1) throw Object.assign(new Error('later'), { code: 'EAI_AGAIN' });
					return { ok: false, error: new Error('Invalid URL') };
				},
			}),
		} as unknown as RequestHelpers;
		const { posted, transport } = recordingTransport();
		const bound = askN8nFirst(transport, helpers, nobody);
		const posting = postingTo('https://proxy.example.com/');
		expect(await bound.post(posting)).toEqual({ kind: 'neverSent', cause: 'EAI_AGAIN: later' });
		expect(await bound.post(posting)).toMatchObject({ kind: 'neverSent', isFinal: true });
		expect(posted).toEqual([]);
	});

	it('asks once for an origin, and not at all for a trusted one', async () => {
		const asked: string[] = [];
		const helpers = {
			getSecureEgressFilter: () => ({
				validateUrl: async (url: string) => {
					asked.push(url);
					return { ok: true };
				},
			}),
		} as unknown as RequestHelpers;
		const { posted, transport } = recordingTransport();
		const isTrusted = ({ hostname }: URL) => hostname === 'webapi.nicepay.co.kr';
		const bound = askN8nFirst(transport, helpers, isTrusted);
		const urls = [
			'https://proxy.example.com/a',
			'https://proxy.example.com/b',
			'https://other.example.com/a',
			'https://webapi.nicepay.co.kr/a',
		];
		await Promise.all(urls.map(async (url) => await bound.post(postingTo(url))));
		expect(asked).toEqual(['https://proxy.example.com', 'https://other.example.com']);
		expect([...posted].sort()).toEqual([...urls].sort());
	});
});

describe('the node, where n8n’s protection is on', () => {
	let setup: TestSetup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(() => setup.close());

	it('sends nothing to a Base URL on this machine, says why, and does not try again', async () => {
		const before = performance.now();
		const { error } = await setup.engine.runNode({ parameters: issuing(), items: [{ id: 'A' }] });
		expect(error?.message).toContain('NICEPAY could not be reached; nothing was sent');
		expect(error?.description).toContain('n8n’s SSRF protection blocks');
		expect(contextOf(error)).toMatchObject({ outcome: 'invalid', orderId: 'A' });
		expect(setup.requests()).toEqual([]);
		expect(performance.now() - before).toBeLessThan(3_000);
	});
});
