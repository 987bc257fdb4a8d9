import { createServer, type Server, type Socket } from 'node:net';

import { waitFor } from '../../../../harness/n8n/waitFor';

/** A mail as it arrived. */
export interface Mail {
	readonly to: string;
	readonly subject: string;
	/** Text or HTML, decoded. */
	readonly body: string;
}

/** A mail server that takes everything and keeps it. */
export class Mailbox {
	readonly mails: Mail[] = [];
	/** Whether mails are taken. */
	isOpen = true;
	/** What happens between the arrival of a mail and the answer to its sender. */
	beforeAnswer: (mail: Mail) => Promise<void> = async () => {};

	private constructor(
		private readonly server: Server,
		readonly port: number,
	) {}

	static async open(): Promise<Mailbox> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		const mailbox = new Mailbox(server, port);
		server.on('connection', (socket) => mailbox.serve(socket));
		return mailbox;
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	/** Mails to `address` whose subject contains `subject`. */
	to(address: string, subject = ''): Mail[] {
		return this.mails.filter((mail) => mail.to === address && mail.subject.includes(subject));
	}

	/** Waits for the first mail to `address` whose subject contains `subject`. */
	async next(address: string, subject: string): Promise<Mail> {
		return await waitFor(`a mail “${subject}” to ${address}`, () => this.to(address, subject)[0]);
	}

	private serve(socket: Socket): void {
		let received = '';
		let isMessage = false;
		const say = (line: string): void => void socket.write(`${line}\r\n`);
		socket.on('error', () => socket.destroy());
		socket.on('data', (chunk) => {
			received += chunk.toString('latin1');
			for (;;) {
				const end = received.indexOf(isMessage ? '\r\n.\r\n' : '\r\n');
				if (end < 0) return;
				const part = received.slice(0, end);
				received = received.slice(end + (isMessage ? 5 : 2));
				if (isMessage) {
					isMessage = false;
					const mail = mailOf(part);
					this.mails.push(mail);
					void this.beforeAnswer(mail).finally(() => say('250 kept'));
					continue;
				}
				const command = part.slice(0, 4).toUpperCase();
				if (!this.isOpen && command === 'MAIL') {
					say('550 closed');
				} else if (command === 'DATA') {
					isMessage = true;
					say('354 go on');
				} else if (command === 'QUIT') {
					say('221 bye');
					socket.end();
				} else say('250 fine');
			}
		});
		say('220 mailbox');
	}
}

function mailOf(message: string): Mail {
	const [head = '', ...rest] = message.split('\r\n\r\n');
	const headers = new Map(
		head
			.replace(/\r\n[ \t]+/g, ' ')
			.split('\r\n')
			.map((line) => {
				const colon = line.indexOf(':');
				return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
			}),
	);
	const encoding = headers.get('content-transfer-encoding') ?? '';
	return {
		to: (headers.get('to') ?? '').replace(/[<>]/g, ''),
		subject: decodeWords(headers.get('subject') ?? ''),
		body: decode(rest.join('\r\n\r\n').replace(/^\.\./gm, '.'), encoding),
	};
}

function decode(body: string, encoding: string): string {
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString('utf8');
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The encoded words of a subject (RFC 2047). */
const decodeWords = (subject: string): string =>
	subject
		.replace(/\?=\s+=\?/g, '?==?')
		.replace(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
			kind.toUpperCase() === 'B'
				? decode(text, 'base64')
				: decode(text.replaceAll('_', ' '), 'quoted-printable'),
		);
