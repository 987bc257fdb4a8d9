import type { Cleanup } from '../../../../harness/n8n/Cleanup';
import type { Json, SavedWorkflow } from '../../../../harness/n8n/N8nClient';
import type { World } from '../World';
import { DataTables } from './DataTables';
import { createApprover, type ExportedNode, readExample, withCredentials } from './examples';
import { Mailbox } from './Mailbox';

/** What an Edit Fields node sets. */
interface Assignments {
	readonly assignments: ReadonlyArray<{ readonly name: string; readonly value: unknown }>;
}

/** What a person changes in a node after importing a workflow: its parameters, or the fields that it sets. A node that is switched off is switched on. */
export type Changes = Readonly<Record<string, Json>>;

/** The n8n of somebody who has imported the examples: credentials, data tables and a mail server. */
export interface Office {
	readonly world: World;
	readonly tables: DataTables;
	readonly mailbox: Mailbox;
	/**
	 * Imports a file of `workflows/`, chooses the credentials, switches the mails on, and changes what is
	 * named.
	 */
	importWorkflow(file: string, changes?: Changes): Promise<SavedWorkflow>;
}

/** Makes a credential for mails, and opens a mail server. */
export async function openOffice(world: World, cleanup: Cleanup): Promise<Office> {
	const { client, credentials } = world;
	const mailbox = await Mailbox.open();
	cleanup.add(async () => await mailbox.close());
	const smtp = {
		name: 'SMTP',
		id: await client.createCredential('SMTP', 'smtp', {
			host: '127.0.0.1',
			port: mailbox.port,
			secure: false,
			disableStartTls: true,
			user: '',
			password: '',
			hostName: '',
		}),
	};
	const httpBasicAuth = { name: 'Approver', id: await createApprover(client) };
	const chosen = { ...credentials.credentials, httpBasicAuth, smtp };
	return {
		world,
		mailbox,
		tables: await DataTables.open(client),
		importWorkflow: async (file, changes = {}) => {
			const workflow = readExample(file);
			const nodes = workflow.nodes.map((node) =>
				withCredentials(withChanges(node, changes), chosen),
			);
			const created = await client.request('POST', '/workflows', { ...workflow, nodes });
			return created as SavedWorkflow;
		},
	};
}

function withChanges(node: ExportedNode, changes: Changes): ExportedNode {
	const change = changes[node.name];
	if (!change) return node;
	const { assignments } = node.parameters as { assignments?: Assignments };
	const parameters = { ...node.parameters, ...change };
	if (!assignments) return { ...node, disabled: false, parameters };
	const changed = assignments.assignments.map((each) => ({
		...each,
		value: change[each.name] ?? each.value,
	}));
	return { ...node, parameters: { ...node.parameters, assignments: { assignments: changed } } };
}
