import type { PostRequest } from '../../nodes/Nicepay/transport/Transport';
import { type Certificates, makeCertificates } from '../../harness/certificates';
import { ConnectProxy, type Manner } from './ConnectProxy';
import { PosterProcess, PosterProgram, type Printed } from './PosterProcess';
import { TlsServer } from './TlsServer';

const BODY = 'MID=nictest04m&SignData=0123456789abcdef';
const CONNECT_TIMEOUT = 2_500;
const REPLY_TIMEOUT = 10_000;
const SECRETS = /hidden|SignData|MID=/;

let program: PosterProgram;
let certificates: Certificates;
let server: TlsServer;
let port: number;
let proxy: ConnectProxy;
let proxyUrl: string;

beforeAll(async () => {
	program = new PosterProgram();
	certificates = makeCertificates();
	server = new TlsServer(certificates);
	port = await server.listen();
	proxy = new ConnectProxy(port);
	proxyUrl = (await proxy.listen()).replace('//', '//user:hidden@');
});

beforeEach(() => {
	server.reset();
	proxy.reset();
});

afterAll(async () => {
	await proxy.close();
	await server.close();
	certificates.remove();
	program.remove();
});

/** The environments of the processes. `localhost` is reached directly, all else through the proxy. */
const environments = {
	trusting: () => ({
		HTTPS_PROXY: proxyUrl,
		NO_PROXY: 'localhost',
		NODE_EXTRA_CA_CERTS: certificates.authorityFile,
	}),
	distrusting: () => ({ HTTPS_PROXY: proxyUrl, NO_PROXY: 'localhost' }),
	careless: () => ({
		HTTPS_PROXY: proxyUrl,
		NO_PROXY: 'localhost',
		NODE_TLS_REJECT_UNAUTHORIZED: '0',
	}),
	allProxied: () => ({ HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: certificates.authorityFile }),
	noProxyThere: () => ({ HTTPS_PROXY: 'http://127.0.0.1:9' }),
	noAddress: () => ({ HTTPS_PROXY: 'no address' }),
};
type Environment = keyof typeof environments;

describe.each(['undici', 'helpers'])('the %s adapter', (adapter) => {
	const processes = new Map<Environment, PosterProcess>();
	afterAll(() => processes.forEach((process) => process.stop()));

	function processIn(environment: Environment): PosterProcess {
		const process =
			processes.get(environment) ??
			new PosterProcess(program, adapter, environments[environment]());
		processes.set(environment, process);
		return process;
	}

	let count = 0;
	/** A host that no connection is kept to, and whose name only the proxy knows. */
	const freshHost = () => `host-${++count}.nicepay.test`;

	const post = async (environment: Environment, host: string): Promise<Printed> => {
		const posting: PostRequest = {
			url: `https://${host}/`,
			headers: { 'content-type': 'application/x-www-form-urlencoded; charset=euc-kr' },
			body: BODY,
			connectTimeout: CONNECT_TIMEOUT,
			replyTimeout: REPLY_TIMEOUT,
		};
		return await processIn(environment).post(posting);
	};

	const expectNothingArrived = () => {
		expect(server.bodies).toEqual([]);
		expect(server.bytes).toBe(0);
	};

	it('goes through the proxy that HTTPS_PROXY names, and trusts a private authority', async () => {
		const host = freshHost();
		expect(await post('trusting', host)).toEqual({
			kind: 'replied',
			status: 200,
			text: TlsServer.REPLY,
		});
		expect(proxy.asked).toEqual([`${host}:443`]);
		expect(proxy.authorizations).toEqual([`Basic ${btoa('user:hidden')}`]);
		expect(server.bodies).toEqual([BODY]);
	});

	it('goes past the proxy to what NO_PROXY names', async () => {
		expect(await post('trusting', `localhost:${port}`)).toMatchObject({ kind: 'replied' });
		expect(proxy.asked).toEqual([]);
		expect(await post('allProxied', `localhost:${port}`)).toMatchObject({ kind: 'replied' });
		expect(proxy.asked).toEqual([`localhost:${port}`]);
	});

	it.each<[Manner, RegExp]>([
		[407, /407/],
		[502, /502/],
		['hangsUp', /./],
		['keepsSilent', /./],
	])('sends nothing when the proxy’s answer to CONNECT is: %s', async (manner, cause) => {
		proxy.manner = manner;
		const host = freshHost();
		processIn('trusting');
		const begin = performance.now();
		const delivery = await post('trusting', host);
		expect(delivery).toMatchObject({ kind: 'neverSent', cause: expect.stringMatching(cause) });
		expect(delivery.cause).not.toMatch(SECRETS);
		expect(performance.now() - begin).toBeLessThan(REPLY_TIMEOUT);
		expect(proxy.asked).toEqual([`${host}:443`]);
		expectNothingArrived();
	});

	it('can send again through a proxy that refused before', async () => {
		const host = freshHost();
		proxy.manner = 502;
		expect(await post('trusting', host)).toMatchObject({ kind: 'neverSent' });
		proxy.manner = 'connects';
		expect(await post('trusting', host)).toMatchObject({ kind: 'replied' });
	});

	it.each<Environment>(['noProxyThere', 'noAddress'])('sends nothing: %s', async (environment) => {
		expect(await post(environment, freshHost())).toMatchObject({ kind: 'neverSent' });
	});

	it('does not know what became of a request when the tunnel breaks after it', async () => {
		server.hangsUp = true;
		const delivery = await post('trusting', freshHost());
		expect(delivery).toMatchObject({ kind: 'lost', reason: 'disconnected' });
		expect(delivery.cause).not.toMatch(SECRETS);
		expect(server.bodies).toEqual([BODY]);
	});

	it.each<Environment>(['distrusting', 'careless'])(
		'sends nothing to a server of an unknown authority (%s)',
		async (environment) => {
			const untrusted = { kind: 'neverSent', cause: expect.stringMatching(/certificate/) };
			expect(await post(environment, `localhost:${port}`)).toMatchObject(untrusted);
			expect(await post(environment, freshHost())).toMatchObject(untrusted);
			expect(proxy.asked).toHaveLength(1);
			expectNothingArrived();
		},
	);

	it('sends nothing to a server whose certificate is for another', async () => {
		expect(await post('trusting', 'nicepay.example')).toMatchObject({
			kind: 'neverSent',
			cause: expect.stringMatching(/ERR_TLS_CERT_ALTNAME_INVALID/),
		});
		expect(proxy.asked).toHaveLength(1);
		expectNothingArrived();
	});
});
