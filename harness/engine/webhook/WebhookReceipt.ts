import type { INodeExecutionData, IWebhookResponseData } from 'n8n-workflow';

import type { WorkflowInput } from '../workflow';
import type { WebhookResponse } from './WebhookRequest';

/** What became of a request to a webhook. */
export interface WebhookReceipt {
	workflow: WorkflowInput;
	/** What the node's `webhook()` returned; empty if n8n refused the request before or it threw. */
	data: IWebhookResponseData;
	/** What the sender got. */
	response: WebhookResponse;
	/** What `webhook()` threw. n8n then answers 500 with a text of its own. */
	error?: Error;
	/** The items the workflow starts with; undefined if it does not start. */
	workflowData: INodeExecutionData[][] | undefined;
}
