import { randomUUID } from 'node:crypto';

import { parse as parseFlatted } from 'flatted';

import { freshFetch } from './freshFetch';
import { waitFor } from './waitFor';
import type { WorkflowJson } from './workflow';

/** Raised if n8n answers with a status other than 2xx. */
export class N8nAnswerError extends Error {
	override readonly name = 'N8nAnswerError';
}

export type Json = Readonly<Record<string, unknown>>;

export interface SavedWorkflow extends WorkflowJson {
	readonly id: string;
	readonly versionId: string;
}

export interface CredentialTestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

export interface NodeRun {
	readonly data?: {
		readonly main?: ReadonlyArray<ReadonlyArray<{ json: Json; error?: Json }> | null>;
	};
	readonly error?: Json & { message?: string; description?: string; context?: Json };
	readonly executionStatus?: string;
	/** When it began, in milliseconds since 1970. */
	readonly startTime: number;
	/** How long it took, in milliseconds. */
	readonly executionTime: number;
}

/** How an execution can end, unless it is cancelled. */
export type EndStatus = 'success' | 'error' | 'crashed';

/** An execution: the data that n8n stored last. */
export interface Execution {
	readonly id: string;
	readonly status: string;
	readonly mode: string;
	/** The runs of each node, by node name. */
	readonly runs: Readonly<Record<string, readonly NodeRun[]>>;
	readonly error?: { readonly message?: string; readonly description?: string };
	/** What nodes stored with `getContext`, by `node:<name>`. */
	readonly contextData: Readonly<Record<string, Json>>;
	/** Everything n8n has stored about the execution, as text. */
	readonly text: string;
}

const OWNER = {
	email: 'owner@example.com',
	firstName: 'End',
	lastName: 'ToEnd',
	password: 'Nothing-2-Hide',
} as const;

const ENDED: ReadonlySet<unknown> = new Set(['success', 'error', 'crashed', 'canceled']);

/** A client for the REST API that n8n's editor uses. */
export class N8nClient {
	private cookie = '';
	private readonly browserId = randomUUID();

	constructor(readonly url: string) {}

	/** The owner's login, for logging in by hand. */
	static readonly owner = OWNER;

	async setUpOwner(): Promise<void> {
		await this.request('POST', '/owner/setup', OWNER);
	}

