import { WebhookContext } from 'n8n-core';
import type {
	IHttpRequestMethods,
	INode,
	IWebhookData,
	IWebhookDescription,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { toExpressRequest, toExpressResponse } from './express';
import { parseBody } from './parseBody';
import { replyOnReceived, replyWithoutRun } from './reply';
import { roundTrip } from './roundTrip';
import type { WebhookReceipt } from './WebhookReceipt';
import type { WebhookRequest } from './WebhookRequest';

/** The trigger node that receives a webhook request. */
export interface WebhookTarget {
	workflow: Workflow;
	node: INode;
	additionalData: IWorkflowExecuteAdditionalData;
	/** Stores the execution before the sender gets its reply. If it throws, the reply is 500. */
	store: () => void | Promise<void>;
}

/**
 * Sends a request to a trigger node's `webhook()` and replies the way n8n's server does to a node with
 * `responseMode: 'onReceived'`. Does not run the workflow.
 */
export async function receiveWebhook(
	target: WebhookTarget,
	request: WebhookRequest,
	capture: <T>(work: () => T) => T,
): Promise<Omit<WebhookReceipt, 'workflow'>> {
	let data: IWebhookResponseData = {};
	let error: Error | undefined;
	const { method = 'POST' } = request;
	const description = findWebhook(target, method);
	const response = await roundTrip(
		request,
		async (incoming, outgoing) =>
			// A request that arrives at a server does not inherit its sender's async context.
			await capture(async () => {
				const { workflow, node, additionalData, store } = target;
				const req = toExpressRequest(incoming, request);
				const res = toExpressResponse(outgoing);
				if (description === undefined) {
					const message = `This webhook is not registered for ${method} requests.`;
					res.status(404).json({ code: 404, message });
					return;
				}
				const parseFailure = await parseBody(req, workflow, node);
				if (parseFailure !== undefined) {
					const message = 'Failed to parse request body';
					res.status(422).json({ code: 422, message, hint: parseFailure });
					return;
				}
				Object.assign(additionalData, { httpRequest: req, httpResponse: res });
				try {
					data = await runWebhook(target, description, method);
				} catch (thrown) {
					error = thrown instanceof Error ? thrown : new Error(String(thrown));
					const message = 'Workflow Webhook Error: Workflow could not be started!';
					res.status(500).json({ code: 0, message });
					return;
				}
				if (data.workflowData === undefined) return replyWithoutRun(res, data);
				try {
					await store();
				} catch (failure) {
					data = { ...data, workflowData: undefined };
					if (!res.headersSent) res.status(500).json({ code: 0, message: String(failure) });
					return;
				}
				replyOnReceived(res, data, { workflow, node, description });
			}),
	);
	return { data, response, error, workflowData: data.workflowData };
}

/** The node's webhook for an HTTP method. A description may name several, parted by commas. */
function findWebhook(
	{ workflow, node }: WebhookTarget,
	method: string,
): IWebhookDescription | undefined {
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	return description.webhooks?.find(({ httpMethod }) => httpMethod.split(',').includes(method));
}

async function runWebhook(
	{ workflow, node, additionalData }: WebhookTarget,
	description: IWebhookDescription,
	method: string,
): Promise<IWebhookResponseData> {
	const webhookData: IWebhookData = {
		httpMethod: method as IHttpRequestMethods,
		node: node.name,
		path: 'test',
		webhookDescription: description,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	};
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (nodeType.webhook === undefined) throw new Error(`"${node.type}" has no webhook()`);
	const closing: Array<() => Promise<void>> = [];
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		'webhook',
		webhookData,
		closing,
		null,
	);
	try {
		return await nodeType.webhook.call(context);
	} finally {
		await Promise.allSettled(closing.map(async (close) => await close()));
	}
}
