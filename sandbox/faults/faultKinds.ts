import type { EndpointName } from '../../nodes/Nicepay/protocol/messages';

/** What becomes of the reply. */
export type FaultEffect =
	'drop' | 'hang' | 'delay' | 'status500' | 'html' | 'truncate' | 'eucKr' | 'tamper' | 'code';

export interface FaultSpec {
	/** Whether the request is carried out all the same. */
	readonly processed: boolean;
	readonly effect: FaultEffect;
	readonly doc: string;
	/** The code that is replied, when the kind fixes it. */
	readonly code?: string;
	/** Where the fault can show; everywhere when absent. */
	readonly endpoint?: EndpointName;
}

/** Every way in which the sandbox can let a client down. */
export const FAULTS = {
	processThenDrop: {
		processed: true,
		effect: 'drop',
		doc: 'Carried out; the connection breaks instead of a reply.',
	},
	dropUnprocessed: {
		processed: false,
		effect: 'drop',
		doc: 'The connection breaks; nothing was carried out.',
	},
	processThenHang: { processed: true, effect: 'hang', doc: 'Carried out; no reply ever comes.' },
	hangUnprocessed: { processed: false, effect: 'hang', doc: 'No reply comes; nothing was done.' },
	delay: {
		processed: true,
		effect: 'delay',
		doc: 'Carried out; the reply comes late, after `delayMs`.',
	},
	http500: { processed: false, effect: 'status500', doc: 'HTTP 500; nothing was carried out.' },
	processThen500: { processed: true, effect: 'status500', doc: 'Carried out; HTTP 500.' },
	htmlUnprocessed: {
		processed: false,
		effect: 'html',
		doc: 'An HTML page with HTTP 200; nothing was carried out.',
	},
	processThenHtml: {
		processed: true,
		effect: 'html',
		doc: 'Carried out; an HTML page with HTTP 200 instead of the reply.',
	},
	truncatedJson: {
		processed: true,
		effect: 'truncate',
		doc: 'Carried out; the reply ends in its middle, with a Content-Length that fits.',
	},
	eucKrReply: {
		processed: true,
		effect: 'eucKr',
		doc: 'Carried out; the reply is EUC-KR though UTF-8 was asked for.',
	},
	tamperedSignature: {
		processed: true,
		effect: 'tamper',
		endpoint: 'cancel',
		doc: 'Carried out; the Signature of the cancel reply is wrong.',
	},
	rateLimited: {
		processed: false,
		effect: 'code',
		code: 'A246',
		doc: 'Refused for too many requests (A246).',
	},
	code: {
		processed: false,
		effect: 'code',
		doc: '`code:<ResultCode>`: that code is replied; nothing was carried out.',
	},
	processThenCode: {
		processed: true,
		effect: 'code',
		doc: '`processThenCode:<ResultCode>`: carried out; that code is replied.',
	},
} as const satisfies Readonly<Record<string, FaultSpec>>;

export type FaultName = keyof typeof FAULTS;
type CodeFault = 'code' | 'processThenCode';

/** A fault's name and, for the two that reply a code, the code: `code:A299`. */
export type FaultKind = Exclude<FaultName, CodeFault> | `${CodeFault}:${string}`;

/** All names, for those who want to try each. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultName[];

const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);

/** What `kind` means, or `undefined` when it is none, lacks its code or has one it should not have. */
export function faultSpecOf(kind: string): FaultSpec | undefined {
	const [name = '', code, ...rest] = kind.split(':');
	if (!isFaultName(name) || rest.length > 0) return undefined;
	const takesCode = name === 'code' || name === 'processThenCode';
	if (!takesCode) return code === undefined ? FAULTS[name] : undefined;
	return /^[0-9A-Z]{4}$/.test(code ?? '') ? { ...FAULTS[name], code } : undefined;
}

export const isFaultKind = (kind: unknown): kind is FaultKind =>
	typeof kind === 'string' && faultSpecOf(kind) !== undefined;
