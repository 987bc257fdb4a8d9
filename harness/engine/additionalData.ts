import { Container } from '@n8n/di';
import { ExternalSecretsProxy } from 'n8n-core';
import type { ExecutionLifecycleHooks } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import type { CredentialsHelper } from './CredentialsHelper';

const instanceUrl = 'http://localhost:5678/';

function notSupported(what: string) {
	return async (): Promise<never> => {
		throw new Error(`${what} is not supported by this engine`);
	};
}

/** The part of n8n's additional data that differs between executions. */
export interface ExecutionContext {
	credentialsHelper: CredentialsHelper;
	executionId?: string;
	workflowId: string;
	hooks?: ExecutionLifecycleHooks;
}

/** Creates the additional data that n8n's server passes to its engine with every execution. */
export function createAdditionalData(context: ExecutionContext): IWorkflowExecuteAdditionalData {
	return {
		...context,
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
		executeWorkflow: notSupported('Running another workflow'),
		getRunExecutionData: notSupported('Reading another execution'),
		getRuntimeCredential: notSupported('Reading a runtime credential'),
		startRunnerTask: notSupported('Running a task'),
	};
}
