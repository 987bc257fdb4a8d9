/** What a story issues an account for. */
export interface Order {
	readonly orderId: string;
	/** Won. */
	readonly amount: number;
}

/** `count` orders, each with an amount of its own. */
export const ordersOf = (name: string, count: number): Order[] =>
	Array.from({ length: count }, (_, index) => ({
		orderId: `${name}-${String(index).padStart(4, '0')}`,
		amount: 1_000 + index,
	}));
