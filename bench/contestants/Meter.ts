import type { Cost, MemoryCost } from './messages';

/** Often enough to see what is held, seldom enough to let the contestant work. Milliseconds. */
const MEMORY_INTERVAL = 500;

/** Takes time, CPU and, when asked to, memory from `start` to `stop`. */
export class Meter {
	private cost: Cost | undefined;
	private startedAt = 0;
	private cpuAtStart = process.cpuUsage();
	private memory: MemoryWatch | undefined;

	constructor(private readonly watchMemory: boolean) {}

	start(): void {
		if (this.watchMemory) this.memory = new MemoryWatch();
		this.cpuAtStart = process.cpuUsage();
		this.startedAt = performance.now();
	}

	stop(): void {
		const milliseconds = performance.now() - this.startedAt;
		const { user, system } = process.cpuUsage(this.cpuAtStart);
		this.cost = { milliseconds, cpu: user + system, memory: this.memory?.end() };
	}

	/** @throws when there was no run from start to stop */
	read(): Cost {
		if (!this.cost) throw new Error('What was to be measured did not run');
		return this.cost;
	}
}

class MemoryWatch {
	private readonly before = liveBytes();
	private most = this.before;
	private readonly timer = setInterval(() => this.look(), MEMORY_INTERVAL);

	end(): MemoryCost {
		clearInterval(this.timer);
		const after = this.look();
		return { peak: this.most - this.before, kept: after - this.before };
	}

	private look(): number {
		const now = liveBytes();
		this.most = Math.max(this.most, now);
		return now;
	}
}

function liveBytes(): number {
	if (!globalThis.gc) throw new Error('Memory is watched in processes started with --expose-gc');
	globalThis.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}
