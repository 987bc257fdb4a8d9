import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePort } from './freePort';
import { installDebianPackages } from './installDebianPackages';
import { run } from './run';
import { Service } from './Service';

/** Debian does not put the server's programs on the PATH. */
const VERSIONS = '/usr/lib/postgresql';

/** Starts a PostgreSQL server on 127.0.0.1 with a database for n8n. @returns n8n's settings for it */
export async function startPostgres(
	folder: string,
): Promise<{ stop: () => Promise<void>; env: NodeJS.ProcessEnv }> {
	await installDebianPackages('postgresql');
	const version = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))[0] ?? '';
	const program = (name: string) => path.join(VERSIONS, version, 'bin', name);
	const user = serverUser();
	// Not in `folder`, because PostgreSQL's user cannot access it if it is under /root.
	const data = mkdtempSync(path.join(tmpdir(), 'nicepay-postgres-'));
	if (user) chownSync(data, user.uid, user.gid);

	execFileSync(
		program('initdb'),
		['-D', data, '-U', 'n8n', '--auth=trust', '--no-sync', '-E', 'UTF8'],
		{
			...user,
			cwd: '/',
			stdio: 'pipe',
		},
	);
	const port = String(await freePort());
	const service = new Service({
		command: program('postgres'),
		args: [
			'-D',
			data,
			'-h',
			'127.0.0.1',
			'-p',
			port,
			'-k',
			'',
			'-c',
			'max_connections=200',
			'-c',
			'fsync=off',
		],
		cwd: '/',
		logFile: path.join(folder, 'postgres.log'),
		user,
		// Does not wait for clients to disconnect.
		stopSignal: 'SIGINT',
	});
	const reach = ['-h', '127.0.0.1', '-p', port, '-U', 'n8n'];
	await service.ready('PostgreSQL', () => spawnSync(program('pg_isready'), reach).status === 0, {
		seconds: 60,
	});
	await run(program('createdb'), [...reach, 'n8n']);
	return {
		stop: async () => {
			await service.stop();
			rmSync(data, { recursive: true, force: true });
		},
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_POOL_SIZE: '10',
			// On a slow machine, many executions at once may wait long for a connection.
			DB_POSTGRESDB_CONNECTION_TIMEOUT: '180000',
			DB_PING_TIMEOUT_MS: '60000',
			DB_CONNECTION_ACQUISITION_TIMEOUT_MS: '180000',
		},
	};
}

/** The user that Debian's package creates for PostgreSQL, which refuses to run as root. */
function serverUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
	return { uid: id('-u'), gid: id('-g') };
}
