import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

import { freePort } from './freePort';
import { installDebianPackages } from './installDebianPackages';
import { Service } from './Service';

/** Starts a Redis server on 127.0.0.1 that saves nothing to disk. @returns n8n's settings for it */
export async function startRedis(
	folder: string,
): Promise<{ stop: () => Promise<void>; env: NodeJS.ProcessEnv }> {
	await installDebianPackages('redis-server');
	mkdirSync(folder, { recursive: true });
	const port = await freePort();
	const service = new Service({
		command: 'redis-server',
		args: ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'],
		cwd: folder,
		logFile: path.join(folder, 'redis.log'),
	});
	await service.ready('Redis', async () => await acceptsConnections(port), { seconds: 30 });
	return {
		stop: async () => await service.stop(),
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
	};
}

/** Whether anything listens on a port of this machine. */
async function acceptsConnections(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.on('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});
}
