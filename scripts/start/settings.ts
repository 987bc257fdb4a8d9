import path from 'node:path';

/** Everything `npm start` keeps; `npm start -- --reset` removes it. Git ignores it. */
export const FOLDER = path.resolve(process.env['START_FOLDER'] || 'build/start');

const port = (name: string, usual: number): number => {
	const text = process.env[name];
	const number = text ? Number(text) : usual;
	if (Number.isInteger(number) && number > 0 && number <= 65_535) return number;
	throw new Error(`${name} must be a port from 1 to 65535, not ${text}`);
};

/** Where everything listens, on this machine only. */
export const readPorts = () => ({
	n8n: port('N8N_PORT', 5678),
	sandbox: port('PORT', 7070),
	home: port('HOME_PORT', 7071),
	mail: port('MAIL_PORT', 7072),
});

export type Ports = ReturnType<typeof readPorts>;
