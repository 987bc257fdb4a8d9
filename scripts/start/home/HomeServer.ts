import Fastify, { type FastifyInstance } from 'fastify';

import { languageOf } from '../../../sandbox/console/language';
import { onlyLoopback } from '../../../sandbox/control/loopback';
import type { Mailbox } from '../mail/Mailbox';
import { readHomeAssets } from './assets';
import { homePage, type Shown, textMail } from './page';
import { signIn } from './signIn';

interface HomeOptions extends Pick<Shown, 'consoleUrl' | 'forms'> {
	readonly n8nUrl: string;
	readonly mailbox: Mailbox;
}

/** The page to begin with, the way into n8n's editor, and the mails that the workflows have sent. */
export class HomeServer {
	private readonly server: FastifyInstance = Fastify({ forceCloseConnections: true });

	constructor({ consoleUrl, forms, n8nUrl, mailbox }: HomeOptions) {
		const { server } = this;
		server.addHook('onRequest', onlyLoopback);
		server.get('/', async ({ headers }, reply) => {
			const language = languageOf({
				cookie: headers.cookie,
				acceptLanguage: headers['accept-language'],
			});
			const page = homePage(language, { consoleUrl, forms, mails: mailbox.all() });
			return reply.type('text/html; charset=utf-8').send(page.toString());
		});
		server.get('/editor', async (_request, reply) =>
			reply.header('set-cookie', await signIn(n8nUrl)).redirect(`${n8nUrl}/home/workflows`, 303),
		);
		for (const [url, { type, content }] of Object.entries(readHomeAssets())) {
			server.get(url, async (_request, reply) => reply.type(type).send(content));
		}
		server.get<{ Params: { id: string } }>('/mails/:id', async ({ params }, reply) => {
			const mail = mailbox.find(Number(params.id));
			if (!mail) return reply.code(404).send({ error: 'There is no such mail' });
			return (
				reply
					.type('text/html; charset=utf-8')
					// A mail's links work; its scripts do not.
					.header(
						'content-security-policy',
						'sandbox allow-popups allow-top-navigation-by-user-activation',
					)
					.send(mail.html || textMail(mail).toString())
			);
		});
	}

	async listen(port: number): Promise<void> {
		await this.server.listen({ host: '127.0.0.1', port });
	}

	async close(): Promise<void> {
		await this.server.close();
	}
}
