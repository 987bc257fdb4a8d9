import { createServer } from 'node:net';

import type { Ports } from './settings';

const VARIABLES: Readonly<Record<keyof Ports, string>> = {
	n8n: 'N8N_PORT',
	sandbox: 'PORT',
	home: 'HOME_PORT',
	mail: 'MAIL_PORT',
};

/** @throws {Error} that names the first port which somebody else listens on, before anything is started */
export async function demandFreePorts(ports: Ports): Promise<void> {
	for (const name of Object.keys(VARIABLES) as Array<keyof Ports>) {
		if (await isFree(ports[name])) continue;
		throw new Error(
			`Port ${ports[name]} is in use. End what listens there, or choose another: ${VARIABLES[name]}=… npm start`,
		);
	}
}

async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
