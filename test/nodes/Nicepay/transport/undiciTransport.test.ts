import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

import { undiciTransport } from '../../../../nodes/Nicepay/transport/undiciTransport';
import { describeTransport } from './contract';

describeTransport('undici', () => undiciTransport);

describe('the undici transport', () => {
	const posting = {
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: 'A=1',
		connectTimeout: 1_500,
		replyTimeout: 1_000,
	};

	it('keeps connections and uses them again', async () => {
		let connections = 0;
		const server = createServer((_, response) => void response.end('ok'));
		server.on('connection', () => void connections++);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		for (let index = 0; index < 10; index++) await undiciTransport.post({ url, ...posting });
		server.closeAllConnections();
		server.close();
		expect(connections).toBeLessThanOrEqual(2);
	});

	it('keeps a script alive until its last reply, and lets it end after that', async () => {
		const server = createServer((_, response) => void response.end('ok'));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		const script = path.join(__dirname, 'postInTurn.ts');
		const runs = await Promise.all(
			Array.from({ length: 4 }, async () => {
				const args = ['--import', 'tsx', script, url, '400'];
				const { stdout } = await promisify(execFile)(process.execPath, args);
				return stdout.trim();
			}),
		);
		server.closeAllConnections();
		server.close();
		expect(runs).toEqual(Array(4).fill('400'));
	});

	it('sends nothing for an execution that is stopped while it waits for another one’s connection', async () => {
		let requests = 0;
		const server = createServer((_, response) => {
			requests++;
			setTimeout(() => response.end('ok'), 600);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		const stop = new AbortController();
		// A connect timeout of its own: other tests ask for more connections.
		const alone = { ...posting, url, connectTimeout: 1_234, connections: 1 };
		const deliveries = [
			undiciTransport.post(alone),
			undiciTransport.post({ ...alone, stop: stop.signal }),
			undiciTransport.post(alone),
		];
		stop.abort();
		expect((await Promise.all(deliveries)).map(({ kind }) => kind)).toEqual([
			'replied',
			'neverSent',
			'replied',
		]);
		server.closeAllConnections();
		server.close();
		expect(requests).toBe(2);
	});

	describe('through a proxy of the environment', () => {
		const names = [
			'HTTP_PROXY',
			'HTTPS_PROXY',
			'NO_PROXY',
			'http_proxy',
			'https_proxy',
			'no_proxy',
		];
		const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
		const sockets = new Set<Socket>();
		afterEach(() => {
			for (const [name, value] of Object.entries(before)) {
				if (value === undefined) delete process.env[name];
				else process.env[name] = value;
			}
			for (const socket of sockets) socket.destroy();
		});

		// undici reads the environment when an agent is made: each timeout has an agent of its own.
		let timeout = 3_000;
		const fresh = () => ({ ...posting, connectTimeout: ++timeout });

		async function openProxy(answer: (socket: Socket, request: string) => void) {
			const asked: string[] = [];
			const proxy = createTcpServer((socket) => {
				sockets.add(socket);
				socket.on('error', () => {});
				socket.once('data', (bytes) => {
					const [line = ''] = bytes.toString('latin1').split('\r\n');
					asked.push(line);
					answer(socket, line);
				});
			});
			proxy.listen(0, '127.0.0.1');
			await once(proxy, 'listening');
			const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
			for (const name of names) delete process.env[name];
			Object.assign(process.env, { HTTP_PROXY: url, HTTPS_PROXY: url });
			return { asked, close: () => proxy.close() };
		}

		it('tunnels to NICEPAY', async () => {
			const proxy = await openProxy((socket) => {
				const target = connect(1, '127.0.0.1');
				target.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
			});
			const delivery = await undiciTransport.post({
				url: 'https://webapi.nicepay.co.kr/webapi/get_vacount.jsp',
				...fresh(),
			});
			proxy.close();
			expect(proxy.asked).toEqual(['CONNECT webapi.nicepay.co.kr:443 HTTP/1.1']);
			expect(delivery).toMatchObject({ kind: 'neverSent' });
		});

		it('knows that nothing was sent when the proxy does not answer', async () => {
			const proxy = await openProxy(() => {});
			const begin = performance.now();
			const delivery = await undiciTransport.post({
				url: 'https://webapi.nicepay.co.kr/',
				...fresh(),
				connectTimeout: 700,
				replyTimeout: 20_000,
			});
			proxy.close();
			expect(delivery).toMatchObject({ kind: 'neverSent' });
			expect(performance.now() - begin).toBeLessThan(6_000);
		});

		it('leaves it out for the hosts of NO_PROXY', async () => {
			const proxy = await openProxy((socket) => socket.end());
			process.env.NO_PROXY = '127.0.0.1';
			const delivery = await undiciTransport.post({ url: 'http://127.0.0.1:1/', ...fresh() });
			proxy.close();
			expect(proxy.asked).toEqual([]);
			expect(delivery).toMatchObject({ kind: 'neverSent' });
		});

		it('never rejects for a proxy address that is none', async () => {
			Object.assign(process.env, { HTTP_PROXY: 'not an address', HTTPS_PROXY: 'not an address' });
			const delivery = await undiciTransport.post({ url: 'https://127.0.0.1:1/', ...fresh() });
			expect(delivery).toMatchObject({ kind: 'neverSent' });
		});
	});

	it.each(['', 'nicepay', 'ftp://127.0.0.1/'])(
		'never rejects for the address “%s”',
		async (url) => {
			expect(await undiciTransport.post({ url, ...posting })).toMatchObject({ kind: 'neverSent' });
		},
	);
});
