import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { Cleanup } from '../../harness/n8n/Cleanup';
import { prepareAll } from './preparation';
import { say } from './progress';
import { FOLDER, readPorts } from './settings';
import type { Running } from './startAll';

const USAGE = `npm start                starts n8n with the package, a sandbox and the example workflows
npm start -- --reset     deletes what earlier starts left behind, and starts afresh
npm start -- --help      prints this help

Ports, as environment variables; only this machine can reach them:
  N8N_PORT    5678   n8n's editor
  PORT        7070   the sandbox and its console
  HOME_PORT   7071   the start page, with the login and the mails
  MAIL_PORT   7072   the mail server that keeps what the workflows send

Example: N8N_PORT=5700 npm start`;

/** `npm start`: runs n8n with the package, credentials, example workflows and a sandbox until Ctrl-C. */
async function main(): Promise<void> {
	const { reset, help } = readArguments();
	if (help) {
		console.log(USAGE);
		return;
	}
	const ports = await readPorts();
	if (reset) rmSync(FOLDER, { recursive: true, force: true });

	const cleanup = new Cleanup();
	const stopping = new AbortController();
	const stopped = stopOnSignals(stopping, cleanup);
	try {
		const prepared = await prepareAll(stopping.signal);
		// Its imports are installed only now.
		const { startAll } = await import('./startAll');
		const running = await Promise.race([startAll(prepared, ports, cleanup), stopped]);
		if (!running) return;
		await introduce(running);
		await stopped;
	} catch (error) {
		if (!stopping.signal.aborted) throw error;
		await stopped;
	} finally {
		await cleanup.run();
	}
}

function readArguments() {
	try {
		return parseArgs({ options: { reset: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
	} catch (error) {
		throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
	}
}

/** Resolves when everything is stopped. The first signal stops in good order, the second at once. */
async function stopOnSignals(stopping: AbortController, cleanup: Cleanup): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				if (stopping.signal.aborted) process.exit(130);
				say('Stopping … (press Ctrl-C again to stop at once)');
				stopping.abort();
				void cleanup.run().finally(resolve);
			});
		}
	});
}

async function introduce({ homeUrl, n8nUrl, sandboxUrl, workflows }: Running): Promise<void> {
	const { N8nClient } = await import('../../harness/n8n/N8nClient');
	const { email, password } = N8nClient.owner;
	say(`
  Start here        ${homeUrl}   (signs you in to n8n)
  n8n editor        ${n8nUrl}   (${email} / ${password})
  Sandbox console   ${sandboxUrl}   (pay in here; no money moves)

  ${workflows.map(({ workflow, active }) => `${active ? '●' : '○'} ${workflow.name}`).join('\n  ')}
  ● active  ○ start it in the editor

  Ctrl-C stops everything. "npm start -- --reset" starts afresh.
`);
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		say(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
