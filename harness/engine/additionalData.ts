import { Container } from '@n8n/di';
import { ExternalSecretsProxy } from 'n8n-core';
import type { ExecutionLifecycleHooks } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import type { CredentialsHelper } from './CredentialsHelper';

const instanceUrl = 'http://localhost:5678/';

function refuse(what: string) {
	return async (): Promise<never> => {
		throw new Error(`${what} is not part of this engine`);
	};
}

/** What differs from execution to execution. */
export interface ExecutionSurroundings {
	credentialsHelper: CredentialsHelper;
	executionId?: string;
	workflowId: string;
	hooks?: ExecutionLifecycleHooks;
}

/** What n8n's server hands its engine with every execution. */
export function createAdditionalData(
	surroundings: ExecutionSurroundings,
): IWorkflowExecuteAdditionalData {
	return {
		...surroundings,
		currentNodeExecutionIndex: 0,
		instanceBaseUrl: instanceUrl,
		restApiUrl: `${instanceUrl}rest`,
		formBaseUrl: `${instanceUrl}form`,
		formWaitingBaseUrl: `${instanceUrl}form-waiting`,
		formTestBaseUrl: `${instanceUrl}form-test`,
		webhookBaseUrl: `${instanceUrl}webhook`,
		webhookWaitingBaseUrl: `${instanceUrl}webhook-waiting`,
		webhookTestBaseUrl: `${instanceUrl}webhook-test`,
		mcpBaseUrl: `${instanceUrl}mcp`,
		mcpTestBaseUrl: `${instanceUrl}mcp-test`,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		variables: {},
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		executeWorkflow: refuse('Running another workflow'),
		getRunExecutionData: refuse('Another execution'),
		getRuntimeCredential: refuse('A runtime credential'),
		startRunnerTask: refuse('A task runner'),
	};
}
