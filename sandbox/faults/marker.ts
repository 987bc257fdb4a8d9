import type { EndpointName } from '../../nodes/Nicepay/protocol/messageFields';
import { isFaultKind } from './faultKinds';

const MARKER = /FAULT-(?:(issue|cancel|status)-)?([A-Za-z0-9]+(?:\.[0-9A-Z]{4})?)(-always)?/;

/**
 * Reads the fault that an order number asks for: `FAULT-<kind>`, `FAULT-<kind>-always` or
 * `FAULT-<endpoint>-<kind>`. A code follows a full stop: `FAULT-code.A299`.
 */
export function readMarker(orderId: string) {
	const [, endpoint, name = '', always] = MARKER.exec(orderId) ?? [];
	const kind = name.replace('.', ':');
	if (!isFaultKind(kind)) return undefined;
	return { kind, endpoint: (endpoint ?? 'any') as EndpointName | 'any', always: Boolean(always) };
}
