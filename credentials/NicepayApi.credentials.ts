import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { NICEPAY_BASE_URL } from '../nodes/Nicepay/credential/credential';
import { signRequestOptions } from '../nodes/Nicepay/credential/signRequestOptions';
import { STATUS } from '../nodes/Nicepay/protocol/messageFields';
import { describeAnswer, listRefusals } from '../nodes/Nicepay/protocol/resultCodes';

const isExpression = [{ _cnd: { startsWith: '=' } }];

export class NicepayApi implements ICredentialType {
	name = 'nicepayApi';

	displayName = 'NICEPAY API';

	icon = { light: 'file:../icons/nicepay.svg', dark: 'file:../icons/nicepay.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-nicepay/n8n-nodes-nicepay/blob/main/docs/credential.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Merchant ID (MID)',
			name: 'mid',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. nicepay00m',
			description: 'Your 10-character merchant ID, which ends in a lower-case m (상점 ID)',
		},
		{
			displayName: 'Merchant Key',
			name: 'merchantKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Your merchant key (상점키) from NICEPAY’s merchant admin (가맹점 관리자)',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: NICEPAY_BASE_URL,
			description:
				'Keep the default to use NICEPAY. For a sandbox on this machine, http is allowed, for example http://127.0.0.1:7070.',
		},
		{
			// Shown only if no property above is an expression. Then the node reads the credential once for all items.
			displayName: 'Same for All Items',
			name: 'sameForAllItems',
			type: 'hidden',
			default: true,
			displayOptions: {
				hide: { mid: isExpression, merchantKey: isExpression, baseUrl: isExpression },
			},
		},
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await signRequestOptions(credentials, requestOptions);

	/** Queries the status of a transaction that cannot exist. The answer shows whether MID and key are right. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: STATUS.path,
			method: 'POST',
			body: { TID: '={{ $credentials.mid.trim() }}03010001010000000000' },
		},
		rules: listRefusals('status').map(({ code }) => ({
			type: 'responseSuccessBody',
			properties: {
				key: 'ResultCode',
				value: code,
				message: `NICEPAY refused: ${describeAnswer('status', code)}`,
			},
		})),
	};
}
