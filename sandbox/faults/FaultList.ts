import type { EndpointName } from '../../nodes/Nicepay/protocol/messages';
import { type FaultKind, type FaultSpec, faultSpecOf } from './faultKinds';
import { readMarker } from './marker';

/** A fault that the control API sets. */
export interface Fault {
	readonly endpoint: EndpointName | 'any';
	readonly kind: FaultKind;
	/** How often it still happens. */
	readonly times: number | 'always';
	/** Only for requests about this order. */
	readonly orderId?: string;
	/** How late `delay` answers. Milliseconds. */
	readonly delayMs?: number;
}

/** A fault on its way into a reply. */
export type AppliedFault = FaultSpec & { readonly kind: FaultKind; readonly delayMs?: number };

/** Which faults are still to come: those that were set, then those that order numbers ask for. */
export class FaultList {
	private faults: Fault[] = [];
	/** Endpoint and order of the markers that have had their one time. */
	private readonly spent = new Set<string>();

	all(): readonly Fault[] {
		return this.faults;
	}

	set(faults: readonly Fault[]): void {
		this.faults = [...faults];
	}

	clear(): void {
		this.faults = [];
		this.spent.clear();
	}

	/** The fault for a request about `orders`, which is then used up once. */
	take(endpoint: EndpointName, orders: readonly string[]): AppliedFault | undefined {
		return this.takeSet(endpoint, orders) ?? this.takeMarked(endpoint, orders);
	}

	private takeSet(endpoint: EndpointName, orders: readonly string[]): AppliedFault | undefined {
		const index = this.faults.findIndex(
			(fault) =>
				(fault.endpoint === 'any' || fault.endpoint === endpoint) &&
				(fault.orderId === undefined || orders.includes(fault.orderId)) &&
				canShow(fault.kind, endpoint),
		);
		const fault = this.faults[index];
		if (!fault) return undefined;
		if (fault.times !== 'always') {
			const left = fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
			this.faults.splice(index, 1, ...left);
		}
		return applied(fault.kind, fault.delayMs);
	}

	private takeMarked(endpoint: EndpointName, orders: readonly string[]): AppliedFault | undefined {
		for (const order of orders) {
			const marker = readMarker(order);
			if (!marker || !canShow(marker.kind, endpoint)) continue;
			if (marker.endpoint !== 'any' && marker.endpoint !== endpoint) continue;
			const turn = `${endpoint} ${order}`;
			if (!marker.always && this.spent.has(turn)) continue;
			this.spent.add(turn);
			return applied(marker.kind);
		}
		return undefined;
	}
}

function canShow(kind: FaultKind, endpoint: EndpointName): boolean {
	const only = faultSpecOf(kind)?.endpoint;
	return only === undefined || only === endpoint;
}

function applied(kind: FaultKind, delayMs?: number): AppliedFault | undefined {
	const spec = faultSpecOf(kind);
	return spec && { ...spec, kind, delayMs };
}
