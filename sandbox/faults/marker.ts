import type { EndpointName } from '../../nodes/Nicepay/protocol/messageTables';
import { type FaultKind, isFaultKind } from './faultKinds';

/** A fault that an order number asks for. */
export interface FaultMarker {
	readonly kind: FaultKind;
	readonly endpoint: EndpointName | 'any';
	readonly always: boolean;
}

const MARKER = /FAULT-(?:(issue|cancel|status)-)?([A-Za-z0-9]+(?:\.[0-9A-Z]{4})?)(-always)?/;

/**
 * Finds `FAULT-<kind>`, `FAULT-<kind>-always` or `FAULT-<endpoint>-<kind>` in an order number. A code
 * follows a full stop: `FAULT-code.A299`.
 */
export function readMarker(orderId: string): FaultMarker | undefined {
	const [, endpoint, name = '', always] = MARKER.exec(orderId) ?? [];
	const kind = name.replace('.', ':');
	if (!isFaultKind(kind)) return undefined;
	return {
		kind,
		endpoint: (endpoint as EndpointName | undefined) ?? 'any',
		always: Boolean(always),
	};
}
