/** What a run cost. */
export interface Cost {
	readonly milliseconds: number;
	/** CPU of the contestant's process, in microseconds. */
	readonly cpu: number;
	/** Only for runs that watch memory. */
	readonly memory?: MemoryCost;
}

/** Bytes in use after garbage collection, beyond those before the run. */
export interface MemoryCost {
	/** The most at any time. */
	readonly peak: number;
	/** What is left at the end: the results, as long as n8n keeps them. */
	readonly kept: number;
}

/** Often enough to see the peak, rarely enough not to disturb the run. Milliseconds. */
const MEMORY_INTERVAL = 500;

/** Measures time, CPU and, if asked to, memory from `start` to `stop`. */
export class Meter {
	private cost: Cost | undefined;
	private startedAt = 0;
	private cpuAtStart = process.cpuUsage();
	private stopWatching: (() => MemoryCost) | undefined;

	constructor(private readonly watchesMemory: boolean) {}

	start(): void {
		if (this.watchesMemory) this.stopWatching = watchMemory();
		this.cpuAtStart = process.cpuUsage();
		this.startedAt = performance.now();
	}

	stop(): void {
		const milliseconds = performance.now() - this.startedAt;
		const { user, system } = process.cpuUsage(this.cpuAtStart);
		this.cost = { milliseconds, cpu: user + system, memory: this.stopWatching?.() };
	}

	/** @throws when nothing ran from start to stop */
	read(): Cost {
		if (!this.cost) throw new Error('Nothing ran between start and stop');
		return this.cost;
	}
}

function watchMemory(): () => MemoryCost {
	const before = countLiveBytes();
	let most = before;
	const look = () => {
		const now = countLiveBytes();
		most = Math.max(most, now);
		return now;
	};
	const timer = setInterval(look, MEMORY_INTERVAL);
	return () => {
		clearInterval(timer);
		const after = look();
		return { peak: most - before, kept: after - before };
	};
}

function countLiveBytes(): number {
	if (!globalThis.gc) throw new Error('Watching memory needs --expose-gc');
	globalThis.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}
