import { createRequire } from 'node:module';

/** A mail sent by a workflow. */
export interface Mail {
	readonly id: number;
	readonly receivedAt: Date;
	readonly to: string;
	readonly subject: string;
	readonly html: string;
	readonly text: string;
}

interface ParsedMail {
	readonly subject?: string;
	readonly html?: string | false;
	readonly text?: string;
	readonly to?: { readonly text: string } | ReadonlyArray<{ readonly text: string }>;
}

type ParseMail = (message: Buffer) => Promise<ParsedMail>;

/** The newest mails that are kept. */
const KEPT = 200;

/** The mails sent since the start, read by the parser that n8n includes. */
export class Mailbox {
	private mails: Mail[] = [];
	private count = 0;
	private readonly parse: ParseMail;

	/** @param n8nBin a file of the installed n8n */
	constructor(n8nBin: string) {
		const parser = createRequire(n8nBin)('mailparser') as { simpleParser: ParseMail };
		this.parse = parser.simpleParser;
	}

	/** Newest first. */
	all(): readonly Mail[] {
		return this.mails.toReversed();
	}

	find(id: number): Mail | undefined {
		return this.mails.find((mail) => mail.id === id);
	}

	async add(message: Buffer): Promise<void> {
		const { subject = '', html, text = '', to = [] } = await this.parse(message);
		const mail: Mail = {
			id: ++this.count,
			receivedAt: new Date(),
			to: [to]
				.flat()
				.map((address) => address.text)
				.join(', '),
			subject,
			html: html || '',
			text,
		};
		this.mails = [...this.mails, mail].slice(-KEPT);
	}
}
