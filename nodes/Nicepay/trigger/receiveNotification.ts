import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readCredential } from '../credential/credential';
import { withoutKey } from '../protocol/merchantKey';
import { toEvent, isDeposit, readNotification } from '../protocol/notification';
import type { Refusal } from './checkNotification';
import { checkNotification, describeRefusal } from './checkNotification';
import { confirm } from './confirm';
import { allowedSenders } from './properties';
import { formatAddress } from './senders';

/** The reply that NICEPAY requires, exactly. Source: the manual. */
const ACKNOWLEDGED = 'OK';

/** Anything larger is not from NICEPAY: by the lengths in the manual, notifications stay under 8 KiB. */
const MAX_BYTES = 1024 * 1024;

/**
 * Receives a notification. Refuses it if it is not NICEPAY's (403, `FAIL`, nothing runs), acknowledges it
 * if the user did not choose this kind of event, and otherwise starts the workflow.
 *
 * n8n itself answers `OK`, once it has stored the execution. If that does not happen, NICEPAY sends the
 * notification again: every 1 to 10 minutes, 1 to 10 times, as set in the merchant admin. Source: the manual.
 */
export async function receiveNotification(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const credential = readCredential(await this.getCredentials('nicepayApi'));
	const request = this.getRequestObject();
	const sender = formatAddress(request.ip ?? '');
	if (!allowedSenders(this)(sender)) return refuse(this, { reason: 'sender', sender });

	await request.readRawBody();
	const body = request.rawBody ?? Buffer.alloc(0);
	if (body.length > MAX_BYTES) return refuse(this, { reason: 'size', bytes: body.length });
	const notification = readNotification(body);
	const refusal = checkNotification(notification, credential);
	if (refusal) return refuse(this, refusal);

	const fields = withoutKey(notification.fields, credential.merchantKey);
	const events = this.getNodeParameter('events', []) as string[];
	const event = isDeposit(fields) ? 'deposit' : 'other';
	if (!events.includes(event)) return { webhookResponse: ACKNOWLEDGED };

	const simplify = this.getNodeParameter('simplify', true) as boolean;
	const json: IDataObject = simplify ? { ...toEvent(fields, sender) } : { ...fields };
	if (this.getNodeParameter('confirmWithNicepay', false)) {
		json.confirmation = await confirm(fields.TID ?? '', credential, this.helpers);
	}
	if (this.getNodeParameter('diagnostics', false)) {
		json.diagnostics = { contentType: request.headers['content-type'] ?? null };
	}
	return { workflowData: [[{ json }]] };
}

function refuse(webhook: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	const isForwarded = webhook.getHeaderData()['x-forwarded-for'] !== undefined;
	webhook.logger.warn(
		`NICEPAY Trigger “${webhook.getNode().name}” refused a notification: ${describeRefusal(refusal, isForwarded)}`,
	);
	webhook.getResponseObject().status(403).type('text/plain').send('FAIL');
	return { noWebhookResponse: true };
}
