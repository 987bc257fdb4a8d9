import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readCredential } from '../credential/credential';
import { withoutKey } from '../protocol/merchantKey';
import type { NotificationFields } from '../protocol/notification';
import {
	ACKNOWLEDGEMENT,
	DEPOSITED,
	isDeposit,
	isTakenBack,
	readNotification,
	toEvent,
} from '../protocol/notification';
import { askNicepay } from './askNicepay';
import type { Refusal } from './checkNotification';
import { checkContent, checkMerchant, describeRefusal } from './checkNotification';
import { decryptCredential } from './decryptCredential';
import { allowedSenders } from './properties';
import { readBody } from './readBody';
import { formatSender } from './senders';

/**
 * Receives a notification. Refuses it if it is not NICEPAY's (403, `FAIL`, nothing runs), acknowledges it
 * if the user did not choose this kind of event, and otherwise starts the workflow. What needs no credential
 * is checked first: n8n takes long to decrypt one, and anybody may send a request.
 *
 * `OK` is n8n's to say, once it has stored the execution, or the workflow's, by Confirm Deposit. If nobody
 * says it, NICEPAY sends the notification again: every 1 to 10 minutes, 1 to 10 times, as set in the merchant
 * admin. Source: the manual.
 */
export async function receiveNotification(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = this.getRequestObject();
	const sender = formatSender(request.ip ?? '');
	const isAllowed = allowedSenders(this)(sender);
	// A person who opens the URL in a browser, or whoever else tests it.
	if (request.method !== 'POST') return wasReached(this, request.method, sender, isAllowed);
	if (!isAllowed) return refuse(this, { reason: 'sender', sender });

	const body = await readBody(request);
	if (!Buffer.isBuffer(body)) return refuse(this, body);
	if (body.toString('latin1').trim() === '')
		return wasReached(this, 'an empty POST', sender, isAllowed);
	const notification = readNotification(body);
	const doubt = checkContent(notification);
	if (doubt) return refuse(this, doubt);

	const credential = readCredential(await decryptCredential(this));
	const refusal = checkMerchant(notification, credential);
	if (refusal) return refuse(this, refusal);

	const fields = withoutKey(notification.fields, credential.merchantKey);
	const events = this.getNodeParameter('events', []) as string[];
	if (!events.includes(isDeposit(fields) ? 'deposit' : 'other')) return drop(this, fields);

	const simplify = this.getNodeParameter('simplify', true) as boolean;
	const json: IDataObject = simplify ? { ...toEvent(fields, sender) } : { ...fields };
	if (this.getNodeParameter('confirmWithNicepay', false)) {
		json.confirmation = await askNicepay(fields.TID ?? '', credential, this.helpers);
	}
	if (this.getNodeParameter('diagnostics', false)) {
		json.diagnostics = { contentType: request.headers['content-type'] ?? null };
	}
	return { workflowData: [[{ json }]] };
}

/** Answers whoever tests the URL: a browser, the merchant admin, a firewall (reported by integrators). */
function wasReached(
	webhook: IWebhookFunctions,
	how: string,
	sender: string,
	isAllowed: boolean,
): IWebhookResponseData {
	const reached = `${nameOf(webhook)} was reached from ${sender || 'an unreadable address'} (${how}) and answered ${ACKNOWLEDGEMENT}. It is no notification, so nothing runs.`;
	// A redirect turns a POST into a GET, and may empty it.
	const warning =
		'If this was not a test of the URL, something on the way has removed the notification: give NICEPAY the final https URL, which redirects nowhere.';
	if (isAllowed) webhook.logger.warn(`${reached} ${warning}`);
	else webhook.logger.info(reached);
	return { webhookResponse: ACKNOWLEDGEMENT };
}

/** Acknowledges an event that the user did not choose, so that NICEPAY does not send it again. */
function drop(webhook: IWebhookFunctions, fields: NotificationFields): IWebhookResponseData {
	const { TID, MOID, PayMethod, ResultCode, StateCd } = fields;
	const which = JSON.stringify({ TID, MOID, PayMethod, ResultCode, StateCd });
	const dropped = `Trigger On does not include it, so nothing runs: ${which}`;
	const name = nameOf(webhook);
	if (isTakenBack(fields)) {
		webhook.logger.warn(`${name} heard that a deposit was taken back. ${dropped}`);
	} else if (ResultCode === DEPOSITED) {
		webhook.logger.warn(`${name} acknowledged what may be a deposit. ${dropped}`);
	} else {
		webhook.logger.debug(`${name} acknowledged a notification. ${dropped}`);
	}
	return { webhookResponse: ACKNOWLEDGEMENT };
}

function refuse(webhook: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	const headers = webhook.getHeaderData();
	const envelope = {
		isForwarded: headers['x-forwarded-for'] !== undefined,
		contentType: headers['content-type'],
		contentEncoding: headers['content-encoding'],
	};
	webhook.logger.warn(
		`${nameOf(webhook)} refused a notification: ${describeRefusal(refusal, envelope)}`,
	);
	webhook.getResponseObject().status(403).type('text/plain').send('FAIL');
	return { noWebhookResponse: true };
}

const nameOf = (webhook: IWebhookFunctions): string =>
	`NICEPAY Trigger “${webhook.getNode().name}”`;
