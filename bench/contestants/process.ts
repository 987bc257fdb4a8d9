import type { Run } from './index';
import { contestants } from './index';
import type { FromContestant, ToContestant } from './messages';
import { Meter } from './Meter';

let run: Run | undefined;

async function answer(message: ToContestant): Promise<FromContestant> {
	if (message.kind === 'prepare') {
		run = contestants[message.name](message);
		return { kind: 'prepared' };
	}
	if (!run) throw new Error('Not prepared');
	const meter = new Meter(message.watchMemory);
	await run(message.items, meter);
	const peakResident = process.resourceUsage().maxRSS * 1024;
	return { kind: 'ran', peakResident, ...meter.read() };
}

process.on('message', (message: ToContestant) => {
	void answer(message).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
