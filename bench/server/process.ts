import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { FromServer, ToServer } from './messages';
import { replyTo } from './reply';

/**
 * NICEPAY's issue endpoint as fast as Node can be: TLS, keep-alive, a right reply to everything. The
 * sandbox checks what it gets and would be what is measured.
 */
let delay = 0;
let requests = 0;
let connectionsOpened = 0;
let open = 0;
let connectionsAtMost = 0;
let cpuAtReset = process.cpuUsage();

const tell = (message: FromServer) => process.send?.(message);

function start({ key, certificate }: { key: string; certificate: string }): void {
	const server = createServer({ key, cert: certificate, noDelay: true }, (request, response) => {
		let form = '';
		request.setEncoding('latin1');
		request.on('data', (chunk: string) => (form += chunk));
		request.on('end', () => {
			requests++;
			const body = replyTo(form);
			const answer = () => {
				response.writeHead(200, {
					'content-type': 'application/json; charset=utf-8',
					'content-length': body.length,
				});
				response.end(body);
			};
			if (delay > 0) setTimeout(answer, delay);
			else answer();
		});
	});
	server.keepAliveTimeout = 60_000;
	server.on('secureConnection', (socket) => {
		connectionsOpened++;
		connectionsAtMost = Math.max(connectionsAtMost, ++open);
		socket.on('close', () => open--);
	});
	server.listen(0, '127.0.0.1', () => {
		tell({ kind: 'started', port: (server.address() as AddressInfo).port });
	});
}

function reset(milliseconds: number): void {
	delay = milliseconds;
	requests = connectionsOpened = 0;
	connectionsAtMost = open;
	cpuAtReset = process.cpuUsage();
	tell({ kind: 'wasReset' });
}

function count(): void {
	const { user, system } = process.cpuUsage(cpuAtReset);
	tell({ kind: 'counts', requests, connectionsOpened, connectionsAtMost, cpu: user + system });
}

process.on('message', (message: ToServer) => {
	if (message.kind === 'start') start(message);
	else if (message.kind === 'reset') reset(message.delay);
	else count();
});
process.on('disconnect', () => process.exit());
