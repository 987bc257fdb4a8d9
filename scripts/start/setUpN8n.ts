import { N8nAnswerError, N8nClient, type SavedWorkflow } from '../../harness/n8n/N8nClient';
import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../../sandbox/options';
import {
	type CredentialReference,
	type Credentials,
	readExampleWorkflows,
} from './exampleWorkflows';
import { enrolStudents } from './sampleStudents';

interface Addresses {
	/** For n8n. */
	readonly sandboxUrl: string;
	readonly mailPort: number;
}

/** A workflow that is in n8n, and whether it waits for its triggers. */
export interface InstalledWorkflow {
	readonly workflow: SavedWorkflow;
	readonly active: boolean;
}

/** What starts a workflow from outside. Only workflows that start so are activated. */
const CALLED: ReadonlySet<string> = new Set([
	'n8n-nodes-nicepay.nicepayTrigger',
	'n8n-nodes-base.formTrigger',
]);

/**
 * Owner, credentials, students and example workflows. What is there from an earlier start stays as it
 * is, but for the credentials, which follow the ports.
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
		if (id === undefined && isCalled(workflow)) {
			await client.activate(workflow);
			installed.push({ workflow, active: true });
		} else installed.push({ workflow, active: workflow.active });
	}
	return installed;
}

/** Whether all that starts it comes from outside: neither the clock nor the editor's button. */
function isCalled({ nodes }: SavedWorkflow): boolean {
	const triggers = nodes.filter(({ type }) => type.endsWith('Trigger'));
	return triggers.length > 0 && triggers.every(({ type }) => CALLED.has(type));
}

async function logIn(client: N8nClient): Promise<void> {
	try {
		const name = { firstName: 'Sandbox', lastName: 'Owner' };
		await client.request('POST', '/owner/setup', { ...N8nClient.owner, ...name });
	} catch (error) {
		// There is one from an earlier start.
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
