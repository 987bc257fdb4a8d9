import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import pLimit from 'p-limit';

import { ISSUE } from '../../nodes/Nicepay/protocol/messages';
import { describeContestant, readItem } from './parameters';

/**
 * Makes the same requests with n8n's request helper and this package's credential, as the HTTP
 * Request node does. That node cannot hold to a number of requests under way; this one does, so that
 * both have the same limit.
 */
export const helperNode: INodeType = {
	description: describeContestant('helper'),
	async execute(this: IExecuteFunctions) {
		const { baseUrl } = await this.getCredentials('nicepayApi');
		const { concurrency } = this.getNodeParameter('options', 0) as { concurrency: number };
		const url = `${String(baseUrl)}${ISSUE.path}`;
		const post = async (item: number) => {
			const body = readItem(this, item);
			const options = { method: 'POST', url, body } as const;
			const reply: IDataObject = await this.helpers.httpRequestWithAuthentication.call(
				this,
				'nicepayApi',
				options,
			);
			if (reply.ResultCode !== '4100') throw new Error(`Not issued: ${JSON.stringify(reply)}`);
			return { json: reply, pairedItem: { item } };
		};
		return [await pLimit(concurrency).map(this.getInputData().keys(), post)];
	},
};