	async logIn(): Promise<void> {
		await this.request('POST', '/login', {
			email: OWNER.email,
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	/** @returns the new credential's ID */
	async createCredential(name: string, type: string, data: Json): Promise<string> {
		const created = await this.request('POST', '/credentials', { name, type, data });
		return String((created as { id: unknown }).id);
	}

	/** Saves a credential and tests it, as the editor does. */
	async testCredential(name: string, type: string, data: Json): Promise<CredentialTestResult> {
		const id = await this.createCredential(name, type, data);
		const tested = await this.request('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
		return tested as CredentialTestResult;
	}

	async nodeTypes(): Promise<readonly Json[]> {
		const response = await freshFetch(`${this.url}/types/nodes.json`, { headers: this.headers() });
		if (!response.ok) throw new N8nAnswerError(`/types/nodes.json: ${response.status}`);
		return (await response.json()) as Json[];
	}

	async createWorkflow(workflow: WorkflowJson): Promise<SavedWorkflow> {
		const created = (await this.request('POST', '/workflows', workflow)) as SavedWorkflow;
		return { ...workflow, id: created.id, versionId: created.versionId };
	}

	/** Saves a changed workflow. n8n runs what is saved, and as production what was activated last. */
	async saveWorkflow(workflow: SavedWorkflow): Promise<SavedWorkflow> {
		const { id, versionId, name, nodes, connections, settings } = workflow;
		const changed = { versionId, name, nodes, connections, settings };
		const saved = (await this.request('PATCH', `/workflows/${id}`, changed)) as SavedWorkflow;
		return { ...workflow, versionId: saved.versionId };
	}

	/** Activates a workflow. Its production webhooks work a few seconds later. */
	async activate({ id, versionId }: SavedWorkflow): Promise<void> {
		try {
			await this.request('POST', `/workflows/${id}/activate`, { versionId });
		} catch (error) {
			// n8n 1.x has no such endpoint. There, being active is a property of the workflow.
			if (!(error instanceof N8nAnswerError) || !error.message.includes(' 404')) throw error;
			await this.request('PATCH', `/workflows/${id}?forceSave=true`, { active: true, versionId });
		}
	}

	/** Why n8n does not activate a workflow. n8n 2 tries for a while before it says so. */
	async activationRefusal(workflow: SavedWorkflow): Promise<string> {
		try {
			await this.activate(workflow);
		} catch (error) {
			if (error instanceof N8nAnswerError) return error.message;
			throw error;
		}
		return await waitFor('the workflow not to be published', async () => {
			const path = `/workflows/${workflow.id}/publication-status`;
			const { status, triggers } = (await this.request('GET', path)) as Json & {
				triggers: ReadonlyArray<{ errorMessage: string | null }>;
			};
			return status === 'failed' && triggers.map(({ errorMessage }) => errorMessage).join('; ');
		});
	}

	/** Runs a workflow from its trigger, like the editor's “Execute workflow”. */
	async runManually(workflow: SavedWorkflow): Promise<Execution> {
		const [trigger] = workflow.nodes;
		const started = await this.request('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger?.name },
			startNodes: [],
		});
		return await this.executionEnd(String((started as { executionId: unknown }).executionId));
	}

	/** Retries a failed execution like the editor, with the original workflow. */
	async retry(executionId: string): Promise<Execution> {
		await this.request('POST', `/executions/${executionId}/retry`, { loadWorkflow: false });
		const retried = await waitFor('the retried execution', async () => {
			const found = (await this.request('GET', `/executions/${executionId}`)) as Json;
			const { results } = (await this.request(
				'GET',
				`/executions?limit=20&filter=${encodeURIComponent(JSON.stringify({ workflowId: found['workflowId'] }))}`,
			)) as { results: readonly Json[] };
			return results.find(({ retryOf }) => retryOf === executionId);
		});
		return await this.executionEnd(String(retried['id']));
	}

	/** An execution, as far as it has got; `undefined` if its data is not there yet. */
	async execution(id: string): Promise<Execution | undefined> {
		return parseExecution((await this.request('GET', `/executions/${id}`)) as Json);
	}

	/** Waits until an execution has ended. */
	async executionEnd(id: string, { seconds = 120 } = {}): Promise<Execution> {
		return await waitFor(
			`execution ${id} to end`,
			async () => {
				const found = (await this.request('GET', `/executions/${id}`)) as Json;
				return ENDED.has(found['status']) && parseExecution(found);
			},
			{ seconds },
		);
	}

	/** Lists up to `limit` of a workflow's newest executions, without their data. */
	async executions(workflowId: string, limit = 100): Promise<readonly Json[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = (await this.request(
			'GET',
			`/executions?limit=${limit}&filter=${filter}`,
		)) as { results: readonly Json[] };
		return results;
	}

	/** Counts the executions of a workflow that have ended, by status. */
	async countEnded(workflowId: string): Promise<Readonly<Record<EndStatus, number>>> {
		const count = async (status: EndStatus): Promise<number> => {
			const filter = encodeURIComponent(JSON.stringify({ workflowId, status: [status] }));
			const page = await this.request('GET', `/executions?limit=1&filter=${filter}`);
			return (page as { count: number }).count;
		};
		const [success, error, crashed] = [count('success'), count('error'), count('crashed')];
		return { success: await success, error: await error, crashed: await crashed };
	}

	async request(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await freshFetch(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', ...this.headers() },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) {
			throw new N8nAnswerError(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		}
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0] ?? '';
		}
		return text === '' ? undefined : (JSON.parse(text) as { data: unknown }).data;
	}

	private headers(): Record<string, string> {
		return { cookie: this.cookie, 'browser-id': this.browserId };
	}
}

/** Parses an execution; `undefined` if its data is not there yet. n8n 1.x stores it after the status. */
function parseExecution(found: Json): Execution | undefined {
	const text = String(found['data']);
	const { resultData, executionData } = (parseFlatted(text) ?? {}) as {
		resultData?: { runData: Execution['runs']; error?: Execution['error'] };
		executionData?: { contextData?: Execution['contextData'] };
	};
	if (!resultData) return undefined;
	return {
		id: String(found['id']),
		status: String(found['status']),
		mode: String(found['mode']),
		runs: resultData.runData,
		error: resultData.error,
		contextData: executionData?.contextData ?? {},
		text,
	};
}
