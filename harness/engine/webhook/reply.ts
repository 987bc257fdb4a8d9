import type { INode, IWebhookDescription, IWebhookResponseData, Workflow } from 'n8n-workflow';

import type { ExpressResponse } from './express';

/** Replies to a request that does not start the workflow. */
export function replyWithoutRun(response: ExpressResponse, data: IWebhookResponseData): void {
	if (data.noWebhookResponse) return;
	response.send(data.webhookResponse ?? { message: 'Webhook call received' });
}

/**
 * Replies once the execution is stored. Uses `webhookResponse` only if the description's `responseData`
 * evaluates to nothing. `responseData` defaults to the text `firstEntryJson`.
 */
export function replyOnReceived(
	response: ExpressResponse,
	data: IWebhookResponseData,
	{
		workflow,
		node,
		description,
	}: { workflow: Workflow; node: INode; description: IWebhookDescription },
): void {
	if (data.noWebhookResponse) return;
	const evaluate = (
		value: IWebhookDescription['responseData'] | IWebhookDescription['responseCode'],
	) => workflow.expression.getSimpleParameterValue(node, value as string, 'webhook', {});
	const code = description.responseCode === undefined ? 200 : evaluate(description.responseCode);
	const text =
		description.responseData === undefined ? 'firstEntryJson' : evaluate(description.responseData);
	response.status(Number(code));
	if (text === 'noData') response.send();
	else response.send(text || (data.webhookResponse ?? { message: 'Workflow was started' }));
}
