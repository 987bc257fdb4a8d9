import path from 'node:path';

import { openWorld } from '../stories/openWorld';
import { oneAccount } from '../stories/oneAccount';
import { type Cluster, crash, load, rounds } from '../stories/queue';
import { depositsAfterKill } from '../stories/depositsAfterKill';
import { tuitionAfterKill } from '../stories/workflows/tuitionAfterKill';
import { installN8n } from '../../../harness/n8n/installN8n';
import { startWebhookProcessor, startWorker } from '../../../harness/n8n/N8nServer';
import type { Part } from '../Part';
import { startPostgres } from '../../../harness/n8n/startPostgres';
import { startRedis } from '../../../harness/n8n/startRedis';

const CONCURRENCY = 10;

/** Queue mode: one main n8n, two workers, PostgreSQL and Redis. */
export const queue: Part = {
	name: 'queue',
	title: 'Queue mode',
	run: async (context) => {
		const { report, cleanup, tarball, folder } = context;
		const install = await installN8n();
		const postgres = await startPostgres(path.join(folder, 'postgres'));
		cleanup.add(postgres.stop);
		const redis = await startRedis(path.join(folder, 'redis'));
		cleanup.add(redis.stop);

		const env = {
			...postgres.env,
			...redis.env,
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: 'the-same-for-main-and-workers',
			// n8n looks for dead workers every half minute, which is long for a test.
			QUEUE_WORKER_LOCK_DURATION: '10000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
			QUEUE_WORKER_STALLED_INTERVAL: '5000',
		};
		const world = await openWorld(context, {
			release: 'n8n',
			userFolder: path.join(folder, 'main'),
			env,
		});
		let started = 0;
		const cluster: Cluster = {
			...world,
			workers: [],
			startWorker: async () => {
				const userFolder = path.join(folder, `worker-${++started}`);
				const worker = await startWorker({ install, tarball, userFolder, env }, CONCURRENCY);
				cleanup.add(async () => await worker.stop());
				return worker;
			},
			startWebhookProcessor: async (url) => {
				const userFolder = path.join(folder, `processor-${++started}`);
				const port = url === undefined ? undefined : Number(new URL(url).port);
				const processor = await startWebhookProcessor({ install, tarball, userFolder, env }, port);
				cleanup.add(processor.service.stop.bind(processor.service));
				return processor;
			},
		};
		cluster.workers.push(await cluster.startWorker(), await cluster.startWorker());

		await report.group('Load', async () => await load(cluster));
		await report.group('One order, one account', async () => await oneAccount(cluster));
		await report.group('A worker dies', async () => await crash(cluster));
		await report.group('Rounds', async () => await rounds(cluster));
		await report.group('Deposits', async () => await depositsAfterKill(cluster));
		await report.group('Monthly tuition', async () => await tuitionAfterKill(cluster));
	},
};
