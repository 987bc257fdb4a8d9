import type { INodeExecutionData, IWebhookResponseData } from 'n8n-workflow';

import type { WorkflowInput } from '../workflow';
import type { WebhookResponse } from './WebhookRequest';

/** The result of a request to a webhook. */
export interface WebhookReceipt {
	workflow: WorkflowInput;
	/** What the node's `webhook()` returned. Empty if it threw, or if n8n refused the request before. */
	data: IWebhookResponseData;
	/** The response that the sender got. */
	response: WebhookResponse;
	/** What `webhook()` threw. n8n then answers 500 with its own message. */
	error?: Error;
	/** The items the workflow starts with; `undefined` if it does not start. */
	workflowData: INodeExecutionData[][] | undefined;
}
