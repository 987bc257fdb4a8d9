import { N8nAnswerError, N8nClient, type SavedWorkflow } from '../../harness/n8n/N8nClient';
import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../../sandbox/options';
import {
	type CredentialReference,
	type Credentials,
	readExampleWorkflows,
} from './exampleWorkflows';
import { enrolStudents } from './sampleStudents';

interface Addresses {
	readonly sandboxUrl: string;
	readonly mailPort: number;
}

/** A workflow in n8n, and whether it is active. */
export interface InstalledWorkflow {
	readonly workflow: SavedWorkflow;
	readonly active: boolean;
}

/** Triggers that wait for a request. Only workflows with no other trigger are activated. */
const REQUEST_TRIGGERS: ReadonlySet<string> = new Set([
	'n8n-nodes-nicepay.nicepayTrigger',
	'n8n-nodes-base.formTrigger',
]);

/**
 * Creates the owner, credentials, students and example workflows. Whatever an earlier start created
 * stays as it is, except for the credentials, which follow the ports.
 */
export async function setUpN8n(
	client: N8nClient,
	addresses: Addresses,
): Promise<InstalledWorkflow[]> {
	await logIn(client);
	const credentials = await saveCredentials(client, addresses);
	await enrolStudents(client);
	const known = await list(client, '/workflows');
	const installed: InstalledWorkflow[] = [];
	for (const example of readExampleWorkflows(credentials)) {
		const id = known.find(({ name }) => name === example.name)?.id;
		const workflow =
			id === undefined
				? await client.createWorkflow(example)
				: ((await client.request('GET', `/workflows/${id}`)) as SavedWorkflow);
		if (id === undefined && startsOnRequest(workflow)) {
			await client.activate(workflow);
			installed.push({ workflow, active: true });
		} else installed.push({ workflow, active: workflow.active });
	}
	return installed;
}

function startsOnRequest({ nodes }: SavedWorkflow): boolean {
	const triggers = nodes.filter(({ type }) => type.endsWith('Trigger'));
	return triggers.length > 0 && triggers.every(({ type }) => REQUEST_TRIGGERS.has(type));
}

async function logIn(client: N8nClient): Promise<void> {
	try {
		const name = { firstName: 'Sandbox', lastName: 'Owner' };
		await client.request('POST', '/owner/setup', { ...N8nClient.owner, ...name });
	} catch (error) {
		// An earlier start created the owner.
		if (!(error instanceof N8nAnswerError) || !error.message.includes(' 400')) throw error;
		await client.logIn();
	}
}

async function saveCredentials(
	client: N8nClient,
	{ sandboxUrl, mailPort }: Addresses,
): Promise<Credentials> {
	const known = await list(client, '/credentials');
	const save = async (name: string, type: string, data: Readonly<Record<string, unknown>>) => {
		const id = known.find((credential) => credential.name === name)?.id;
		if (id === undefined) return { id: await client.createCredential(name, type, data), name };
		await client.request('PATCH', `/credentials/${id}`, { id, name, type, data });
		return { id, name };
	};
	return {
		nicepayApi: await save('NICEPAY sandbox', 'nicepayApi', {
			mid: SAMPLE_MID,
			merchantKey: SAMPLE_MERCHANT_KEY,
			baseUrl: sandboxUrl,
		}),
		smtp: await save('Mails stay here', 'smtp', {
			user: '',
			password: '',
			host: '127.0.0.1',
			port: mailPort,
			secure: false,
			disableStartTls: true,
			hostName: '',
		}),
	};
}

const list = async (client: N8nClient, path: string): Promise<readonly CredentialReference[]> =>
	(await client.request('GET', path)) as CredentialReference[];
