/** What the bench tells the server's process. */
export type ToServer =
	| { readonly kind: 'start'; readonly key: string; readonly certificate: string }
	/** Counts from zero, and answers after `delay` milliseconds from now on. */
	| { readonly kind: 'reset'; readonly delay: number }
	| { readonly kind: 'count' };

/** Since the last `reset`. */
export interface ServerCounts {
	readonly requests: number;
	readonly connectionsOpened: number;
	/** At the same time, those of before included. */
	readonly connectionsAtMost: number;
	/** CPU the server took, in microseconds: one that never rests would bound everyone alike. */
	readonly cpu: number;
}

export type FromServer =
	| { readonly kind: 'started'; readonly port: number }
	| { readonly kind: 'wasReset' }
	| ({ readonly kind: 'counts' } & ServerCounts);
