import { createServer, type Socket } from 'node:net';

const END = '\r\n.\r\n';

/** A mail server for this machine that delivers nothing. */
export class SmtpSink {
	private readonly sockets = new Set<Socket>();
	private readonly server = createServer((socket) => this.talk(socket));

	/** @param onMail receives each message, as it was sent */
	constructor(private readonly onMail: (message: Buffer) => void) {}

	async listen(port: number): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
	}

	close(): void {
		this.server.close();
		for (const socket of this.sockets) socket.destroy();
	}

	/** The few commands that a mail client needs (RFC 5321), without TLS and passwords. */
	private talk(socket: Socket): void {
		this.sockets.add(socket);
		socket.on('close', () => this.sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		// One character per byte.
		socket.setEncoding('latin1');
		let received = '';
		let inMessage = false;
		socket.write('220 localhost\r\n');
		socket.on('data', (chunk) => {
			received += String(chunk);
			for (;;) {
				const mark = inMessage ? END : '\r\n';
				const end = received.indexOf(mark);
				if (end < 0) return;
				const part = received.slice(0, end);
				received = received.slice(end + mark.length);
				if (inMessage) {
					inMessage = false;
					// SMTP doubles a full stop at the start of a line.
					this.onMail(Buffer.from(part.replaceAll('\r\n..', '\r\n.'), 'latin1'));
					socket.write('250 kept\r\n');
				} else {
					inMessage = answer(part, socket);
				}
			}
		});
	}
}

/** @returns whether the message follows */
function answer(line: string, socket: Socket): boolean {
	const command = line.slice(0, 4).toUpperCase();
	if (command === 'DATA') socket.write('354 go on\r\n');
	else if (command === 'QUIT') socket.end('221 bye\r\n');
	else if (['EHLO', 'HELO', 'MAIL', 'RCPT', 'RSET', 'NOOP'].includes(command)) {
		socket.write('250 ok\r\n');
	} else socket.write('502 not here\r\n');
	return command === 'DATA';
}
