import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { given } from '../given';
import type { LostReply } from '../request/sendWithRecovery';
import { toBoolean } from './values';

/** The node's “Options”. They apply to all items of a run. Times are in milliseconds. */
export interface NodeOptions {
	readonly concurrency: number;
	readonly connectTimeout: number;
	readonly replyTimeout: number;
	readonly lostReply: LostReply;
	readonly orderHasAccount: 'stop' | 'issueAnother';
	readonly unsupportedCharacters: 'error' | 'replace';
	readonly replyCharset: 'utf-8' | 'euc-kr';
	readonly replyFormat: 'json' | 'kv';
	readonly diagnostics: boolean;
}

/** Source of the default timeouts, 5 and 30 seconds: the manual recommends them. The rest are our choices. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
			default: 5,
			description: 'How many requests to send at the same time',
		},
		{
			displayName: 'Connect Timeout (Seconds)',
			name: 'connectTimeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 60 },
			default: 5,
			description: 'How long to wait for a connection. If it runs out, nothing was sent.',
		},
		{
			displayName: 'If a Reply Gets Lost',
			name: 'lostReply',
			type: 'options',
			options: [
				{
					name: 'Recover',
					value: 'recover',
					description:
						'Find out or undo: cancel the account that may have been issued and issue a new one, or repeat the cancel or full refund. A partial refund is never repeated.',
				},
				{
					name: 'Report as Unknown',
					value: 'fail',
					description: 'Send nothing more, so that you can check what happened',
				},
			],
			default: 'recover',
			description:
				'What to do when NICEPAY may have carried out a request but its reply did not arrive',
		},
		{
			displayName: 'If the Order Has an Account',
			name: 'orderHasAccount',
			type: 'options',
			options: [
				{
					name: 'Issue Another',
					value: 'issueAnother',
					description: 'Issue an account for every item, whatever was issued before',
				},
				{
					name: 'Stop',
					value: 'stop',
					description:
						'Send nothing for an order whose account this node has handed on, in this or an earlier execution',
				},
			],
			default: 'stop',
			description:
				'What to do with an order that comes again: a form sent twice, a webhook delivered twice, a schedule that is also started by hand',
			displayOptions: { show: { '/operation': ['issueVirtualAccount'] } },
		},
		{
			displayName: 'Include Diagnostics',
			name: 'diagnostics',
			type: 'boolean',
			default: false,
			description:
				'Whether to add “diagnostics” to the output: the form of the amount that NICEPAY’s signature covers (signedAmount: plain or padded) and the address the request went to (baseUrl). The live check uses it.',
			displayOptions: { show: { '/operation': ['cancelRefund'] } },
		},
		{
			displayName: 'Reply Charset',
			name: 'replyCharset',
			type: 'options',
			options: [
				{ name: 'EUC-KR', value: 'euc-kr' },
				{ name: 'UTF-8', value: 'utf-8' },
			],
			default: 'utf-8',
			description: 'Encoding to request for replies. Requests themselves are always EUC-KR.',
		},
		{
			displayName: 'Reply Format',
			name: 'replyFormat',
			type: 'options',
			options: [
				{ name: 'JSON', value: 'json' },
				{ name: 'Key=Value', value: 'kv' },
			],
			default: 'json',
			description: 'Format to request for replies',
		},
		{
			displayName: 'Reply Timeout (Seconds)',
			name: 'replyTimeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
			description:
				'How long to wait for a reply. If it runs out, it is unknown whether NICEPAY carried out the request.',
		},
		{
			displayName: 'Unsupported Characters',
			name: 'unsupportedCharacters',
			type: 'options',
			options: [
				{
					name: 'Replace With ?',
					value: 'replace',
					description:
						'In Goods Name, names, Reason and Merchant Data, but never in Refund Account Holder',
				},
				{ name: 'Stop', value: 'error', description: 'Stop at the item before anything is sent' },
			],
			default: 'error',
			description:
				'What to do with characters that EUC-KR cannot encode, such as é, emoji and rare syllables (펲)',
		},
	],
};

/**
 * Reads the options of a run.
 *
 * @throws {Error} if a value is not one that the editor offers; the message names the option
 */
export function readOptions(node: IExecuteFunctions): NodeOptions {
	const given = node.getNodeParameter('options', 0, {}) as Readonly<Record<string, unknown>>;
	const read = Object.fromEntries(
		(optionsProperty.options as INodeProperties[]).map((option) => [
			option.name,
			readOption(option, given[option.name] ?? option.default),
		]),
	) as unknown as NodeOptions;
	return {
		...read,
		concurrency: Math.max(1, Math.floor(read.concurrency)),
		connectTimeout: read.connectTimeout * 1000,
		replyTimeout: read.replyTimeout * 1000,
	};
}

function readOption(option: INodeProperties, value: unknown): unknown {
	const { displayName, type, typeOptions, options = [] } = option;
	if (type === 'boolean') {
		const read = toBoolean(value);
		if (read !== undefined) return read;
		throw new Error(`${displayName} must be true or false ${given(value)}`);
	}
	if (type === 'number') {
		const max = typeOptions?.maxValue ?? Infinity;
		if (Number(value) > 0 && Number(value) <= max) return Number(value);
		throw new Error(`${displayName} must be a number above 0 and at most ${max} ${given(value)}`);
	}
	const choices = (options as INodePropertyOptions[]).map((choice) => choice.value);
	if (choices.some((choice) => choice === value)) return value;
	throw new Error(`${displayName} must be one of ${choices.join(', ')} ${given(value)}`);
}

/** The fields that ask NICEPAY for a charset and format. */
export const readReplyForm = ({ replyCharset, replyFormat }: NodeOptions) => ({
	CharSet: replyCharset,
	EdiType: replyFormat === 'kv' ? 'KV' : 'JSON',
});
