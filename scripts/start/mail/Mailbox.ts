import { createRequire } from 'node:module';

/** A mail that a workflow has sent. */
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

/** Mails kept; beyond that the oldest go. */
const KEPT = 200;

/** The mails of this start. They are read by the parser that n8n brings along. */
export class Mailbox {
	private mails: Mail[] = [];
	private count = 0;
	private readonly parse: ParseMail;

	/** @param n8nBin a file of the n8n that is installed */
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
