import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

function start(environment: Record<string, string>) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
		cwd: ROOT,
		env: { ...process.env, ...environment },
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	return { child, output: () => output };
}

describe('npm run sandbox', () => {
	it('prints its URL, answers there, and stops on Ctrl-C', async () => {
		const { child, output } = start({
			PORT: '0',
			NICEPAY_MID: 'mymall000m',
			NICEPAY_KEY: 'secret',
		});
		while (!/\n/.test(output())) await once(child.stdout, 'data');
		const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(output()) ?? [];
		expect(await (await fetch(`${url}/internal/accounts`)).json()).toEqual([]);
		expect(output()).toContain('mymall000m');
		expect(output()).not.toContain('secret');
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	it('explains an invalid port', async () => {
		const { child, output } = start({ PORT: 'x' });
		expect(await once(child, 'exit')).toEqual([1, null]);
		expect(output()).toContain('PORT must be a number from 0 to 65535, not x');
	});

	it('says how to choose another port when its own is taken', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const { child, output } = start({ PORT: String(port) });
		expect(await once(child, 'exit')).toEqual([1, null]);
		expect(output()).toContain(`Port ${port} is taken. Choose another: PORT=7170 npm run sandbox`);
		server.close();
	});
});
