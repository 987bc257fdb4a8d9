import type { EndpointName } from '../../nodes/Nicepay/protocol/messageFields';

/** What happens to the reply. */
export type FaultEffect =
	'drop' | 'hang' | 'delay' | 'status500' | 'html' | 'truncate' | 'eucKr' | 'tamper' | 'code';

export interface FaultSpec {
	/** Whether the request is processed nevertheless. */
	readonly processed: boolean;
	readonly effect: FaultEffect;
	/** The result code of the reply, if there is a fixed one. */
	readonly code?: string;
	/** The only endpoint where the fault has an effect. */
	readonly endpoint?: EndpointName;
}

/** Every way in which the sandbox can fail a client. The console's texts describe them. */
export const FAULTS = {
	processThenDrop: { processed: true, effect: 'drop' },
	dropUnprocessed: { processed: false, effect: 'drop' },
	processThenHang: { processed: true, effect: 'hang' },
	hangUnprocessed: { processed: false, effect: 'hang' },
	delay: { processed: true, effect: 'delay' },
	http500: { processed: false, effect: 'status500' },
	processThen500: { processed: true, effect: 'status500' },
	htmlUnprocessed: { processed: false, effect: 'html' },
	processThenHtml: { processed: true, effect: 'html' },
	truncatedJson: { processed: true, effect: 'truncate' },
	eucKrReply: { processed: true, effect: 'eucKr' },
	tamperedSignature: { processed: true, effect: 'tamper', endpoint: 'cancel' },
	rateLimited: { processed: false, effect: 'code', code: 'A246' },
	code: { processed: false, effect: 'code' },
	processThenCode: { processed: true, effect: 'code' },
} as const satisfies Readonly<Record<string, FaultSpec>>;

export type FaultName = keyof typeof FAULTS;
type CodeFault = 'code' | 'processThenCode';

/** A fault's name. The two that reply with a chosen code include it: `code:A299`. */
export type FaultKind = Exclude<FaultName, CodeFault> | `${CodeFault}:${string}`;

/** All names. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultName[];

export const takesCode = (name: string): name is CodeFault =>
	name === 'code' || name === 'processThenCode';

const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);

/** Reads a kind. Returns `undefined` if it is unknown, lacks its code or must not have one. */
export function readFaultKind(kind: string): FaultSpec | undefined {
	const [name = '', code, ...rest] = kind.split(':');
	if (!isFaultName(name) || rest.length > 0) return undefined;
	if (!takesCode(name)) return code === undefined ? FAULTS[name] : undefined;
	return /^[0-9A-Z]{4}$/.test(code ?? '') ? { ...FAULTS[name], code } : undefined;
}

export const isFaultKind = (kind: unknown): kind is FaultKind =>
	typeof kind === 'string' && readFaultKind(kind) !== undefined;
