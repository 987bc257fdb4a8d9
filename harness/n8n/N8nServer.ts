import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { freePort } from './freePort';
import type { N8nInstall } from './installN8n';
import { N8nClient } from './N8nClient';
import { run } from './run';
import { Service } from './Service';

const START_SECONDS = 240;

export interface N8nOptions {
	readonly install: N8nInstall;
	/** The package's tarball, from `npm pack`. */
	readonly tarball: string;
	/** `N8N_USER_FOLDER`. With a folder that was used before, n8n continues with its data. */
	readonly userFolder: string;
	/** Additional settings. They override the defaults. */
	readonly env?: NodeJS.ProcessEnv;
}

/** Settings that keep n8n on this machine and free of distractions. */
const ENV: NodeJS.ProcessEnv = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	// Before n8n 1.85, agents are offered no community node without this.
	N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
	N8N_RUNNERS_ENABLED: 'true',
	N8N_LOG_LEVEL: 'debug',
	GENERIC_TIMEZONE: 'Asia/Seoul',
	NO_COLOR: '1',
};

/** Disables a module that downloads a list at start. n8n 1.x does not know the module and would not start. */
const quiet = ({ version }: N8nInstall): NodeJS.ProcessEnv =>
	version.startsWith('1.') ? {} : { N8N_DISABLED_MODULES: 'mcp-registry' };

/** An n8n server with the package installed, on its own ports. */
export class N8nServer {
	private constructor(
		readonly url: string,
		private readonly service: Service,
		private readonly options: N8nOptions,
		private readonly port: number,
	) {}

	/** Installs the package into the user folder, starts n8n and waits until it is ready. */
	static async start(options: N8nOptions, port?: number): Promise<N8nServer> {
		await installPackage(options);
		const ownPort = port ?? (await freePort());
		const service = await startProcess(options, 'start', { N8N_PORT: String(ownPort) });
		const url = `http://127.0.0.1:${ownPort}`;
		await service.ready(
			`n8n ${options.install.version}`,
			async () =>
				// n8n 1.x reports that it is ready a moment before its REST API is.
				(await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`)),
			{ seconds: START_SECONDS },
		);
		return new N8nServer(url, service, options, ownPort);
	}

	client(): N8nClient {
		return new N8nClient(this.url);
	}

	log(): string {
		return this.service.log();
	}

	async stop(): Promise<void> {
		await this.service.stop();
	}

	async kill(): Promise<void> {
		await this.service.kill();
	}

	/** Restarts n8n with the same data and URL. */
	async restart(): Promise<N8nServer> {
		await this.stop();
		return await N8nServer.start(this.options, this.port);
	}
}

/** Starts a worker for queue mode. It runs the executions that the main n8n puts in the queue. */
export async function startWorker(options: N8nOptions, concurrency: number): Promise<Service> {
	await installPackage(options);
	const port = String(await freePort());
	const service = await startProcess(
		options,
		'worker',
		{
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: port,
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		},
		[`--concurrency=${concurrency}`],
	);
	await service.ready('a worker', () => answers(`http://127.0.0.1:${port}/healthz/readiness`), {
		seconds: START_SECONDS,
	});
	return service;
}

/** Starts a webhook processor for queue mode: it receives production webhooks, and nothing else. */
export async function startWebhookProcessor(
	options: N8nOptions,
	ownPort?: number,
): Promise<{ url: string; service: Service }> {
	await installPackage(options);
	const port = String(ownPort ?? (await freePort()));
	const service = await startProcess(options, 'webhook', { N8N_PORT: port });
	const url = `http://127.0.0.1:${port}`;
	await service.ready('a webhook processor', () => answers(`${url}/healthz/readiness`), {
		seconds: START_SECONDS,
	});
	return { url, service };
}

async function startProcess(
	{ install, userFolder, env }: N8nOptions,
	command: 'start' | 'worker' | 'webhook',
	ports: NodeJS.ProcessEnv,
	args: readonly string[] = [],
): Promise<Service> {
	return new Service({
		command: install.nodeBin,
		args: [install.n8nBin, command, ...args],
		logFile: path.join(userFolder, 'n8n.log'),
		cwd: userFolder,
		env: {
			PATH: [path.dirname(install.nodeBin), process.env['PATH']].join(path.delimiter),
			HOME: userFolder,
			N8N_USER_FOLDER: userFolder,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			...ENV,
			...quiet(install),
			...ports,
			...env,
		},
	});
}

/** Installs the package the way the docs describe. */
async function installPackage({ install, tarball, userFolder }: N8nOptions): Promise<void> {
	const folder = path.join(userFolder, '.n8n/nodes');
	mkdirSync(folder, { recursive: true });
	await run('npm', ['install', '--omit=peer', '--prefix', folder, tarball]);
	// n8n lets a package find its own n8n-workflow, but the clone around the folder has one that is found first.
	const link = path.join(folder, 'node_modules/n8n-workflow');
	rmSync(link, { force: true });
	symlinkSync(path.join(install.n8nBin, '../../../n8n-workflow'), link);
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}
