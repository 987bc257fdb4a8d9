import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import pLimit from 'p-limit';

import { PaymentBook } from '../../../harness/n8n/PaymentBook';
import { waitFor } from '../../../harness/n8n/waitFor';
import { confirmingWorkflow, heardOk, killedInBetween, repliesTo } from './acknowledge';
import { depositors, payIn } from './depositors';
import type { Cluster } from './queue';
import { control, notify } from './trigger';

const DEPOSITS = 1_000;
const AT_A_TIME = 30;
const WORKERS = 3;
/** Between two kills. */
const SECONDS_TO_LIVE = 4;

/** Deposits that a webhook processor receives and workers deal with, whoever of them dies. */
export async function depositsAfterKill(cluster: Cluster): Promise<void> {
	const { report, client, sandbox, credentials, workers } = cluster;
	const book = new PaymentBook();
	const bookUrl = await book.listen();
	let processor = await cluster.startWebhookProcessor();
	const workflow = await client.createWorkflow(
		confirmingWorkflow('Confirmed by workers', credentials, bookUrl),
	);
	await client.activate(workflow);
	await notify({ ...cluster, webhookUrl: processor.url }, workflow);
	const [first, second, third, fourth] = depositors(cluster, 'QUEUED', 4);
	assert.ok(first && second && third && fourth);

	try {
		await report.check('a worker confirms, and the webhook processor says OK', async () => {
			const before = workers.map((worker) => worker.log().length);
			payIn(cluster, first);
			assert.deepEqual(await heardOk(cluster, first), ['200 OK']);
			assert.ok(book.paid.has(first.tid));
			assert.match(processor.service.log(), /Started execution of workflow/);
			assert.ok(workers.some((worker, index) => worker.log().length > (before[index] ?? 0)));
		});

		await report.check('a worker is killed between “paid” and “confirm”: paid once', async () => {
			await killedInBetween(cluster, book, second, async () => {
				// It is one of them.
				await Promise.all(workers.map(async (worker) => await worker.kill()));
				workers.splice(0, workers.length, await cluster.startWorker());
			});
			return repliesTo(cluster, second).join(', ');
		});

		await report.check('main is killed in between: NICEPAY does not notice', async () => {
			book.afterwards = async () => {
				book.afterwards = async () => {};
				await cluster.n8n.kill();
				cluster.n8n = await cluster.n8n.restart();
			};
			payIn(cluster, third);
			await waitFor(
				'the restart',
				async () =>
					await client.logIn().then(
						() => true,
						() => false,
					),
			);
			await heardOk(cluster, third, 120);
			return repliesTo(cluster, third).join(', ');
		});

		await report.check('the webhook processor is killed in between: paid once', async () => {
			await killedInBetween(cluster, book, fourth, async () => {
				await processor.service.kill();
				processor = await cluster.startWebhookProcessor(processor.url);
			});
			return repliesTo(cluster, fourth).join(', ');
		});

		await report.check(
			`${DEPOSITS} deposits, ${AT_A_TIME} at a time, while workers are killed: all paid, each once`,
			async () => {
				while (workers.length < WORKERS) workers.push(await cluster.startWorker());
				await control(cluster, 'PUT', '/notification-settings', { intervalSeconds: 1 });
				const accounts = depositors(cluster, 'THOUSAND', DEPOSITS);
				const start = Date.now();
				const killing = killNowAndThen(cluster);
				const limit = pLimit(AT_A_TIME);
				await Promise.all(
					accounts.map((account) =>
						limit(async () => {
							payIn(cluster, account);
							await heardOk(cluster, account, 600);
						}),
					),
				);
				const kills = await killing.stop();
				const seconds = (Date.now() - start) / 1000;

				const tids = new Set(accounts.map(({ tid }) => tid));
				const deliveries = sandbox.notifier.all().filter(({ tid }) => tids.has(tid));
				assert.equal(deliveries.filter(({ accepted }) => accepted).length, DEPOSITS);
				assert.deepEqual(
					[...tids].filter((tid) => !book.paid.has(tid)),
					[],
				);
				assert.ok(kills >= 5, `only ${kills} kills`);
				const told = [...tids].map((tid) => book.told.get(tid) ?? 0);
				const again = told.reduce((sum, times) => sum + times - 1, 0);
				return `${kills} workers killed in ${seconds.toFixed(0)} s; ${deliveries.length} notifications, ${again} orders marked again`;
			},
		);
	} finally {
		book.close();
	}
}

/** Kills a worker every few seconds, and starts another in its place. One at least stays. */
function killNowAndThen({ workers, startWorker }: Cluster): { stop: () => Promise<number> } {
	let kills = 0;
	const stopped = new AbortController();
	const starting = new Set<Promise<unknown>>();
	const killing = (async () => {
		while (!stopped.signal.aborted) {
			await sleep(SECONDS_TO_LIVE * 1_000, undefined, { signal: stopped.signal }).catch(() => {});
			if (stopped.signal.aborted || workers.length < 2) continue;
			await workers.shift()?.kill();
			kills++;
			const start = startWorker().then((worker) => void workers.push(worker));
			starting.add(start);
			void start.finally(() => starting.delete(start));
		}
	})();
	return {
		stop: async () => {
			stopped.abort();
			await killing;
			await Promise.all(starting);
			return kills;
		},
	};
}
