import { offer } from '../Child';
import { contestants, type ContestantName } from './index';
import { Meter } from './Meter';
import type { Run, Setup } from './Run';

let send: Run | undefined;

function prepare(name: ContestantName, setup: Setup): void {
	send = contestants[name](setup);
}

async function run(items: number, watchMemory: boolean) {
	if (!send) throw new Error('Not prepared');
	const meter = new Meter(watchMemory);
	await send(items, meter);
	return { peakResident: process.resourceUsage().maxRSS * 1024, ...meter.read() };
}

const functions = { prepare, run };
export type ContestantFunctions = typeof functions;
offer(functions);
