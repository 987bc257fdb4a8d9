/**
 * Carries connections from one network to another, by way of a Unix socket: `node relay.mjs FROM TO`, the JSON
 * of what Node's `net` listens on, and connects to. With a `servername`, it connects by TLS.
 */
import { connect, createServer } from 'node:net';
import { connect as connectByTls } from 'node:tls';

const [from, to] = process.argv.slice(2).map((options) => JSON.parse(options));

createServer((socket) => {
	const onward = (to.servername ? connectByTls : connect)(to);
	socket.pipe(onward).pipe(socket);
	socket.on('error', () => onward.destroy());
	onward.on('error', () => socket.destroy());
}).listen(from);
