import { randomBytes } from 'node:crypto';
import path from 'node:path';

import { freePort } from '../../../harness/n8n/freePort';
import { freshFetch } from '../../../harness/n8n/freshFetch';
import { installN8n } from '../../../harness/n8n/installN8n';
import { Service } from '../../../harness/n8n/Service';
import { waitFor } from '../../../harness/n8n/waitFor';
import { Sandbox } from '../../../sandbox/Sandbox';
import type { PartContext } from '../Part';
import { MERCHANT } from '../stories/merchant';
import type { World } from '../stories/World';
import { buildStandIns } from './buildStandIns';
import { Engine } from './Engine';

const RELAY = path.resolve('test/e2e/docker/relay.mjs');
const FILES = ['docker/compose.yaml', 'test/e2e/docker/compose.override.yaml'];
const CA = '/data/caddy/pki/authorities/local/root.crt';

/** What `docker/compose.yaml` describes, and a sandbox. */
export interface Stack extends Pick<World, 'report' | 'sandbox' | 'sandboxUrl'> {
	/** `docker compose`, with the settings of a `docker/.env` and these. */
	readonly compose: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
	/** Leads to the published https://localhost, from an address of the engine's machine. @returns its URL here */
	readonly enterFrom: (address: string) => Promise<string>;
}

/** Starts an engine with what stands in for the images of a registry, and a sandbox. */
export async function openStack({ report, cleanup, folder }: PartContext): Promise<Stack> {
	const engine = await Engine.start(folder, cleanup);
	report.note(engine.exec('docker', 'compose', 'version').trim());
	const { nodeBin } = await installN8n();
	await buildStandIns(engine, nodeBin);

	const sandbox = new Sandbox(MERCHANT);
	const sandboxUrl = await sandbox.listen({ port: 0 });
	cleanup.add(async () => await sandbox.close());

	const door = (name: string): string => path.join(engine.shared, name);
	const startRelay = (
		[command, ...args]: [string, ...string[]],
		from: object,
		to: object,
	): void => {
		const service = new Service({
			command,
			args: [...args, JSON.stringify(from), JSON.stringify(to)],
			logFile: path.join(folder, 'relays.log'),
		});
		cleanup.add(async () => await service.stop());
	};
	startRelay(
		[nodeBin, RELAY],
		{ path: door('sandbox') },
		{ host: '127.0.0.1', port: Number(new URL(sandboxUrl).port) },
	);

	const settings = {
		N8N_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
		POSTGRES_PASSWORD: randomBytes(32).toString('hex'),
		DOORS: engine.shared,
		RELAY,
	};
	const compose: Stack['compose'] = async (args, env) =>
		await engine.docker(
			[
				...['compose', '--progress', 'plain', '--project-name', 'nicepay-e2e'],
				...FILES.flatMap((file) => ['--file', file]),
				...args,
			],
			{ label: `docker compose ${args[0]}`, env: { ...settings, ...env } },
		);
	const remove = async () => void (await compose(['down', '--volumes', '--timeout', '10']));
	// What a run leaves that was killed.
	await remove();
	cleanup.add(remove);

	const enterFrom: Stack['enterFrom'] = async (address) => {
		engine.exec('ip', 'address', 'replace', `${address}/32`, 'dev', 'lo');
		const port = await freePort();
		startRelay(
			engine.inside([nodeBin, RELAY], { withFiles: false }),
			{ path: door(address) },
			{
				host: engine.address,
				port: 443,
				localAddress: address,
				servername: 'localhost',
				ca: await compose(['exec', '-T', 'proxy', 'cat', CA]),
			},
		);
		startRelay([nodeBin, RELAY], { host: '127.0.0.1', port }, { path: door(address) });
		const url = `http://localhost:${port}`;
		await waitFor('the relays', async () => {
			const isUp = freshFetch(`${url}/healthz`).then(({ ok }) => ok);
			return await isUp.catch(() => false);
		});
		return url;
	};
	return { report, sandbox, sandboxUrl, compose, enterFrom };
}
