import type { IHookFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { MAIN } from './oldestN8n';
import { checkSetup } from './trigger/checkSetup';
import { triggerPanel } from './trigger/panel';
import { triggerProperties } from './trigger/properties';
import { receiveNotification } from './trigger/receiveNotification';
import { responseModeField } from './trigger/responseMode';

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
		outputs: [MAIN],
		credentials: [{ name: 'nicepayApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				...responseModeField,
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
		triggerPanel,
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
