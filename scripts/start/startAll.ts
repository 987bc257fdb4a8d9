import path from 'node:path';

import { Sandbox } from '../../sandbox/Sandbox';
import type { Cleanup } from '../../harness/n8n/Cleanup';
import { N8nServer } from '../../harness/n8n/N8nServer';
import type { NodeJson } from '../../harness/n8n/workflow';
import { HomeServer } from './home/HomeServer';
import { Mailbox } from './mail/Mailbox';
import { SmtpSink } from './mail/SmtpSink';
import type { Prepared } from './preparation';
import { showWaiting } from './progress';
import { FOLDER, type Ports } from './settings';
import { type InstalledWorkflow, setUpN8n } from './setUpN8n';

/** What is running, for a person to open. */
export interface Running {
	readonly homeUrl: string;
	readonly n8nUrl: string;
	readonly sandboxUrl: string;
	readonly workflows: readonly InstalledWorkflow[];
}

/** Starts the sandbox, the mail server, n8n and the start page; `cleanup` stops them. */
export async function startAll(
	{ install, tarball }: Prepared,
	ports: Ports,
	cleanup: Cleanup,
): Promise<Running> {
	const n8nUrl = `http://localhost:${ports.n8n}`;
	const sandboxUrl = `http://localhost:${ports.sandbox}`;

	const sandbox = new Sandbox();
	await sandbox.listen({ port: ports.sandbox });
	cleanup.add(async () => await sandbox.close());

	const mailbox = new Mailbox(install.n8nBin);
	const smtp = new SmtpSink((message) => void mailbox.add(message));
	await smtp.listen(ports.mail);
	cleanup.add(() => smtp.close());

	// The browser opens n8n at `localhost`, so its links must use that name too.
	const env = {
		N8N_HOST: 'localhost',
		N8N_EDITOR_BASE_URL: n8nUrl,
		WEBHOOK_URL: n8nUrl,
		N8N_LOG_LEVEL: 'info',
	};
	const started = showWaiting('Starting n8n');
	const n8n = await N8nServer.start(
		{ install, tarball, userFolder: path.join(FOLDER, 'n8n'), env },
		ports.n8n,
	).finally(started);
	cleanup.add(async () => await n8n.stop());

	const workflows = await setUpN8n(n8n.client(), {
		sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
		mailPort: ports.mail,
	});
	const [trigger] = findActiveNodes(workflows, 'n8n-nodes-nicepay.nicepayTrigger');
	if (trigger) sandbox.notifier.change({ url: `${n8nUrl}/webhook/${trigger.webhookId}/nicepay` });

	const forms = findActiveNodes(workflows, 'n8n-nodes-base.formTrigger').map((form) => ({
		title: String(form.parameters['formTitle'] ?? form.name),
		url: `${n8nUrl}/form/${form.webhookId}`,
	}));
	const home = new HomeServer({ consoleUrl: sandboxUrl, forms, n8nUrl, mailbox });
	await home.listen(ports.home);
	cleanup.add(async () => await home.close());
	return { homeUrl: `http://localhost:${ports.home}`, n8nUrl, sandboxUrl, workflows };
}

const findActiveNodes = (installed: readonly InstalledWorkflow[], type: string): NodeJson[] =>
	installed
		.filter(({ active }) => active)
		.flatMap(({ workflow }) => workflow.nodes)
		.filter((node) => node.type === type);
