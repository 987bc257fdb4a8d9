import path from 'node:path';

import { acknowledge } from '../stories/acknowledge';
import { credential } from '../stories/credential';
import { errorOutput } from '../stories/errorOutput';
import { forgedRequests } from '../stories/forgedRequests';
import { httpRequest } from '../stories/httpRequest';
import { aiTool } from '../stories/aiTool';
import { merchants } from '../stories/merchants';
import { operations } from '../stories/operations';
import { oneAccount } from '../stories/oneAccount';
import { retries } from '../stories/retries';
import { secrecy } from '../stories/secrecy';
import { trigger } from '../stories/trigger';
import { openWorld } from '../stories/openWorld';
import type { N8nRelease } from '../../../harness/n8n/installN8n';
import type { Part, PartContext } from '../Part';

/** Everything a single n8n with SQLite can show. */
async function tellStories(context: PartContext, release: N8nRelease): Promise<void> {
	const { report } = context;
	const userFolder = path.join(context.folder, 'n8n');
	const world = await openWorld(context, { release, userFolder });

	await report.group('Credential', async () => await credential(world));
	await report.group('Operations', async () => await operations(world));
	await report.group('Several merchants', async () => await merchants(world));
	await report.group('Error output', async () => await errorOutput(world));
	await report.group('HTTP Request node', async () => await httpRequest(world));
	await report.group('AI tool', async () => await aiTool(world));
	await report.group('Trigger', async () => await trigger(world));
	await report.group('Acknowledging deposits', async () => await acknowledge(world));
	await report.group('Retries', async () => await retries(world));
	await report.group('One order, one account', async () => await oneAccount(world));
	await report.group('The merchant key', async () => await secrecy(world, userFolder));

	// n8n 1.x has no such protection.
	if (release !== 'n8n') return;
	const guarded = await openWorld(context, {
		release,
		userFolder: path.join(context.folder, 'n8n-guarded'),
		env: { N8N_SSRF_PROTECTION_ENABLED: 'true' },
	});
	await report.group('Forged requests', async () => await forgedRequests(guarded));
}

export const server: Part = {
	name: 'server',
	title: 'n8n with SQLite',
	run: async (context) => await tellStories(context, 'n8n'),
};

export const n8n1: Part = {
	name: 'n8n1',
	title: 'n8n 1.x with SQLite',
	run: async (context) => await tellStories(context, 'n8n-1x'),
};

export const oldest: Part = {
	name: 'oldest',
	title: 'The oldest n8n, with SQLite and the oldest Node.js',
	run: async (context) => await tellStories(context, 'n8n-oldest'),
};
