import { createRunExecutionData, jsonParse } from 'n8n-workflow';
import type {
	ICredentialType,
	IDataDeduplicator,
	IDataObject,
	IExecuteContextData,
	IRunExecutionData,
	Workflow,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { CredentialsHelper } from './CredentialsHelper';
import { NodeRun } from './EngineRun';
import type { EngineRun } from './EngineRun';
import { execute } from './execute';
import { LogBook } from './LogBook';
import { builtInNodes } from './nodes/index';
import { NodeTypes } from './NodeTypes';
import { assignProcessedData, instanceIdOf, ProcessedData } from './ProcessedData';
import type { EngineOptions, RunOptions } from './options';
import { prepareRetry } from './prepareRetry';
import { prepareRuntime } from './runtime';
import { toWorkflow } from './runNode';
import type { NodeRunOptions } from './runNode';
import { receiveWebhook } from './webhook/receiveWebhook';
import type { WebhookReceipt } from './webhook/WebhookReceipt';
import type { WebhookRequest } from './webhook/WebhookRequest';
import { buildWorkflow, saveStaticData, startNode } from './workflow';
import type { NodeInput, WorkflowInput } from './workflow';

/** Runs n8n's own engine in this process: real expressions, credentials, retries and webhooks, but no server. */
export class Engine {
	/** Everything logged during this engine's executions. */
	readonly logs = new LogBook();
	/** How many times a credential was decrypted. In n8n, each time takes milliseconds. */
	decryptions = 0;
	readonly staticData: Map<string, IDataObject>;
	readonly processedData: IDataDeduplicator;
	private readonly nodeTypes: NodeTypes;
	private readonly credentialTypes: Record<string, ICredentialType>;

	constructor(private readonly options: EngineOptions = {}) {
		this.staticData = options.staticData ?? new Map();
		this.processedData = options.processedData ?? new ProcessedData();
		this.nodeTypes = new NodeTypes(
			{ ...builtInNodes, ...options.package?.nodeTypes, ...options.nodeTypes },
			options.isOld,
		);
		this.credentialTypes = { ...options.package?.credentialTypes, ...options.credentialTypes };
	}

	/**
	 * Runs a workflow to its end. An execution that fails is returned, not thrown.
	 *
	 * @throws {WorkflowHasIssuesError} if n8n refuses to start it, because a required parameter is missing
	 */
	async run(input: WorkflowInput, options: RunOptions = {}): Promise<EngineRun> {
		const workflow = this.build(input, options);
		const contextData = jsonParse<IExecuteContextData>(JSON.stringify(options.contextData ?? {}));
		const data = { main: [options.input ?? [{ json: {} }]] };
		const node = startNode(workflow, input, options.startNode);
		return await this.execute(workflow, {
			...options,
			data: createRunExecutionData({
				executionData: { contextData, nodeExecutionStack: [{ node, data, source: null }] },
			}),
		});
	}

	/**
	 * Retries an execution like the editor's "Retry with currently saved workflow": continues at the node
	 * that failed, under a new execution ID.
	 *
	 * @param saved the failed execution's `saved`; it may come from another engine
	 */
	async retry(input: WorkflowInput, saved: string, options: RunOptions = {}): Promise<EngineRun> {
		const workflow = this.build(input, options);
		const data = prepareRetry(workflow, saved);
		return await this.execute(workflow, { mode: 'retry', ...options, data });
	}

	/** Runs one node with the given items; `n8n-nodes-nicepay.nicepay` by default. */
	async runNode(options: NodeRunOptions): Promise<NodeRun> {
		const { executionId, run } = await this.run(toWorkflow(options), options);
		return new NodeRun(executionId, run, options.name ?? 'NICEPAY');
	}

	/** Retries an execution that `runNode` started. Pass the same options. */
	async retryNode(options: NodeRunOptions, saved: string): Promise<NodeRun> {
		const { executionId, run } = await this.retry(toWorkflow(options), saved, options);
		return new NodeRun(executionId, run, options.name ?? 'NICEPAY');
	}

	/**
	 * Sends a request to a trigger node over a real connection, and replies as n8n does.
	 *
	 * @param target the node, or a workflow that starts with it
	 */
	async receiveWebhook(
		target: NodeInput | WorkflowInput,
		request: WebhookRequest,
		options: Pick<RunOptions, 'credentials'> & { store?: () => void | Promise<void> } = {},
	): Promise<WebhookReceipt> {
		await prepareRuntime();
		const input = 'nodes' in target ? target : { nodes: [target] };
		const workflow = this.build(input, options);
		const receipt = await receiveWebhook(
			{
				workflow,
				node: startNode(workflow, input),
				additionalData: createAdditionalData({
					credentialsHelper: this.credentialsHelper(options),
					workflowId: workflow.id,
				}),
				store: options.store ?? (() => {}),
			},
			request,
			(work) => this.logs.capture(work),
		);
		saveStaticData(workflow, this.staticData);
		return { ...receipt, workflow: input };
	}

	/** Runs the workflow that a webhook request started. */
	async runFromWebhook(receipt: WebhookReceipt, options: RunOptions = {}): Promise<EngineRun> {
		const { workflow, workflowData } = receipt;
		if (workflowData === undefined) throw new Error('This request started no execution');
		return await this.run(workflow, { mode: 'webhook', ...options, input: workflowData[0] });
	}

	private credentialsHelper({ credentials }: RunOptions): CredentialsHelper {
		const table = { ...this.options.credentials, ...credentials };
		return new CredentialsHelper(this.credentialTypes, table, () => this.decryptions++);
	}

	private build(input: WorkflowInput, options: RunOptions): Workflow {
		const workflow = buildWorkflow(input, {
			nodeTypes: this.nodeTypes,
			credentials: this.credentialsHelper(options),
			staticData: this.staticData,
			instanceId: instanceIdOf(this.processedData),
		});
		assignProcessedData(workflow, this.processedData);
		return workflow;
	}

	private async execute(
		workflow: Workflow,
		options: RunOptions & { data: IRunExecutionData },
	): Promise<EngineRun> {
		const run = await this.logs.capture(
			async () => await execute(workflow, this.credentialsHelper(options), options),
		);
		saveStaticData(workflow, this.staticData);
		return run;
	}
}
