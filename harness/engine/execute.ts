import { AsyncResource } from 'node:async_hooks';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type { IRun, IRunExecutionData, IWorkflowBase, Workflow } from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import type { CredentialsHelper } from './CredentialsHelper';
import { EngineRun } from './EngineRun';
import type { RunOptions } from './options';
import { prepareRuntime } from './runtime';

type Execution = ReturnType<WorkflowExecute['processRunExecutionData']>;

let lastExecutionId = 0;

/** Runs the nodes on the run data's stack in n8n's engine, until none is left or one fails. */
export async function execute(
	workflow: Workflow,
	credentialsHelper: CredentialsHelper,
	options: RunOptions & { data: IRunExecutionData },
): Promise<EngineRun> {
	await prepareRuntime();
	const { executionId = String(++lastExecutionId), mode = 'trigger', signal } = options;
	const hooks = new ExecutionLifecycleHooks(mode, executionId, toStoredWorkflow(workflow));
	options.hooks?.(hooks);
	const additionalData = createAdditionalData({
		credentialsHelper,
		executionId,
		workflowId: workflow.id,
		hooks,
	});
	const execution = new WorkflowExecute(additionalData, mode, options.data);
	const run = await runUntilCanceled(execution.processRunExecutionData(workflow), signal);
	return new EngineRun(executionId, run);
}

function toStoredWorkflow(workflow: Workflow): IWorkflowBase {
	return {
		id: workflow.id,
		name: workflow.name ?? workflow.id,
		active: workflow.active,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
	};
}

async function runUntilCanceled(
	execution: Execution,
	signal: AbortSignal | undefined,
): Promise<IRun> {
	// What hears of it logs as part of the execution, whoever stops it.
	const cancel = AsyncResource.bind(() => execution.cancel());
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel);
	try {
		return await execution;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}
