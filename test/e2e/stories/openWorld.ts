import { Sandbox } from '../../../sandbox/Sandbox';
import { installN8n, type N8nRelease } from '../../../harness/n8n/installN8n';
import type { N8nClient } from '../../../harness/n8n/N8nClient';
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
	const credentials = await createMerchant(client, sandboxUrl);
	const world: World = { report, n8n, client, sandbox, sandboxUrl, credentials };
	return world;
}

/** Makes a credential for a sandbox. */
export async function createMerchant(
	client: N8nClient,
	sandboxUrl: string,
): Promise<World['credentials']> {
	const name = 'NICEPAY';
	const data = { ...MERCHANT, baseUrl: sandboxUrl };
	const id = await client.createCredential(name, 'nicepayApi', data);
	return { credentials: { nicepayApi: { id, name } } };
}
