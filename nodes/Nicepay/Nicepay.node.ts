import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { MAIN } from './oldestN8n';
import { nicepayProperties, nicepaySubtitle, showOnlyForRequests } from './operations/properties';
import { execute } from './run/execute';

export class Nicepay implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'NICEPAY',
		name: 'nicepay',
		icon: { light: 'file:../../icons/nicepay.svg', dark: 'file:../../icons/nicepay.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: nicepaySubtitle,
		description: 'Issue, cancel and refund NICEPAY virtual accounts (가상계좌), confirm deposits',
		defaults: { name: 'NICEPAY' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: [{ name: 'nicepayApi', required: true, displayOptions: showOnlyForRequests }],
		properties: nicepayProperties,
	};

	execute = execute;
}
