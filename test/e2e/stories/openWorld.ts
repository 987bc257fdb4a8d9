import { Sandbox } from '../../../sandbox/Sandbox';
import { installN8n, type N8nRelease } from '../../../harness/n8n/installN8n';
import { N8nServer } from '../../../harness/n8n/N8nServer';
import type { PartContext } from '../Part';
import { MERCHANT } from './merchant';
import type { World } from './World';

interface WorldOptions {
	readonly release: N8nRelease;
	readonly userFolder: string;
	readonly env?: NodeJS.ProcessEnv;
}

/** Starts a sandbox and an n8n with an owner and the credential. */
export async function openWorld(
	{ report, cleanup, tarball }: PartContext,
	{ release, userFolder, env }: WorldOptions,
): Promise<World> {
	const install = await installN8n(release);
	const sandbox = new Sandbox(MERCHANT);
	const sandboxUrl = await sandbox.listen({ port: 0 });
	cleanup.add(async () => await sandbox.close());

	const n8n = await N8nServer.start({ install, tarball, userFolder, env });
	cleanup.add(async () => await world.n8n.stop());
	report.note(`n8n ${install.version} at ${n8n.url}, sandbox at ${sandboxUrl}`);

	const client = n8n.client();
	await client.setUpOwner();
	const name = 'NICEPAY';
	const data = { ...MERCHANT, baseUrl: sandboxUrl };
	const id = await client.createCredential(name, 'nicepayApi', data);
	const credentials = { credentials: { nicepayApi: { id, name } } };
	const world: World = { report, n8n, client, sandbox, sandboxUrl, credentials };
	return world;
}
