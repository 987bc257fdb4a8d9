import { randomUUID } from 'node:crypto';

import { parse as parseFlatted } from 'flatted';

import { freshFetch } from './freshFetch';
import { waitFor } from './waitFor';
import type { WorkflowJson } from './workflow';

/** Raised when n8n answers with a status other than 2xx. */
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
}

/** How an execution ends when nobody stops it. */
export type EndStatus = 'success' | 'error' | 'crashed';

/** An execution that has ended. */
export interface Execution {
	readonly id: string;
	readonly status: string;
	readonly mode: string;
	/** Runs of each node, by its name. */
	readonly runs: Readonly<Record<string, readonly NodeRun[]>>;
	readonly error?: { readonly message?: string; readonly description?: string };
	/** What nodes wrote with `getContext`, by `node:<name>`. */
	readonly contextData: Readonly<Record<string, Json>>;
	/** Everything n8n keeps of it, as text. */
	readonly text: string;
}

const OWNER = {
	email: 'owner@example.com',
	firstName: 'End',
	lastName: 'ToEnd',
	password: 'Nothing-2-Hide',
} as const;

const ENDED: ReadonlySet<unknown> = new Set(['success', 'error', 'crashed', 'canceled']);

/** n8n's own REST API, the one its editor uses. */
export class N8nClient {
	private cookie = '';
	private readonly browserId = randomUUID();

	constructor(readonly url: string) {}

	/** Who the owner is, for somebody who logs in by hand. */
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

	/** Activates a workflow; production webhooks answer a few seconds later. */
	async activate({ id, versionId }: SavedWorkflow): Promise<void> {
		try {
			await this.request('POST', `/workflows/${id}/activate`, { versionId });
		} catch (error) {
			// n8n 1.x has no such endpoint: there, a workflow says itself that it is active.
			if (!(error instanceof N8nAnswerError) || !error.message.includes(' 404')) throw error;
			await this.request('PATCH', `/workflows/${id}?forceSave=true`, { active: true, versionId });
		}
	}

	/** Runs a workflow as the editor's button does, from its trigger. */
	async runManually(workflow: SavedWorkflow): Promise<Execution> {
		const [trigger] = workflow.nodes;
		const started = await this.request('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger?.name },
			startNodes: [],
		});
		return await this.executionEnd(String((started as { executionId: unknown }).executionId));
	}

	/** The editor's Retry of a failed execution, with the workflow as it was then. */
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

	/** Waits for the end of an execution. */
	async executionEnd(id: string, { seconds = 120 } = {}): Promise<Execution> {
		return await waitFor(
			`execution ${id} to end`,
			async () => {
				const found = (await this.request('GET', `/executions/${id}`)) as Json;
				return ENDED.has(found['status']) && executionOf(found);
			},
			{ seconds },
		);
	}

	/** The newest executions of a workflow, at most `limit`, as n8n lists them: without their data. */
	async executions(workflowId: string, limit = 100): Promise<readonly Json[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = (await this.request(
			'GET',
			`/executions?limit=${limit}&filter=${filter}`,
		)) as { results: readonly Json[] };
		return results;
	}

	/** How many executions of a workflow have ended in each way. */
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

/** `undefined` while the data is not there yet: n8n 1.x stores it after the status. */
function executionOf(found: Json): Execution | undefined {
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
