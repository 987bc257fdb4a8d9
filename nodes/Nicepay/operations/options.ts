import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { LostReply } from '../request/sendWithRecovery';

/** The node's “Options”, the same for all items of a run. Times in milliseconds. */
export interface NodeOptions {
	readonly concurrency: number;
	readonly connectTimeout: number;
	readonly replyTimeout: number;
	readonly lostReply: LostReply;
	readonly unsupportedCharacters: 'error' | 'replace';
	readonly replyCharset: 'utf-8' | 'euc-kr';
	readonly replyFormat: 'json' | 'kv';
	readonly diagnostics: boolean;
}

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
			description: 'How many requests may be under way at the same time',
		},
		{
			displayName: 'Connect Timeout (Seconds)',
			name: 'connectTimeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 60 },
			default: 5,
			description: 'How long to wait for a connection. Nothing has been sent when it runs out.',
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
						'Find out or undo: cancel an account that may have been issued and issue again, repeat a cancel or full refund. A partial refund is never repeated.',
				},
				{
					name: 'Report as Unknown',
					value: 'fail',
					description: 'Send nothing more and leave it to you',
				},
			],
			default: 'recover',
			description:
				'What to do when NICEPAY may have carried out a request but its reply did not arrive',
		},
		{
			displayName: 'Include Diagnostics',
			name: 'diagnostics',
			type: 'boolean',
			default: false,
			description:
				'Whether to add “diagnostics” to the output: which form of the amount NICEPAY’s signature covers (signedAmount: plain or padded), and the address that was asked (baseUrl). For the live check.',
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
			description: 'Encoding in which NICEPAY is asked to reply. Requests are always EUC-KR.',
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
			description: 'Format in which NICEPAY is asked to reply',
		},
		{
			displayName: 'Reply Timeout (Seconds)',
			name: 'replyTimeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
			description:
				'How long to wait for a reply. When it runs out, it is unknown whether the request was carried out.',
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
						'In goods name, names, reason and merchant data; never in the holder of a refund account',
				},
				{ name: 'Stop', value: 'error', description: 'Refuse the item before anything is sent' },
			],
			default: 'error',
			description: 'What to do with characters that EUC-KR cannot carry, such as 펲, é or emoji',
		},
	],
};

/**
 * Reads the options of a run.
 *
 * @throws an error that names the option, for a value the editor would not offer
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
	if (type === 'boolean') return value === true;
	if (type === 'number') {
		const max = typeOptions?.maxValue ?? Infinity;
		if (Number(value) > 0 && Number(value) <= max) return Number(value);
		throw new Error(`${displayName} must be a number above 0, at most ${max}`);
	}
	const choices = (options as INodePropertyOptions[]).map((choice) => choice.value);
	if (choices.some((choice) => choice === value)) return value;
	throw new Error(`${displayName} must be one of ${choices.join(', ')}`);
}

/** The fields that tell NICEPAY in which form to reply. */
export const readReplyForm = ({ replyCharset, replyFormat }: NodeOptions) => ({
	CharSet: replyCharset,
	EdiType: replyFormat === 'kv' ? 'KV' : 'JSON',
});
