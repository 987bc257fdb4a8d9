import Fastify, { type FastifyInstance } from 'fastify';

import { readAsset, readAssets } from '../../../sandbox/console/assets';
import { readLanguage } from '../../../sandbox/console/language';
import { onlyLoopback } from '../../../sandbox/control/loopback';
import { N8nClient } from '../../../harness/n8n/N8nClient';
import type { Mailbox } from '../mail/Mailbox';
import { homePage, type Shown, textMail } from './page';

interface HomeOptions extends Pick<Shown, 'consoleUrl' | 'forms'> {
	readonly n8nUrl: string;
	readonly mailbox: Mailbox;
}

/** The start page, the way into n8n's editor, and the mails that the workflows have sent. */
export class HomeServer {
	private readonly server: FastifyInstance = Fastify({ forceCloseConnections: true });

	constructor({ consoleUrl, forms, n8nUrl, mailbox }: HomeOptions) {
		const { server } = this;
		server.addHook('onRequest', onlyLoopback);
		server.get('/', async ({ headers }, reply) => {
			const page = homePage(readLanguage(headers), { consoleUrl, forms, mails: mailbox.all() });
			return reply.type('text/html; charset=utf-8').send(page.toString());
		});
		server.get('/editor', async (_request, reply) =>
			reply.header('set-cookie', await signIn(n8nUrl)).redirect(`${n8nUrl}/home/workflows`, 303),
		);
		// The page looks like the console.
		const console = readAssets();
		const assets = {
			'/style.css': console['/console/style.css'],
			'/icon.svg': console['/console/icon.svg'],
			'/home.css': readAsset(__dirname, 'home.css'),
			'/home.js': readAsset(__dirname, 'home.js'),
		};
		for (const [url, { type, content }] of Object.entries(assets)) {
			server.get(url, async (_request, reply) => reply.type(type).send(content));
		}
		server.get<{ Params: { id: string } }>('/mails/:id', async ({ params }, reply) => {
			const mail = mailbox.find(Number(params.id));
			if (!mail) return reply.code(404).send({ error: 'There is no such mail' });
			// A mail's links work; its scripts do not.
			const policy = 'sandbox allow-popups allow-top-navigation-by-user-activation';
			reply.type('text/html; charset=utf-8').header('content-security-policy', policy);
			return reply.send(mail.html || textMail(mail).toString());
		});
	}

	async listen(port: number): Promise<void> {
		await this.server.listen({ host: '127.0.0.1', port });
	}

	async close(): Promise<void> {
		await this.server.close();
	}
}

/**
 * Signs the owner in to n8n.
 *
 * @returns cookies for the browser. They do not depend on the port: n8n gets what another port of
 *   `localhost` sets. n8n binds a login to one browser only if it is given a browser ID.
 */
async function signIn(n8nUrl: string): Promise<string[]> {
	const { email, password } = N8nClient.owner;
	const reply = await fetch(`${n8nUrl}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email, emailOrLdapLoginId: email, password }),
	});
	await reply.text();
	return reply.headers.getSetCookie();
}
