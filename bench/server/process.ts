import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { offer } from '../Child';
import { openDistantWay } from './distantWay';

/**
 * NICEPAY's issue endpoint, as fast as Node.js can be: TLS, keep-alive, and success for every request.
 * The sandbox would not do: it checks its requests, and that would be measured too.
 */
let delay = 0;
let roundTrip = 0;
let requests = 0;
let connectionsOpened = 0;

/** Starts listening. @returns the ports of the server and of the distant way to it */
async function start(key: string, cert: string) {
	const server = createServer({ key, cert, noDelay: true }, (request, response) => {
		let form = '';
		request.setEncoding('latin1');
		request.on('data', (chunk: string) => (form += chunk));
		request.on('end', () => {
			requests++;
			const body = writeReply(form);
			const send = () => {
				response.writeHead(200, {
					'content-type': 'application/json; charset=utf-8',
					'content-length': body.length,
				});
				response.end(body);
			};
			if (delay > 0) setTimeout(send, delay);
			else send();
		});
	});
	server.keepAliveTimeout = 60_000;
	server.on('secureConnection', () => connectionsOpened++);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const near = (server.address() as AddressInfo).port;
	return { near, distant: await openDistantWay(near, () => roundTrip) };
}

/** The reply to an issue. Reads only the fields that it repeats. */
function writeReply(form: string): Buffer {
	return Buffer.from(
		JSON.stringify({
			ResultCode: '4100',
			ResultMsg: '가상계좌 발급 성공',
			TID: readField(form, 'TID'),
			Moid: readField(form, 'Moid'),
			Amt: readField(form, 'Amt').padStart(12, '0'),
			AuthDate: '261101090000',
			VbankBankCode: '088',
			VbankBankName: '신한은행            ',
			VbankNum: '56211102345678',
			VbankExpDate: '20991231',
			VbankExpTime: '235900',
		}),
	);
}

/** The bench's TID, Moid and Amt contain no escapes. */
function readField(form: string, name: string): string {
	const start = form.startsWith(`${name}=`) ? 0 : form.indexOf(`&${name}=`) + 1;
	const value = start + name.length + 1;
	const end = form.indexOf('&', value);
	return form.slice(value, end < 0 ? undefined : end);
}

/** Starts counting at zero. Both times are in milliseconds. */
function reset(newDelay: number, newRoundTrip: number): void {
	delay = newDelay;
	roundTrip = newRoundTrip;
	requests = connectionsOpened = 0;
}

/** Counts since the last reset. */
const count = () => ({ requests, connectionsOpened });

const functions = { start, reset, count };
export type ServerFunctions = typeof functions;
offer(functions);
