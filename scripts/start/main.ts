import { rmSync } from 'node:fs';

import { Cleanup } from '../../harness/n8n/Cleanup';
import { readArguments, USAGE } from './arguments';
import { demandFreePorts } from './demandFreePorts';
import { prepareAll } from './preparation';
import { say } from './progress';
import { FOLDER, readPorts } from './settings';
import type { Running } from './startAll';

/** `npm start`: n8n with the package, credentials and example workflows, and a sandbox, until Ctrl-C. */
async function main(): Promise<void> {
	const { reset, help } = readArguments(process.argv.slice(2));
	if (help) {
		console.log(USAGE);
		return;
	}
	const ports = readPorts();
	await demandFreePorts(ports);
	if (reset) rmSync(FOLDER, { recursive: true, force: true });

	const cleanup = new Cleanup();
	const stopping = new AbortController();
	const ended = stopOnSignals(stopping, cleanup);
	try {
		const prepared = await prepareAll(stopping.signal);
		// Only now is everything there that this imports.
		const { startAll } = await import('./startAll');
		const running = await Promise.race([startAll(prepared, ports, cleanup), ended]);
		if (!running) return;
		await introduce(running);
		await ended;
	} catch (error) {
		if (!stopping.signal.aborted) throw error;
		await ended;
	} finally {
		await cleanup.run();
	}
}

/**
 * Resolves when all is stopped: the first signal stops everything in good order, the second at once.
 * What was just being started ends with this process.
 */
async function stopOnSignals(stopping: AbortController, cleanup: Cleanup): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				if (stopping.signal.aborted) process.exit(130);
				say('Stopping … (Ctrl-C again: at once)');
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
  Begin here        ${homeUrl}   (signs you in to n8n)
  n8n editor        ${n8nUrl}   (${email} / ${password})
  Sandbox console   ${sandboxUrl}   (pay in here; no money moves)

  ${workflows.map(({ workflow, active }) => `${active ? '●' : '○'} ${workflow.name}`).join('\n  ')}
  ● active  ○ start it in the editor

  Ctrl-C stops everything. "npm start -- --reset" begins anew.
`);
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		say(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
