import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { nicepayProperties, nicepaySubtitle } from './operations/properties';
import { execute } from './run/execute';

export class Nicepay implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'NICEPAY',
		name: 'nicepay',
		icon: { light: 'file:../../icons/nicepay.svg', dark: 'file:../../icons/nicepay.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: nicepaySubtitle,
		description: 'Issue, cancel and refund NICEPAY virtual accounts (가상계좌)',
		defaults: { name: 'NICEPAY' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'nicepayApi', required: true }],
		properties: nicepayProperties,
	};

	execute = execute;
}
