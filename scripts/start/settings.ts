import { createServer } from 'node:net';
import path from 'node:path';

/** Everything `npm start` keeps; `npm start -- --reset` deletes it. Ignored by Git. */
export const FOLDER = path.resolve(process.env['START_FOLDER'] || 'build/start');

/** The environment variable and default of each port. All listen on this machine only. */
const PORTS = {
	n8n: ['N8N_PORT', 5678],
	sandbox: ['PORT', 7070],
	home: ['HOME_PORT', 7071],
	mail: ['MAIL_PORT', 7072],
} as const;

export type Ports = Readonly<Record<keyof typeof PORTS, number>>;

/** @throws {Error} for a port that is invalid or in use, before anything is started */
export async function readPorts(): Promise<Ports> {
	const ports: Array<[name: string, port: number]> = [];
	for (const [name, [variable, usual]] of Object.entries(PORTS)) {
		const text = process.env[variable];
		const port = text ? Number(text) : usual;
		if (!Number.isInteger(port) || port < 1 || port > 65_535) {
			throw new Error(`${variable} must be a port from 1 to 65535, not ${text}`);
		}
		if (!(await isFree(port))) {
			throw new Error(
				`Port ${port} is in use. Stop the program that uses it, or choose another port: ${variable}=… npm start`,
			);
		}
		ports.push([name, port]);
	}
	return Object.fromEntries(ports) as Ports;
}

async function isFree(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
