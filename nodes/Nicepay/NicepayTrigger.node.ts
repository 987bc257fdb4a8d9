import type { IHookFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { allowedSenders, triggerProperties } from './trigger/properties';
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
				responseMode: 'onReceived',
				responseData: 'OK',
				path: 'nicepay',
			},
		],
		triggerPanel: {
			header: 'Receive deposits from NICEPAY',
			executionsHelp: {
				inactive:
					'<b>While building</b>: click “listen”, then pay into an account of the sandbox, or have a notification sent again (재전송), to the test URL.<br /><br /><b>For real</b>: publish the workflow (n8n 1: activate it), copy the <b>production URL</b>, and paste it in NICEPAY’s merchant admin (가맹점 관리자) under payment data notification (결제데이터통보), virtual account (가상계좌), with the check for the reply OK (OK 체크) on and encryption (암호화) off. One Merchant ID has one URL.',
				active:
					'<b>The workflow is published</b>: NICEPAY’s notifications to the <b>production URL</b> start it. That URL belongs in NICEPAY’s merchant admin (가맹점 관리자) under payment data notification (결제데이터통보), virtual account (가상계좌). One Merchant ID has one URL. Click “listen” to try one on the test URL.',
			},
			activationHint:
				'Publish the workflow (n8n 1: activate it), and paste the <b>production URL</b> in NICEPAY’s merchant admin (결제데이터통보): the test URL works only while you listen.',
		},
		properties: triggerProperties,
	};

	/** The URL is set by a person in NICEPAY's admin page: there is nothing to create or delete there. */
	webhookMethods = {
		default: {
			checkExists: async function (this: IHookFunctions): Promise<boolean> {
				// A list of senders that cannot be read stops the activation, not the first deposit.
				allowedSenders(this);
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
