import type { EndpointName } from '../../nodes/Nicepay/protocol/messageFields';
import { type FaultKind, type FaultSpec, readFaultKind } from './faultKinds';
import { readMarker } from './marker';

/** A fault set through the control API. */
export interface Fault {
	readonly endpoint: EndpointName | 'any';
	readonly kind: FaultKind;
	/** How many more times it happens. */
	readonly times: number | 'always';
	/** Only for requests about this order. */
	readonly orderId?: string;
	/** How late `delay` replies. Milliseconds. */
	readonly delayMs?: number;
}

/** A fault applied to a request. */
export type AppliedFault = FaultSpec & { readonly kind: FaultKind; readonly delayMs?: number };

/** The faults still to come: first those set through the API, then those that order numbers ask for. */
export class FaultList {
	private faults: Fault[] = [];
	/** Endpoint and order of each marker that has been used. */
	private readonly usedMarkers = new Set<string>();

	all(): readonly Fault[] {
		return this.faults;
	}

	set(faults: readonly Fault[]): void {
		this.faults = [...faults];
	}

	clear(): void {
		this.faults = [];
		this.usedMarkers.clear();
	}

	/** Takes the fault for a request about `orders`, and uses it up once. */
	take(endpoint: EndpointName, orders: readonly string[]): AppliedFault | undefined {
		return this.takeSet(endpoint, orders) ?? this.takeMarked(endpoint, orders);
	}

	private takeSet(endpoint: EndpointName, orders: readonly string[]): AppliedFault | undefined {
		const index = this.faults.findIndex(
			(fault) =>
				appliesTo(fault, endpoint) &&
				(fault.orderId === undefined || orders.includes(fault.orderId)),
		);
		const fault = this.faults[index];
		if (!fault) return undefined;
		if (fault.times !== 'always') {
			const left = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
			this.faults.splice(index, 1, ...left);
		}
		return apply(fault.kind, fault.delayMs);
	}

	private takeMarked(endpoint: EndpointName, orders: readonly string[]): AppliedFault | undefined {
		for (const order of orders) {
			const marker = readMarker(order);
			if (!marker || !appliesTo(marker, endpoint)) continue;
			const use = `${endpoint} ${order}`;
			if (!marker.always && this.usedMarkers.has(use)) continue;
			this.usedMarkers.add(use);
			return apply(marker.kind);
		}
		return undefined;
	}
}

function appliesTo(fault: Pick<Fault, 'kind' | 'endpoint'>, endpoint: EndpointName): boolean {
	const only = readFaultKind(fault.kind)?.endpoint ?? endpoint;
	return only === endpoint && (fault.endpoint === 'any' || fault.endpoint === endpoint);
}

function apply(kind: FaultKind, delayMs?: number): AppliedFault | undefined {
	const spec = readFaultKind(kind);
	return spec && { ...spec, kind, delayMs };
}
