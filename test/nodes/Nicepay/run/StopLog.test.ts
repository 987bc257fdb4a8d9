import type { Logger } from 'n8n-workflow';

import { issuedTwice, stoppedBefore } from '../../../../nodes/Nicepay/failures/failure';
import { getTransactionStatus } from '../../../../nodes/Nicepay/operations/getTransactionStatus';
import { issueVirtualAccount } from '../../../../nodes/Nicepay/operations/issueVirtualAccount';
import type { ItemResult } from '../../../../nodes/Nicepay/run/ItemResult';
import { StopLog } from '../../../../nodes/Nicepay/run/StopLog';

const account = (orderId: string) => ({ orderId, tid: `TID of ${orderId}` });
const done = (orderId: string): ItemResult => ({
	kind: 'done',
	json: { accountNumber: '1234567890', buyerName: '홍길동' },
	sent: account(orderId),
});
const failed = (orderId: string, isCancelled: boolean): ItemResult => ({
	kind: 'failed',
	failure: issuedTwice(account(orderId), isCancelled),
});

describe('The log of a stopped execution', () => {
	function startLog(operation = issueVirtualAccount) {
		const lines: string[] = [];
		const logger = { warn: (line: string) => lines.push(line) } as unknown as Logger;
		const stop = new AbortController();
		return { log: new StopLog(logger, operation, stop.signal), stop, lines };
	}
	const line = (orderId: string, outcome: string) =>
		`NICEPAY: the execution was stopped, and n8n keeps nothing of it. Order ${orderId}, TID TID of ${orderId}: ${outcome}.`;

	it('tells at once what is done or unknown, and what is under way as it ends', () => {
		const { log, stop, lines } = startLog();
		log.add(0, done('A'));
		log.add(1, failed('B', false));
		log.add(2, failed('C', true));
		expect(lines).toEqual([]);
		stop.abort();
		expect(lines).toEqual([line('A', 'issued'), line('B', 'unknown')]);
		log.add(3, done('D'));
		expect(lines.slice(2)).toEqual([line('D', 'issued')]);
	});

	it('tells each once, those included that the run did not reach', () => {
		const { log, stop, lines } = startLog();
		const results = [done('A'), done('B'), { kind: 'failed', failure: stoppedBefore({}) } as const];
		log.add(0, results[0] as ItemResult);
		stop.abort();
		log.close(results);
		expect(lines).toEqual([line('A', 'issued'), line('B', 'issued')]);
	});

	it('tells what is cancelled again', () => {
		const { log, stop, lines } = startLog();
		log.add(0, done('A'));
		stop.abort();
		log.add(0, failed('A', true));
		expect(lines).toEqual([line('A', 'issued'), line('A', 'cancelled again')]);
	});

	it('says nothing of an execution that is not stopped, nor after its end', () => {
		const { log, stop, lines } = startLog();
		log.add(0, done('A'));
		log.close([done('A')]);
		stop.abort();
		expect(lines).toEqual([]);
	});

	it('says nothing of a status query: it changes nothing', () => {
		const { log, stop, lines } = startLog(getTransactionStatus);
		log.add(0, done('A'));
		stop.abort();
		expect(lines).toEqual([]);
	});
});
