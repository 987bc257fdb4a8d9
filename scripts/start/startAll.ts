import path from 'node:path';

import { Sandbox } from '../../sandbox/Sandbox';
import type { Cleanup } from '../../harness/n8n/Cleanup';
import { N8nServer } from '../../harness/n8n/N8nServer';
import { formsOf, notificationUrlOf } from './addresses';
import { HomeServer } from './home/HomeServer';
import { Mailbox } from './mail/Mailbox';
import { SmtpSink } from './mail/SmtpSink';
import type { Prepared } from './preparation';
import { sayFor } from './progress';
import { FOLDER, type Ports } from './settings';
import { type InstalledWorkflow, setUpN8n } from './setUpN8n';

/** What a person opens. */
export interface Running {
	readonly homeUrl: string;
	readonly n8nUrl: string;
	readonly sandboxUrl: string;
	readonly workflows: readonly InstalledWorkflow[];
}

/** Starts the sandbox, the mailbox, n8n and the page to begin with; `cleanup` ends them. */
export async function startAll(
	{ install, tarball }: Prepared,
	ports: Ports,
	cleanup: Cleanup,
): Promise<Running> {
	const [n8nUrl, sandboxUrl, homeUrl] = [ports.n8n, ports.sandbox, ports.home].map(
		(port) => `http://localhost:${port}`,
	) as [string, string, string];

	const sandbox = new Sandbox();
	await sandbox.listen({ port: ports.sandbox });
	cleanup.add(async () => await sandbox.close());

	const mailbox = new Mailbox(install.n8nBin);
	const smtp = new SmtpSink((message) => void mailbox.add(message));
	await smtp.listen(ports.mail);
	cleanup.add(() => smtp.close());

	const end = sayFor('Starting n8n');
	const n8n = await N8nServer.start(
		{ install, tarball, userFolder: path.join(FOLDER, 'n8n'), env: envOf(n8nUrl) },
		ports.n8n,
	).finally(end);
	cleanup.add(async () => await n8n.stop());

	const workflows = await setUpN8n(n8n.client(), {
		sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
		mailPort: ports.mail,
	});
	const url = notificationUrlOf(workflows, n8nUrl);
	if (url !== undefined) sandbox.notifier.change({ url });

	const home = new HomeServer({
		consoleUrl: sandboxUrl,
		forms: formsOf(workflows, n8nUrl),
		n8nUrl,
		mailbox,
	});
	await home.listen(ports.home);
	cleanup.add(async () => await home.close());
	return { homeUrl, n8nUrl, sandboxUrl, workflows };
}

/** A browser opens n8n at `localhost`: so its links say the same. */
const envOf = (n8nUrl: string): NodeJS.ProcessEnv => ({
	N8N_HOST: 'localhost',
	N8N_EDITOR_BASE_URL: n8nUrl,
	WEBHOOK_URL: n8nUrl,
	N8N_LOG_LEVEL: 'info',
});
