import type { IHookFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkSetup } from './trigger/checkSetup';
import { triggerProperties } from './trigger/properties';
import { receiveNotification } from './trigger/receiveNotification';

export class NicepayTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'NICEPAY Trigger',
		name: 'nicepayTrigger',
		icon: { light: 'file:../../icons/nicepay.svg', dark: 'file:../../icons/nicepay.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter.events.join(", ") }}',
		description: 'Starts the workflow when a customer pays into a virtual account (입금통보)',
		defaults: { name: 'NICEPAY Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'nicepayApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode:
					'={{ $parameter["acknowledge"] === "workflow" ? "responseNode" : "onReceived" }}',
				responseData: 'OK',
				path: 'nicepay',
			},
			// Whoever opens the URL in a browser sees that it is reached.
			{
				name: 'setup',
				httpMethod: 'GET,HEAD',
				responseMode: 'onReceived',
				path: 'nicepay',
				ndvHideUrl: true,
			},
		],
		triggerPanel: {
			header: 'Receive deposits from NICEPAY',
			executionsHelp: {
				inactive:
					'<b>While you build</b>: click “listen”, then send a notification to the test URL: pay into an account in the sandbox, or resend one (재전송) from the merchant admin.<br /><br /><b>To go live</b>: publish the workflow (n8n 1: activate it) and copy the <b>production URL</b> into NICEPAY’s merchant admin (가맹점 관리자): payment data notification (결제데이터통보), virtual account (가상계좌). Turn on the check for the reply OK (OK 체크) and turn off encryption (암호화). Each Merchant ID has one URL.',
				active:
					'<b>The workflow is published</b>: notifications to the <b>production URL</b> start it. Make sure that this URL is in NICEPAY’s merchant admin (가맹점 관리자): payment data notification (결제데이터통보), virtual account (가상계좌). Each Merchant ID has one URL. To try a notification on the test URL, click “listen”.',
			},
			activationHint:
				'Publish the workflow (n8n 1: activate it), and copy the <b>production URL</b> into NICEPAY’s merchant admin (결제데이터통보). The test URL works only while you listen.',
		},
		properties: triggerProperties,
	};

	/** You set the URL by hand in NICEPAY's merchant admin, so there is nothing to create or delete. */
	webhookMethods = {
		default: {
			checkExists: async function (this: IHookFunctions): Promise<boolean> {
				await checkSetup(this);
				return true;
			},
			create: async function (this: IHookFunctions): Promise<boolean> {
				return true;
			},
			delete: async function (this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	webhook = receiveNotification;
}
