import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
	createServer as createHttpServer,
	type IncomingMessage,
	type RequestListener,
	type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
	type AddressInfo,
	createServer as createTcpServer,
	type Server,
	type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import type { PostRequest, Transport } from '../../../../nodes/Nicepay/transport/Transport';

/** A reply may have 1 MiB. */
const LIMIT = 1_048_576;

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=euc-kr';

/** What every {@link Transport} keeps to, whatever it is made of. */
export function describeTransport(name: string, open: () => Transport): void {
	describe(`the transport over ${name}`, () => {
		const transport = open();
		const closers: Array<() => void> = [];
		afterEach(() => {
			for (const close of closers.splice(0)) close();
		});

		async function listen(server: Server): Promise<number> {
			const sockets = new Set<Socket>();
			server.on('connection', (socket: Socket) => {
				sockets.add(socket);
				socket.on('close', () => sockets.delete(socket));
				socket.on('error', () => {});
			});
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
			closers.push(() => {
				for (const socket of sockets) socket.destroy();
				server.close();
			});
			return (server.address() as AddressInfo).port;
		}

		const serve = async (listener: RequestListener) =>
			`http://127.0.0.1:${await listen(createHttpServer(listener))}`;

		/** A server that answers each request with what `write` does to the connection. */
		const serveRaw = async (write: (socket: Socket) => void) => {
			let requests = 0;
			const server = createTcpServer((socket) => {
				socket.on('data', (bytes) => {
					if (!bytes.toString('latin1').startsWith('POST ')) return;
					requests++;
					write(socket);
				});
			});
			const url = `http://127.0.0.1:${await listen(server)}`;
			return { url, requests: () => requests };
		};

		const post = (url: string, changes: Partial<PostRequest> = {}) =>
			transport.post({
				url,
				headers: { 'content-type': CONTENT_TYPE },
				body: 'TID=1&GoodsName=%C7%D1+%2B',
				connectTimeout: 2_000,
				replyTimeout: 1_000,
				...changes,
			});

		describe('sends', () => {
			it('the body byte for byte, by POST, with its headers and length', async () => {
				let received: { request: IncomingMessage; body: string } | undefined;
				const url = await serve((request, response) => {
					void text(request).then((body) => {
						received = { request, body };
						response.end('ok');
					});
				});
				const delivery = await post(`${url}/webapi/get_vacount.jsp?a=1`);
				expect(delivery.kind).toBe('replied');
				expect(received?.body).toBe('TID=1&GoodsName=%C7%D1+%2B');
				expect(received?.request).toMatchObject({
					method: 'POST',
					url: '/webapi/get_vacount.jsp?a=1',
					headers: { 'content-type': CONTENT_TYPE, 'content-length': '26' },
				});
				expect(received?.request.headers).not.toHaveProperty('transfer-encoding');
			});

			it('each request once, also when the server closes the connection on it', async () => {
				const { url, requests } = await serveRaw((socket) => socket.destroy());
				await Promise.all([post(url), post(url), post(url)]);
				await new Promise((resolve) => setTimeout(resolve, 300));
				expect(requests()).toBe(3);
			});

			it('each request once, also over a kept connection that the server closes on it', async () => {
				let count = 0;
				const url = await serve((request, response) => {
					if (++count === 1) response.end('ok');
					else request.socket.destroy();
				});
				expect((await post(url)).kind).toBe('replied');
				expect((await post(url)).kind).toBe('lost');
				await new Promise((resolve) => setTimeout(resolve, 300));
				expect(count).toBe(2);
			});

			it('each request once, also when the status asks for another connection (421)', async () => {
				let count = 0;
				const url = await serve((_, response) => {
					count++;
					response.writeHead(421).end();
				});
				expect(await post(url)).toMatchObject({ kind: 'replied', status: 421 });
				expect(count).toBe(1);
			});

			it('many at the same time', async () => {
				const url = await serve((request, response) => {
					void text(request).then((body) => setTimeout(() => response.end(body), 20));
				});
				const bodies = Array.from({ length: 50 }, (_, index) => `n=${index}`);
				const deliveries = await Promise.all(
					bodies.map((body) => post(url, { body, replyTimeout: 20_000 })),
				);
				expect(
					deliveries.map((delivery) =>
						delivery.kind === 'replied' ? Buffer.from(delivery.body).toString() : delivery,
					),
				).toEqual(bodies);
			});
		});

		describe('hands back', () => {
			it('the reply’s bytes as they came, in whatever encoding, and its status', async () => {
				const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
				const url = await serve((_, response) => {
					response.writeHead(503, { 'content-type': 'text/html; charset=utf-8' }).end(bytes);
				});
				const delivery = await post(url);
				expect(delivery).toMatchObject({ kind: 'replied', status: 503 });
				expect(delivery.kind === 'replied' && Buffer.from(delivery.body)).toEqual(bytes);
			});

			it('a reply in chunks, and one whose end is the end of the connection', async () => {
				const chunked = await serve((_, response) => {
					response.write('one,');
					setTimeout(() => response.end('two'), 20);
				});
				const { url: closing } = await serveRaw((socket) =>
					socket.end('HTTP/1.1 200 OK\r\n\r\none,two'),
				);
				for (const url of [chunked, closing]) {
					const delivery = await post(url);
					expect(delivery.kind === 'replied' && Buffer.from(delivery.body).toString()).toBe(
						'one,two',
					);
				}
			});

			it('an empty reply', async () => {
				const url = await serve((_, response) => void response.end());
				const delivery = await post(url);
				expect(delivery).toMatchObject({ kind: 'replied', status: 200 });
				expect(delivery.kind === 'replied' && delivery.body).toHaveLength(0);
			});

			it.each([301, 302, 303, 307, 308])(
				'a redirect (%i) instead of following it',
				async (status) => {
					let visits = 0;
					const url = await serve((request, response) => {
						visits++;
						response.writeHead(status, { location: `${request.url}next` }).end();
					});
					expect(await post(url)).toMatchObject({ kind: 'replied', status });
					expect(visits).toBe(1);
				},
			);

			it(`a reply of exactly ${LIMIT} bytes`, async () => {
				const url = await serve((_, response) => void response.end(Buffer.alloc(LIMIT)));
				const delivery = await post(url);
				expect(delivery.kind === 'replied' && delivery.body).toHaveLength(LIMIT);
			});
		});

		describe('is sure that nothing was sent (neverSent)', () => {
			it('when the connection is refused', async () => {
				const server = createTcpServer();
				const port = await listen(server);
				await new Promise((resolve) => server.close(resolve));
				const delivery = await post(`http://127.0.0.1:${port}`);
				expect(delivery).toMatchObject({ kind: 'neverSent' });
				expect(delivery.kind === 'neverSent' && delivery.cause).toContain('ECONNREFUSED');
			});

			it('when the name does not resolve', async () => {
				const delivery = await post('https://nicepay.invalid/');
				expect(delivery).toMatchObject({ kind: 'neverSent' });
				expect(delivery.kind === 'neverSent' && delivery.cause).toContain('nicepay.invalid');
			});

			it('when the certificate is not to be trusted', async () => {
				let requests = 0;
				const server = createHttpsServer(selfSigned(), (_, response: ServerResponse) => {
					requests++;
					response.end('ok');
				});
				const port = await listen(server);
				expect(await post(`https://localhost:${port}`)).toMatchObject({ kind: 'neverSent' });
				expect(requests).toBe(0);
			});

			it('when the other side does not speak TLS', async () => {
				const url = await serve((_, response) => void response.end('ok'));
				expect(await post(url.replace('http:', 'https:'))).toMatchObject({ kind: 'neverSent' });
			});

			it('when the TLS handshake is not answered within the connect timeout', async () => {
				const port = await listen(createTcpServer(() => {}));
				const begin = performance.now();
				const delivery = await post(`https://127.0.0.1:${port}`, {
					connectTimeout: 500,
					replyTimeout: 20_000,
				});
				expect(delivery).toMatchObject({ kind: 'neverSent' });
				expect(performance.now() - begin).toBeLessThan(5_000);
			});

			it('when the TLS handshake breaks off', async () => {
				const port = await listen(createTcpServer((socket) => socket.destroy()));
				expect(await post(`https://127.0.0.1:${port}`)).toMatchObject({ kind: 'neverSent' });
			});
		});

		describe('leaves open whether the request was carried out (lost)', () => {
			it('when no reply comes in time', async () => {
				let requests = 0;
				const url = await serve(() => void requests++);
				const begin = performance.now();
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'timeout' });
				expect(performance.now() - begin).toBeGreaterThan(900);
				expect(performance.now() - begin).toBeLessThan(4_000);
				expect(requests).toBe(1);
			});

			it('when the reply begins and then stops', async () => {
				const url = await serve((_, response) => void response.write('{"ResultCode":'));
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'timeout' });
			});

			it('when the reply drips without end', async () => {
				const url = await serve((_, response) => {
					const drip = setInterval(() => response.write(' '), 100);
					closers.push(() => clearInterval(drip));
				});
				const begin = performance.now();
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'timeout' });
				expect(performance.now() - begin).toBeLessThan(4_000);
			});

			it('when the reply is announced again and again', async () => {
				const { url } = await serveRaw((socket) => {
					const announce = setInterval(
						() => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
						300,
					);
					closers.push(() => clearInterval(announce));
				});
				const begin = performance.now();
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'timeout' });
				expect(performance.now() - begin).toBeLessThan(4_000);
			});

			it('when the reply begins late and then stops: the time counts from the request', async () => {
				const url = await serve((_, response) => {
					setTimeout(() => response.write('{"ResultCode":'), 1_900);
				});
				const begin = performance.now();
				const delivery = await post(url, { replyTimeout: 2_000 });
				expect(delivery).toMatchObject({ kind: 'lost', reason: 'timeout' });
				expect(performance.now() - begin).toBeLessThan(3_300);
			});

			it.each<[when: string, bytes: string]>([
				['before the reply', ''],
				['in the reply’s headers', 'HTTP/1.1 200 OK\r\nContent-Ty'],
				['after the reply’s headers', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'],
				['within the reply’s body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
				[
					'within a chunked body',
					'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
				],
			])('when the connection ends %s', async (_, bytes) => {
				const { url, requests } = await serveRaw((socket) => void socket.end(bytes));
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'disconnected' });
				expect(requests()).toBe(1);
			});

			it('when the connection is reset', async () => {
				const { url } = await serveRaw((socket) => void socket.resetAndDestroy());
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'disconnected' });
			});

			it('when what comes is no HTTP', async () => {
				const { url } = await serveRaw((socket) => void socket.end('ResultCode=4100'));
				expect(await post(url)).toMatchObject({ kind: 'lost' });
			});

			it(`when the reply is larger than ${LIMIT} bytes`, async () => {
				const url = await serve((_, response) => {
					response.end(Buffer.alloc(LIMIT + 1));
				});
				expect(await post(url)).toMatchObject({ kind: 'lost', reason: 'tooLarge' });
			});
		});

		it('goes on after a failure: the next request to the same place is fine', async () => {
			let count = 0;
			const url = await serve((request, response) => {
				if (++count % 2) request.socket.destroy();
				else response.end('ok');
			});
			const kinds = [];
			for (let index = 0; index < 4; index++) kinds.push((await post(url)).kind);
			expect(kinds).toEqual(['lost', 'replied', 'lost', 'replied']);
		});
	});
}

/** A certificate for localhost that nobody has signed but itself, made for this run. */
function selfSigned(): { key: string; cert: string } {
	const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-tls-'));
	const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
	try {
		execFileSync(
			'openssl',
			['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
				.concat(['-days', '1', '-subj', '/CN=localhost'])
				.concat(['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'])
				.concat(['-keyout', String(key), '-out', String(cert)]),
			{ stdio: 'ignore' },
		);
		return { key: readFileSync(String(key), 'utf8'), cert: readFileSync(String(cert), 'utf8') };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
